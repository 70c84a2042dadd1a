package goal

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

// readSentence reads the goal in a sentence, which has keys of values in braces.
func (p *parser) readSentence(r *toml.Reader) []formula.Piece {
	text := r.String("sentence")
	var pieces []formula.Piece
	for offset := 0; offset < len(text); {
		before, rest, found := strings.Cut(text[offset:], "{")
		if before != "" {
			pieces = append(pieces, formula.Piece{Text: before})
		}
		if !found {
			break
		}
		at := offset + len(before) + 1
		name, _, closed := strings.Cut(rest, "}")
		if !closed {
			p.report(diag.Errorf(r.StringAt("sentence", at-1), "unclosed-brace", "the brace has no closing }").
				WithHelp("write the key of a value in braces: {签约}"))
			break
		}
		if p.checkName(r.StringAt("sentence", at), name) {
			pieces = append(pieces, formula.Piece{Name: name})
		}
		offset = at + len(name) + 1
	}
	return pieces
}

// checkName reports whether a name is the key of a value. It adds a fault if not.
func (p *parser) checkName(at diag.Place, name string) bool {
	names := p.names()
	if slices.Contains(names, name) {
		return true
	}
	f := diag.Errorf(at, "unknown-value", "unknown name %s", name)
	if near := diag.Nearest(name, names); near != "" {
		f = f.WithHelp("did you mean %s?", near)
	} else {
		f = f.WithHelp("write the key of an input or of a computed value")
	}
	p.report(f)
	return false
}
