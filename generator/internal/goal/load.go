package goal

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/toml"
)

// reference is a place where a template names a split or a process goal with a load.
type reference struct {
	at  diag.Place
	key string
}

// readValue reads a computed value that is no stage and no process goal.
func (p *parser) readValue(r *toml.Reader) *Computed {
	var kinds []string
	for _, kind := range []string{"formula", "latest", "prorate"} {
		if r.String(kind) != "" {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) > 1 {
		p.report(diag.Errorf(r.At(kinds[1]), "two-sources", "the value has %d of the keys formula, latest and prorate", len(kinds)).
			WithHelp("remove all but one"))
	}
	var c *Computed
	switch {
	case r.Has("latest"):
		c = p.readLatest(r)
	case r.Has("prorate"):
		c = p.readProrate(r)
	default:
		c = p.readComputed(r, r.String("formula"), "formula")
	}
	p.refuseWithout(r, "prorate", "over", "part")
	r.Finish()
	return c
}

// refuseWithout reports keys that mean nothing without another key.
func (p *parser) refuseWithout(r *toml.Reader, needed string, keys ...string) {
	for _, key := range keys {
		if r.String(key); r.Has(key) && !r.Has(needed) {
			p.report(diag.Errorf(r.At(key), "missing-key", "%s needs %s", key, needed).WithHelp("add it, or remove %s", key))
		}
	}
}

func (p *parser) readLatest(r *toml.Reader) *Computed {
	r.Require("label")
	p.refuseEmpty(r, "latest")
	c := &Computed{Key: p.readKey(r), Label: r.String("label"), Hint: r.String("hint"), Latest: r.String("latest")}
	r.String("unit")
	r.Int("decimals", 0)
	for _, key := range []string{"unit", "decimals"} {
		if r.Has(key) {
			p.report(diag.Errorf(r.At(key), "bad-unit", "a date cannot have the key %s", key).WithHelp("remove the line"))
		}
	}
	p.splitNames = append(p.splitNames, reference{r.At("latest"), c.Latest})
	return c
}

func (p *parser) readProrate(r *toml.Reader) *Computed {
	r.Require("over")
	source, part := r.String("prorate"), r.String("part")
	if source != "" && !formula.IsName(source) {
		p.report(diag.Errorf(r.At("prorate"), "bad-key", "%q is not a valid key", source).WithHelp("write the key of an input or of a computed value"))
		source = ""
	}
	if r.Has("part") && part != "after" {
		p.report(diag.Errorf(r.At("part"), "unknown-part", "unknown part %s", part).WithHelp("write part = \"after\", or remove the line"))
	}
	c := p.readComputed(r, source, "prorate")
	c.Expr, c.Prorate = nil, &Prorate{source, r.String("over"), part == "after"}
	if r.Has("over") {
		p.splitNames = append(p.splitNames, reference{r.At("over"), c.Prorate.Over})
		p.firstNames = append(p.firstNames, reference{r.At("over"), c.Prorate.Over})
	}
	return c
}

// readGoal reads the part of a process goal that every computed value has: it has a formula
// or a load.
func (p *parser) readGoal(r *toml.Reader) *Computed {
	if r.Has("load") && r.Has("formula") {
		p.report(diag.Errorf(r.At("load"), "two-sources", "the goal has both a formula and a load").WithHelp("remove one of the two"))
	}
	loads := r.Tables("load")
	if !r.Has("load") {
		return p.readComputed(r, r.String("formula"), "formula")
	}
	c := p.readLabelled(r)
	unit := perPeriod(c.Unit)
	for _, l := range loads {
		c.Load = append(c.Load, p.readLoad(l, unit))
	}
	if len(loads) == 0 {
		p.report(diag.Errorf(r.At("load"), "bad-load", "the load is empty").WithHelp(`write load = [{ step = "…", times = "…" }]`))
	}
	return c
}

// perPeriod returns the unit of a load, which is the unit of its goal without the period: 次
// for 次/周.
func perPeriod(text string) formula.Unit {
	if i := strings.LastIndexAny(text, "/·"); i > 0 && strings.Contains(text[:i+1], "/") {
		text = text[:i]
	}
	unit, _ := formula.ParseUnit(text)
	return unit
}

func (p *parser) readLoad(r *toml.Reader, unit formula.Unit) Load {
	r.Require("times")
	l := Load{Step: r.String("step"), Every: r.String("every")}
	periods := []string{"month", "quarter", "year"}
	switch {
	case r.Has("every") && !slices.Contains(periods, l.Every):
		p.report(diag.Errorf(r.At("every"), "unknown-period", "unknown period %s", l.Every).WithHelp("choose one of %s", strings.Join(periods, ", ")))
	case l.Step == "" && l.Every == "":
		p.report(diag.Errorf(r.Place(), "bad-load", "the load has neither a step nor a period").
			WithHelp(`write the key of a split, step = "…", or how often it is done, every = "year"`))
	}
	if c := p.template.Find(l.Step); c != nil {
		step, _ := formula.ParseUnit(c.Unit)
		unit = unit.Per(step)
	} else if l.Step != "" {
		unit = formula.AnyUnit // an unknown step is reported below
	}
	l.Times = p.readFormula(r, "times", unit)
	if r.Has("step") {
		p.splitNames = append(p.splitNames, reference{r.At("step"), l.Step})
	}
	r.Finish()
	return l
}

// readHabit reads when a habit begins and to which goal it belongs.
func (p *parser) readHabit(r *toml.Reader, g *Process) {
	g.FromWeek = p.whole(r, "from_week", 1, 1, 52)
	g.PartOf, g.AddedTo = r.String("part_of"), r.String("added_to")
	for _, key := range []string{"from_week", "part_of", "added_to"} {
		if r.Has(key) && r.Has("load") {
			p.report(diag.Errorf(r.At(key), "bad-habit", "a goal with a load cannot have the key %s", key).WithHelp("remove the line"))
		}
	}
	if r.Has("part_of") && r.Has("added_to") {
		p.report(diag.Errorf(r.At("added_to"), "bad-habit", "the habit has both part_of and added_to").WithHelp("remove one of the two"))
	}
	for _, key := range []string{"part_of", "added_to"} {
		if r.Has(key) {
			p.goalNames = append(p.goalNames, reference{r.At(key), r.String(key)})
		}
	}
}

// checkReferences checks the names of splits and of goals with a load.
func (p *parser) checkReferences() {
	t := p.template
	p.checkChains()
	for _, ref := range p.splitNames {
		if t.FindSplit(ref.key) == nil {
			p.report(diag.Errorf(ref.at, "unknown-split", "unknown split %s", ref.key).WithHelp("write the key of one of the [[splits]]"))
		}
	}
	for _, ref := range p.firstNames {
		if s := t.FindSplit(ref.key); s != nil && s.Follows != "" {
			p.report(diag.Errorf(ref.at, "unknown-split", "the split of %s follows another", ref.key).WithHelp("write the key of the first split, which follows none"))
		}
	}
	for _, ref := range p.goalNames {
		if g := t.FindProcess(ref.key); g == nil || len(g.Load) == 0 {
			p.report(diag.Errorf(ref.at, "unknown-goal", "unknown goal %s", ref.key).WithHelp("write the key of one of the [[process]] with a load"))
		}
	}
}

// checkChains checks the names of the splits that others follow, and reports circles. A split
// with a fault follows none afterwards, so that each chain ends.
func (p *parser) checkChains() {
	t := p.template
	for _, ref := range p.followed {
		s := t.FindSplit(ref.key)
		var chain []string
		for next := s; next != nil && next.Follows != ""; next = t.FindSplit(next.Follows) {
			if chain = append(chain, next.Key); next.Follows == s.Key {
				p.report(diag.Errorf(ref.at, "circle", "the splits follow each other: %s", strings.Join(append(chain, s.Key), " → ")).
					WithHelp("let one of them follow none"))
				s.Follows = ""
				break
			}
			if len(chain) > len(t.Splits) {
				break // a circle that does not contain s, which is reported at its own splits
			}
		}
		if s.Follows != "" && t.FindSplit(s.Follows) == nil {
			p.report(diag.Errorf(ref.at, "unknown-split", "unknown split %s", s.Follows).WithHelp("write the key of one of the [[splits]]"))
			s.Follows = ""
		}
	}
}
