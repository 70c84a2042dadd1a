package goal

import (
	"slices"

	"cairn/generator/internal/formula"
)

// Reads returns the names that a computed value reads.
func (t *Template) Reads(c *Computed) []string {
	switch {
	case c.Expr != nil:
		return c.Expr.Names()
	case c.Latest != "":
		return t.leads(c.Latest)
	case c.Prorate != nil:
		return slices.Concat([]string{c.Prorate.Source}, t.leads(c.Prorate.Over), t.people())
	}
	return t.loadReads(c)
}

// needed returns the inputs that a split, a load, a capacity, a prorated value or the dates
// need, directly or through others.
func (t *Template) needed() []string {
	seen := map[string]bool{}
	var need func(names ...string)
	need = func(names ...string) {
		for _, name := range names {
			if c := t.Find(name); !seen[name] {
				if seen[name] = true; c != nil {
					need(t.Reads(c)...)
				}
			}
		}
	}
	need(t.Joined, t.Starts)
	need(namesOf(t.Weeks)...)
	need(t.people()...)
	for _, s := range t.Splits {
		need(append(namesOf(s.Lead), s.Key)...)
	}
	for _, p := range t.Process {
		if p.Capacity != nil {
			need(append(namesOf(p.Capacity), p.Key)...)
		}
	}
	for _, c := range t.all() {
		if c.Prorate != nil || len(c.Load) > 0 {
			need(c.Key)
		}
	}
	var all []string
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			if seen[in.Key] {
				all = append(all, in.Key)
			}
		}
	}
	return all
}

// loadReads returns the names that a load reads.
func (t *Template) loadReads(c *Computed) []string {
	names := append(t.people(), namesOf(t.Weeks)...)
	for _, l := range c.Load {
		names = append(names, namesOf(l.Times)...)
		if l.Step != "" {
			names = append(append(names, l.Step), t.leads(l.Step)...)
		}
	}
	for _, p := range t.Process {
		if p.PartOf == c.Key || p.AddedTo == c.Key {
			names = append(names, p.Key)
		}
	}
	return names
}

// leads returns the names that the leads of a split and of the first split of its chain read.
func (t *Template) leads(key string) []string {
	s := t.FindSplit(key)
	if s == nil {
		return nil // already reported
	}
	return append(namesOf(s.Lead), namesOf(t.Root(s).Lead)...)
}

// people returns the names that the worth of a day reads, beside the dates.
func (t *Template) people() []string { return append(namesOf(t.Staff), t.Hires...) }

func namesOf(e *formula.Expr) []string {
	if e == nil {
		return nil
	}
	return e.Names()
}
