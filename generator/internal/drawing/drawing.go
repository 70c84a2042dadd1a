// Package drawing draws pictures from data. An author writes the data in a block of code of a
// page, in TOML, with one of four kinds behind the language:
//
//	```toml funnel
//	unit = "家"
//	steps = [
//	  { name = "新拓", number = 24, note = "开通试用" },
//	  { name = "线索", number = 18, share = "8/15，约 53%" },
//	  { name = "方案", number = "9–10" },
//	]
//	```
//
//	funnel    steps: name, number (a number, or a range in quotes), share (that goes on to the
//	          next step; computed from plain numbers if it is absent), note; unit of the numbers
//	timeline  rows: name, from and to, or at, and a note; unit of the numbers on its axis
//	chain     roles: name, say (decides, advises, uses or blocks), concern, to (the name of the role
//	          above), met (false: nobody has met the person)
//	calendar  rows: name, months, peaks, note; start, the month in the first column
//
// A drawing has two forms, of which the style sheet shows one: for a column of text on a desktop, and
// for a phone. Each is an SVG whose colours are classes. Its layout is computed from the
// approximate widths of the characters, because nobody knows the reader's font. All data are
// also a text, for readers who do not see the picture and for the search.
package drawing

import (
	"slices"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Kinds lists the kinds of drawings.
func Kinds() []string { return []string{"funnel", "timeline", "chain", "calendar"} }

// Drawing is one picture.
type Drawing struct {
	kind string
	unit string

	steps []step // of a funnel
	roles []role // of a chain
	start int    // of a calendar: the month in the first column
	rows  []row  // of a timeline or a calendar
}

// step is a step of a funnel.
type step struct {
	name, number, share, note string
	size                      float64 // the length of its bar; the middle of a range
}

// role is a person in a decision chain.
type role struct {
	name, say, concern, to string
	unmet                  bool
}

// row is a line of a timeline or a calendar.
type row struct {
	name, note    string
	from, to      int // of a timeline; equal for a point
	point         bool
	months, peaks []int // of a calendar
}

// Words are the texts of the interface in a drawing. They are comparable.
type Words struct {
	Kinds, Says                   [4]string // in the order of Kinds and of says
	Next, Above, Unmet, Nth, Peak string
	Months                        string // twelve names with | between them
	Comma, Semicolon, Colon, List string
	Open, Close                   string
	Enlarge, Shut                 string // the button that opens a picture large, and the one that closes it
}

// WordsOf selects the words from the texts of the interface by table and key.
func WordsOf(texts map[string]string) Words {
	return Words{
		Kinds: [4]string{texts["drawing.funnel"], texts["drawing.timeline"], texts["drawing.chain"], texts["drawing.calendar"]},
		Says:  [4]string{texts["drawing.decides"], texts["drawing.advises"], texts["drawing.uses"], texts["drawing.blocks"]},
		Next:  texts["drawing.next"], Above: texts["drawing.above"], Unmet: texts["drawing.unmet"],
		Nth: texts["drawing.nth"], Peak: texts["drawing.peak"], Months: texts["locale.months"],
		Comma: texts["locale.comma"], Semicolon: texts["locale.semicolon"], Colon: texts["locale.colon"], List: texts["locale.list"],
		Open: texts["locale.open"], Close: texts["locale.close"],
		Enlarge: texts["drawing.enlarge"], Shut: texts["drawing.close"],
	}
}

// say returns the word for what a role does.
func (w Words) say(say string) string {
	if i := slices.Index(says(), say); i >= 0 {
		return w.Says[i]
	}
	return ""
}

// Parse reads text[start:end] of a file as the data of a kind. The drawing is nil if an error
// leaves it without sense.
func Parse(file, text string, start, end int, kind string) (*Drawing, []diag.Fault) {
	table, faults := toml.Parse(file, text, start, end)
	if table == nil {
		return nil, faults
	}
	d := &Drawing{kind: kind}
	r := toml.NewReader(table, &faults)
	switch kind {
	case "funnel":
		d.readFunnel(r)
	case "timeline":
		d.readTimeline(r)
	case "chain":
		d.readChain(r)
	case "calendar":
		d.readCalendar(r)
	}
	r.Finish()
	if slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Severity == diag.Error }) {
		return nil, faults
	}
	return d, faults
}
