package render

import (
	"maps"
	"strconv"
	"strings"

	"cairn/generator/internal/site"
)

// Assets returns the names of the assets that pages of some layouts ask for. It returns true if
// they may ask for any asset, because a layout computes a name.
func (l *Layouts) Assets(layouts map[site.Layout]bool) (names map[string]bool, all bool) {
	names = map[string]bool{}
	for layout := range layouts {
		t := l.byName[string(layout)]
		if t == nil {
			continue // every page of the layout has that fault
		}
		entries := entryTemplates(string(layout))
		entries[homePath] = "" // if t defines it
		for _, defined := range reachableFrom(maps.Keys(entries), t) {
			text := defined.Tree.Root.String()
			all = !eachArgument(text, ".Asset", func(name string) { names[name] = true }) || all
			all = !eachArgument(text, ".Shared", func(string) {}) || all // calls a template that reachableFrom does not know
		}
	}
	return names, all
}

// eachArgument calls f with the argument of each call of a method in the text of a template. It
// returns false if an argument is not a string.
func eachArgument(text, method string, f func(argument string)) bool {
	for {
		_, rest, found := strings.Cut(text, method)
		if !found {
			return true
		}
		quoted, err := strconv.QuotedPrefix(strings.TrimPrefix(rest, " "))
		if err != nil {
			return false
		}
		argument, _ := strconv.Unquote(quoted)
		f(argument)
		text = rest
	}
}
