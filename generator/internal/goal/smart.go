package goal

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

func (p *parser) readCriterion(r *toml.Reader) *Criterion {
	r.Require("letter", "label", "check")
	p.isWritten(r, "check")
	c := &Criterion{
		Letter: r.String("letter"), Label: r.String("label"), Advice: r.String("advice"),
		Check: p.readFormula(r, "check", formula.BoolUnit),
	}
	if letters := []string{"S", "M", "A", "R", "T"}; r.Has("letter") && !slices.Contains(letters, c.Letter) {
		p.report(diag.Errorf(r.At("letter"), "unknown-letter", "there is no criterion %s", c.Letter).
			WithHelp("choose one of %s", strings.Join(letters, ", ")))
	}
	r.Finish()
	return c
}

// readSentence reads a text with names of values in braces.
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
			p.report(diag.Errorf(r.StringAt("sentence", at-1), "unclosed-brace", "the brace is not closed").
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

// checkName tells whether a name is that of a value, and reports it if not.
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
