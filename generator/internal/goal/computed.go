package goal

import (
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

// writtenFormula is a formula with its place in the file.
type writtenFormula struct {
	key  string // of the value that it computes, "" if it computes none
	at   func(offset int) diag.Place
	expr *formula.Expr
	unit formula.Unit // the declared unit of its result
	also formula.Unit // another unit that it may have; the same for most
}

// readComputed reads a computed value. text is its formula; formulaKey is the key that
// faults of the formula are reported at.
func (p *parser) readComputed(r *toml.Reader, text, formulaKey string) *Computed {
	c := p.readLabelled(r)
	unit, _ := formula.ParseUnit(c.Unit)
	r.Require(formulaKey)
	p.refuseEmpty(r, formulaKey)
	c.Expr = p.parseFormula(c.Key, text, unit, func(offset int) diag.Place {
		if formulaKey != "formula" {
			return r.At(formulaKey)
		}
		return r.StringAt(formulaKey, offset)
	})
	return c
}

// readLabelled reads what every computed number has beside its formula.
func (p *parser) readLabelled(r *toml.Reader) *Computed {
	c := &Computed{Key: p.readKey(r), Label: r.String("label"), Unit: r.String("unit"), Hint: r.String("hint")}
	decimals := 1
	if strings.HasPrefix(c.Unit, "元") {
		decimals = 0
	}
	c.Decimals = p.whole(r, "decimals", decimals, 0, 9)
	p.readUnit(r)
	r.Require("label")
	return c
}

// parseFormula parses a formula; nil if it is empty or has a syntax error.
func (p *parser) parseFormula(key, text string, unit formula.Unit, at func(int) diag.Place) *formula.Expr {
	if text == "" {
		return nil // optional, or already reported as missing
	}
	expr, err := formula.Parse(text)
	if err != nil {
		p.report(fault(at, err))
		return nil
	}
	p.formulas = append(p.formulas, &writtenFormula{key: key, at: at, expr: expr, unit: unit, also: unit})
	return expr
}

func fault(at func(int) diag.Place, err *formula.Error) diag.Fault {
	return diag.Fault{Place: at(err.Offset), Code: err.Code, Message: err.Message, Help: err.Help}
}

// readFormula reads a formula that belongs to no key, such as a capacity; nil if there is
// none. Its result must have the unit.
func (p *parser) readFormula(r *toml.Reader, key string, unit formula.Unit) *formula.Expr {
	return p.parseFormula("", r.String(key), unit, func(offset int) diag.Place { return r.StringAt(key, offset) })
}
