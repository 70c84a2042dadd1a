package site

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sheet"
)

// Quote is a link whose text states a value of a worksheet's example, as the link
// [3–4 次](../../goals/saas/newcomer.toml#周拜访) does.
type Quote struct {
	Name   string // of the value: KEY, KEY@2027-03, KEY~VARIABLE
	Number string // the number, the range or the day in the link's text
}

// Quotes reports whether a text of the page states a value of a worksheet.
func (p *Page) Quotes() bool {
	return hasQuote(p.Targets) || slices.ContainsFunc(p.Slots, func(text *SlotText) bool { return text != nil && hasQuote(text.Targets) })
}

// Quotes reports whether a page states a value of a worksheet.
func (s *Site) Quotes() bool { return slices.ContainsFunc(s.Pages, (*Page).Quotes) }

func hasQuote(targets []Target) bool {
	return slices.ContainsFunc(targets, func(t Target) bool { return t.Quote != nil })
}

// toValue returns the target of a link to a value of a goal template, and compares the text
// of the link with the value. A template with errors is reported by itself.
func (a *assembler) toValue(to *Page, fragment string, l markdown.Link, inHeading bool) Target {
	t := Target{Path: to.Path}
	if to.Goal.Unread || l.Image {
		return t
	}
	name := decodeFragment(fragment)
	example := a.examples[to.Source]()
	v, known := example.Values[name]
	switch {
	case !known:
		a.report(unknownValue(l, name, to.Source, example))
		return t
	case inHeading:
		a.report(diag.Errorf(l.Place, "quote-in-heading", "the value %s is quoted in a heading", name).
			WithHelp("move the link into the text below: the heading's anchor and the contents would change with the number"))
		return t
	}
	if v.Anchor != "" {
		t.Fragment = "#" + v.Anchor
	}
	if fault, bad := unquotable(l, v, to.Source); bad {
		a.report(fault)
		return t
	}
	q := example.Quote(v, l.Text)
	if q.Misfit != "" {
		a.report(misfit(l, v, q, to.Source))
		return t
	}
	t.Quote = &Quote{name, q.Number}
	return t
}

// valueNames returns the set of names of a worksheet's values.
func (a *assembler) valueNames(worksheet *Page) map[string]bool {
	known := map[string]bool{}
	for name := range a.examples[worksheet.Source]().Values {
		known[name] = true
	}
	return known
}

// unknownValue describes a link to a value that a template does not have.
func unknownValue(l markdown.Link, name, file string, example *sheet.Example) diag.Fault {
	f := diag.Errorf(l.DestinationAt, "unknown-value", "%s has no value %s", file, name)
	names := example.Names()
	key, _, _ := strings.Cut(name, "@")
	key, _, _ = strings.Cut(key, "~")
	isOf := func(name string) bool {
		return name == key || strings.HasPrefix(name, key+"@") || strings.HasPrefix(name, key+"~")
	}
	candidates := names
	if slices.ContainsFunc(names, isOf) {
		candidates = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !isOf(name) })
	}
	if near := diag.Nearest(name, candidates); near != "" {
		return f.WithHelp("did you mean #%s?", link.Escape(near))
	}
	keys := slices.DeleteFunc(names, func(name string) bool { return strings.ContainsAny(name, "@~") })
	return f.WithHelp("its values are %s", "#"+strings.Join(keys[:min(len(keys), 8)], ", #"))
}

// unquotable describes a link to a value that is neither a number nor a day.
func unquotable(l markdown.Link, v sheet.Shown, file string) (f diag.Fault, bad bool) {
	switch v.Kind {
	case sheet.IsText:
		return diag.Errorf(l.DestinationAt, "text-value", "the value %s is a text: %s", v.Name, v.Text).
			WithHelp("link to a number or a date, or leave out the # part of the link"), true
	case sheet.IsBlank:
		return diag.Errorf(l.DestinationAt, "blank-value", "the value %s is blank in the example of %s: %s", v.Name, file, whyBlank(v.Why)).
			WithHelp("give the example a number there, or remove the link"), true
	}
	return f, false
}

// whyBlank says why a value of the example is blank.
func whyBlank(why sheet.Why) diag.Text {
	switch cause := strings.TrimPrefix(why.Word, "why_"); {
	case cause == "missing":
		return diag.Textf("%s has no default", why.About)
	case cause == "zero" && why.About != "":
		return diag.Textf("%s is 0", why.About)
	case cause == "zero":
		return diag.Textf("the divisor is 0")
	case cause == "overflow":
		return diag.Textf("the number is too large")
	case cause == "late":
		return diag.Textf("the step is out of reach")
	case cause == "split":
		return diag.Textf("no month is left for it")
	}
	return diag.Textf("nothing is done in the period")
}

// misfit describes a text that does not state the value.
func misfit(l markdown.Link, v sheet.Shown, q sheet.Quote, file string) diag.Fault {
	written := v.Written(q)
	switch q.Misfit {
	case sheet.NoNumber:
		return diag.Errorf(l.Place, "quote-number", "the text of the link has no number: %s", l.Text).
			WithHelp("write the value in the example of %s: %s; or leave out the # part of the link", file, written)
	case sheet.Several:
		return diag.Errorf(l.Place, "quote-number", "the text of the link has several numbers: %s", l.Text).
			WithHelp("leave only the value in the link: %s", written)
	case sheet.OtherUnit:
		return diag.Errorf(l.Place, "quote-unit", "the text says %s, but the unit of %s is %s", q.Unit(), v.Name, unitName(v.Unit)).
			WithHelp("write the value with its unit: %s", written)
	case sheet.InputRange:
		f := diag.Errorf(l.Place, "quote-value", "the text says %s, but %s is an input, whose example in %s is %s", q.Number, v.Name, file, v.Phrase())
		return adviseOnRange(f, v, q, written)
	}
	f := diag.Errorf(l.Place, "quote-value", "the text says %s, but %s is %s in the example of %s", q.Number, v.Name, v.Phrase(), file)
	return adviseOnRange(f, v, q, written)
}

func adviseOnRange(f diag.Fault, v sheet.Shown, q sheet.Quote, written string) diag.Fault {
	if v.IsRecommended(q) {
		return f.WithHelp("%s is the recommended range, which stays plain text: remove the link, or write %s", q.Number, written)
	}
	return f.WithHelp("write %s", written)
}

func unitName(unit string) diag.Text {
	if unit == "" {
		return diag.Textf("none")
	}
	return diag.Textf("%s", unit)
}
