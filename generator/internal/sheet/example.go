package sheet

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
)

// Example holds what a template's worksheet shows before a reader types anything: each value by
// the name of its <output> or of its input. Texts of other pages quote these values (see Quote).
type Example struct {
	Values map[string]Shown
	units  []string // the parts of all units: 万元, 家 and 年 of 万元/家·年
	forms  quoteForms
}

// Shown is a value as the worksheet shows it.
type Shown struct {
	Name      string // KEY, KEY@2027-03, KEY~VARIABLE
	Unit      string // "" if it has none
	Kind      ShownKind
	Number    float64 // a percentage as 25 for 25 %
	Text      string  // a date as 2027-10-29
	Why       Why     // of a blank value; a part of a year without a number has none
	Recommend string  // the recommended range: 3–5
	Input     bool    // the reader enters it
	Anchor    string  // of the element that shows it, or its value for the whole year, on the worksheet's page; "" for a constant
}

// ShownKind is what a shown value is.
type ShownKind string

// The kinds of shown values.
const (
	IsNumber ShownKind = "number"
	IsDate   ShownKind = "date"
	IsText   ShownKind = "text"
	IsBlank  ShownKind = "blank"
)

// ExampleOf returns a function that evaluates a template when it is first called: most templates
// are quoted nowhere.
func ExampleOf(t *goal.Template) func() *Example {
	return sync.OnceValue(func() *Example { return Evaluate(t, nil).example() })
}

func (s *Sheet) example() *Example {
	e := &Example{Values: map[string]Shown{}, forms: newQuoteForms()}
	e.addInputs(s)
	for _, c := range s.Template.Constants {
		e.add(Shown{Name: c.Key, Unit: c.Unit, Kind: IsNumber, Number: c.Value, Text: formula.Display(c.Value, -1)})
	}
	for _, row := range s.Funnel {
		e.addResult(row.Result, "", row.Anchor())
	}
	for _, r := range s.Process {
		e.addResult(r.Result, r.Range, r.Anchor())
	}
	e.addResults(s.Values)
	for _, row := range s.Plan {
		e.addRow(row)
	}
	for _, v := range s.Variables {
		for _, r := range v.Inputs {
			e.addResult(r, "", fieldAnchor(r.Of()))
		}
	}
	for _, row := range s.Compared {
		for _, cell := range row.With {
			e.addResult(cell.Result, "", cell.Anchor())
		}
	}
	return e
}

func (e *Example) add(v Shown) {
	if _, known := e.Values[v.Name]; known {
		return
	}
	e.Values[v.Name] = v
	for _, unit := range strings.FieldsFunc(v.Unit, isUnitSign) {
		if !slices.Contains(e.units, unit) {
			e.units = append(e.units, unit)
		}
	}
}

func (e *Example) addInputs(s *Sheet) {
	for _, g := range s.Groups {
		for _, in := range g.Inputs {
			v := Shown{Name: in.Key, Unit: in.Unit, Kind: IsText, Text: in.Text, Recommend: in.Range, Input: true, Anchor: fieldAnchor(in.Key)}
			x, isNumber := s.values.Number(in.Key)
			switch {
			case isNumber:
				v.Kind, v.Number = IsNumber, inUnit(in.Unit, x)
			case in.Text == "":
				v.Kind, v.Why = IsBlank, Why{"why_" + string(formula.Missing), in.Label}
			case in.Kind == goal.KindDate:
				v.Kind = IsDate
			}
			e.add(v)
		}
	}
}

// addRow adds a period of the plan with its weeks.
func (e *Example) addRow(row Row) {
	e.addResults(row.Cells)
	e.addResults(row.Goals)
	for _, week := range row.Weeks {
		e.addRow(week)
	}
}

func (e *Example) addResults(all []Result) {
	for _, r := range all {
		e.addResult(r, "", r.Anchor())
	}
}

func (e *Example) addResult(r Result, recommend, anchor string) {
	v := Shown{Name: r.Key, Unit: r.Unit, Kind: IsBlank, Text: r.Text, Why: r.Why, Recommend: recommend, Anchor: anchor}
	if x, err := strconv.ParseFloat(r.Raw, 64); err == nil {
		v.Kind, v.Number = IsNumber, inUnit(r.Unit, x)
	} else if r.Raw != "" {
		v.Kind = IsDate
	}
	e.add(v)
}

// fieldAnchor returns the id of an input's field.
func fieldAnchor(key string) string { return "field-" + key }

// Anchor returns the id of the element that shows a value, the same for all of its parts.
func (r Result) Anchor() string { return "value-" + r.Of() }

// inUnit returns a number as it stands before its unit: a share of 1 as a percentage. Through
// decimal digits, 0.07 becomes 7 exactly.
func inUnit(unit string, x float64) float64 {
	if unit != "%" {
		return x
	}
	text := strings.ReplaceAll(strings.TrimSuffix(formula.DisplayPercent(x, -1), "%"), ",", "")
	number, _ := strconv.ParseFloat(text, 64)
	return number
}

// Phrase returns the value with its unit.
func (v Shown) Phrase() string { return v.Text + unitBehind(v.Unit) }

// Names returns the names of all values in sorted order.
func (e *Example) Names() []string { return slices.Sorted(maps.Keys(e.Values)) }
