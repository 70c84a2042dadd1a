package site

import (
	"cmp"
	"slices"
	"strings"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
)

// unknownID is one use of an id that site.toml does not list.
type unknownID struct {
	at       diag.Place
	code, id string
}

// unknownIDs reports each unlisted id once, however many pages use it, since the mistake
// is usually the missing or misspelt entry in site.toml. It reports nothing if site.toml
// could not be read.
func (a *assembler) unknownIDs() (faults []diag.Fault) {
	if a.Config.Unread {
		return nil
	}
	slices.SortStableFunc(a.unknown, func(x, y unknownID) int {
		return cmp.Or(cmp.Compare(x.at.File, y.at.File), cmp.Compare(x.at.Offset, y.at.Offset))
	})
	type key struct{ code, id string }
	uses := map[key]map[diag.Place]bool{}
	for _, u := range a.unknown {
		k := key{u.code, u.id}
		if uses[k] == nil {
			uses[k] = map[diag.Place]bool{}
		}
		uses[k][u.at] = true
	}
	for _, u := range a.unknown {
		k := key{u.code, u.id}
		if n := len(uses[k]); n > 0 {
			faults = append(faults, a.unknownFault(u, n-1))
			delete(uses, k)
		}
	}
	return faults
}

// unknownFault describes an unlisted id. more is the number of its further uses.
func (a *assembler) unknownFault(u unknownID, more int) diag.Fault {
	var kind diag.Text
	var choices []string
	switch u.code {
	case "unknown-track":
		kind, choices = diag.Textf("track"), ids(a.Config.Tracks, func(t *config.Track) string { return t.ID })
	case "unknown-stage":
		kind, choices = diag.Textf("stage"), ids(a.Config.Stages, func(s *config.Stage) string { return s.ID })
	default:
		kind, choices = diag.Textf("ability"), ids(a.Config.Abilities, func(x *config.Ability) string { return x.ID })
	}
	f := diag.Errorf(u.at, u.code, "unknown %s %s", kind, u.id)
	if more > 0 {
		f.Message = diag.Textf("unknown %s %s; further uses: %d", kind, u.id, more)
	}
	near := diag.Nearest(u.id, choices)
	switch {
	case len(choices) == 0:
		return f.WithHelp("%s defines none; add it there", config.File)
	case near != "":
		return f.WithHelp("did you mean %s? %s defines %s", near, config.File, strings.Join(choices, ", "))
	}
	return f.WithHelp("%s defines %s", config.File, strings.Join(choices, ", "))
}

// ids returns the ids of a list without the empty ones, which package config reports.
func ids[T any](list []T, id func(T) string) []string {
	var out []string
	for _, x := range list {
		if id := id(x); id != "" {
			out = append(out, id)
		}
	}
	return out
}
