package drawing

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// The largest numbers of elements and of characters that a phone can show.
const (
	maxSteps   = 8
	maxRoles   = 9
	maxRows    = 12
	maxColumns = 60 // of a timeline: a year in weeks, and some before it
	maxLevels  = 4

	maxName = 14
	maxNote = 36
	maxUnit = 4
	maxPart = 16
	maxSize = 1e12
)

// list reads a list of tables with lo to hi elements.
func list(r *toml.Reader, key string, lo, hi int) []*toml.Reader {
	r.Require(key)
	readers := r.Tables(key)
	if n := len(readers); r.Has(key) && (n < lo && n > 0 || n > hi) {
		r.Report(diag.Errorf(r.At(key), "drawing-size", "%s has %d entries, but a drawing shows %d to %d", key, n, lo, hi).
			WithHelp("draw what the text speaks of, and leave out the rest"))
	}
	return readers
}

// words reads a text of at most so many characters, of which letters and digits count half.
func words(r *toml.Reader, key string, most float64) string {
	s := strings.Join(strings.Fields(r.String(key)), " ")
	if r.IsText(key) && s == "" {
		r.Report(diag.Errorf(r.At(key), "empty-text", "%s is empty", key).WithHelp("write what the drawing shows, or remove the key"))
	}
	if width(s) > most {
		r.Report(diag.Errorf(r.At(key), "long-text", "%s is longer than %d characters; letters and digits count for half", key, int(most)).
			WithHelp("shorten it: the text beside the drawing says the rest"))
	}
	return s
}

// name reads the required name of an element.
func name(r *toml.Reader) string {
	r.Require("name")
	return words(r, "name", maxName)
}

// whole reads a whole number from lo to hi.
func whole(r *toml.Reader, key string, fallback, lo, hi int) int {
	n := r.Int(key, fallback)
	if n < lo || n > hi {
		r.Report(outOfRange(r.At(key), key, strconv.Itoa(n), strconv.Itoa(lo), strconv.Itoa(hi)))
		return fallback
	}
	return n
}

func outOfRange(at diag.Place, key, value, lo, hi string) diag.Fault {
	return diag.Errorf(at, "out-of-range", "%s is %s, but must be %s to %s", key, value, lo, hi).
		WithHelp("write a number in this range")
}

func (d *Drawing) readFunnel(r *toml.Reader) {
	d.unit = words(r, "unit", maxUnit)
	readers := list(r, "steps", 2, maxSteps)
	for _, r := range readers {
		s := step{name: name(r), share: words(r, "share", maxPart), note: words(r, "note", maxNote)}
		r.Require("number")
		s.number, s.size = number(r)
		d.steps = append(d.steps, s)
		r.Finish()
	}
	for i, r := range readers {
		if i == len(readers)-1 {
			if d.steps[i].share != "" {
				r.Report(diag.Warnf(r.At("share"), "last-share", "the last step has a share, but no step follows").
					WithHelp("remove it; a share is written at the step that it starts from"))
			}
			break
		}
		d.checkShare(r, i)
	}
}

// number reads the number of a step, which may be a range such as "24–36".
func number(r *toml.Reader) (shown string, size float64) {
	if !r.IsText("number") {
		size = r.Float("number", 0)
		if r.Has("number") && !(size >= 0 && size <= maxSize) {
			r.Report(outOfRange(r.At("number"), "number", format(size), "0", format(maxSize)))
			return "", 0
		}
		return group(format(size)), size
	}
	shown = strings.TrimSpace(words(r, "number", maxPart))
	low, high, isRange := strings.Cut(strings.NewReplacer("-", "–", "—", "–", "～", "–", "~", "–", ",", "", " ", "").Replace(shown), "–")
	from, err := strconv.ParseFloat(low, 64)
	to := from
	if isRange && err == nil {
		to, err = strconv.ParseFloat(high, 64)
	}
	if shown != "" && (err != nil || !(from >= 0 && from <= to && to <= maxSize)) {
		r.Report(diag.Errorf(r.At("number"), "no-number", "cannot read the number %s", toml.Quote(shown)).
			WithHelp("write a number, such as 24, or a range in quotes: \"24–36\""))
		return "", 0
	}
	return shown, (from + to) / 2
}

// checkShare computes the share of a step that has none, and compares one that has with the numbers.
func (d *Drawing) checkShare(r *toml.Reader, i int) {
	s, next := &d.steps[i], d.steps[i+1]
	if s.size <= 0 || r.IsText("number") || strings.Contains(next.number, "–") || next.size > s.size {
		return
	}
	share := next.size / s.size * 100
	if s.share == "" {
		s.share = format(math.Round(share)) + "%"
		return
	}
	before, _, isPercent := strings.Cut(s.share, "%")
	at := strings.LastIndexFunc(before, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	said, err := strconv.ParseFloat(before[at+1:], 64)
	if isPercent && err == nil && math.Abs(said-share) > 1 {
		r.Report(diag.Warnf(r.At("share"), "wrong-share", "the share is %s%%, but %s of %s is %s%%", before[at+1:], next.number, s.number, format(math.Round(share))).
			WithHelp("correct one of the three, or remove the share: it is then computed"))
	}
}

func (d *Drawing) readTimeline(r *toml.Reader) {
	d.unit = words(r, "unit", maxUnit)
	r.Require("unit")
	for _, r := range list(r, "rows", 1, maxRows) {
		row := row{name: name(r), note: words(r, "note", maxNote)}
		row.point = r.Has("at")
		switch hasSpan := r.Has("from") || r.Has("to"); {
		case row.point && hasSpan:
			r.Report(diag.Errorf(r.At("at"), "row-time", "the row has both at and from or to").
				WithHelp("write at for a point, from and to for a span"))
		case !row.point:
			r.Require("from", "to")
		}
		row.from = whole(r, "from", 1, -maxColumns, maxColumns)
		row.to = whole(r, "to", row.from, -maxColumns, maxColumns)
		if at := whole(r, "at", 1, -maxColumns, maxColumns); row.point {
			row.from, row.to = at, at
		}
		if row.from > row.to && r.Has("from") {
			r.Report(diag.Errorf(r.At("from"), "row-time", "from is %d, after to, which is %d", row.from, row.to).WithHelp("swap the two"))
		}
		d.rows = append(d.rows, row)
		r.Finish()
	}
	if first, last := d.span(); last-first >= maxColumns {
		r.Report(diag.Errorf(r.At("rows"), "drawing-size", "the timeline is longer than %d", maxColumns).
			WithHelp("use a larger unit: months in place of weeks"))
	}
}

// span returns the first and the last number on the axis of a timeline.
func (d *Drawing) span() (first, last int) {
	for i, r := range d.rows {
		if i == 0 || r.from < first {
			first = r.from
		}
		if i == 0 || r.to > last {
			last = r.to
		}
	}
	return first, last
}

func (d *Drawing) readCalendar(r *toml.Reader) {
	d.start = whole(r, "start", 1, 1, 12)
	for _, r := range list(r, "rows", 1, maxRows) {
		r.Require("months")
		row := row{name: name(r), note: words(r, "note", maxNote)}
		row.months, _ = months(r, "months")
		peaks, places := months(r, "peaks")
		row.peaks = peaks
		for i, month := range peaks {
			if !slices.Contains(row.months, month) && len(row.months) > 0 {
				r.Report(diag.Errorf(places[i], "peak", "month %d is in peaks, but not in months", month).
					WithHelp("add it to months: a peak is a part of them"))
			}
		}
		d.rows = append(d.rows, row)
		r.Finish()
	}
}

// months reads a list of months.
func months(r *toml.Reader, key string) (months []int, places []diag.Place) {
	numbers, at := r.Floats(key)
	for i, n := range numbers {
		if n != math.Trunc(n) || n < 1 || n > 12 {
			r.Report(outOfRange(at[i], key, format(n), "1", "12"))
			continue
		}
		months, places = append(months, int(n)), append(places, at[i])
	}
	return months, places
}

// says lists what a role may say.
func says() []string { return []string{"decides", "advises", "uses", "blocks"} }

func (d *Drawing) readChain(r *toml.Reader) {
	readers := list(r, "roles", 2, maxRoles)
	for _, r := range readers {
		r.Require("say")
		role := role{name: name(r), say: r.String("say"), concern: words(r, "concern", maxNote), to: words(r, "to", maxName)}
		if r.Has("met") {
			role.unmet = !r.Bool("met")
		}
		if r.IsText("say") && !slices.Contains(says(), role.say) {
			f := diag.Errorf(r.At("say"), "unknown-say", "unknown say %s", toml.Quote(role.say))
			if nearest := diag.Nearest(strings.ToLower(role.say), says()); nearest != "" {
				r.Report(f.WithHelp("did you mean %s?", nearest))
			} else {
				r.Report(f.WithHelp("write one of %s", strings.Join(says(), ", ")))
			}
		}
		if role.name != "" && d.role(role.name) >= 0 {
			r.Report(diag.Errorf(r.At("name"), "role-twice", "two roles are named %s", role.name).WithHelp("give one of them another name"))
		}
		d.roles = append(d.roles, role)
		r.Finish()
	}
	for i, r := range readers {
		d.checkRole(r, i)
	}
}

// role returns the index of the role with a name, -1 if there is none.
func (d *Drawing) role(name string) int {
	return slices.IndexFunc(d.roles, func(r role) bool { return r.name == name })
}

// checkRole checks that the roles above a role exist, are not too many, and do not lead back to it.
func (d *Drawing) checkRole(r *toml.Reader, i int) {
	to := d.roles[i].to
	if to == "" {
		return
	}
	if d.role(to) < 0 {
		var names []string
		for _, role := range d.roles {
			names = append(names, role.name)
		}
		f := diag.Errorf(r.At("to"), "unknown-role", "no role is named %s", to)
		if nearest := diag.Nearest(to, names); nearest != "" {
			r.Report(f.WithHelp("did you mean %s?", nearest))
		} else {
			r.Report(f.WithHelp("write the name of one of the roles: %s", strings.Join(names, ", ")))
		}
		return
	}
	levels := 1
	for at := i; d.roles[at].to != ""; levels++ {
		if at = d.role(d.roles[at].to); at < 0 {
			return // it has a fault of its own
		}
		if at == i {
			r.Report(diag.Errorf(r.At("to"), "role-circle", "the roles above %s lead back to it", d.roles[i].name).
				WithHelp("remove to from the role that nobody is above"))
			return
		}
		if levels > len(d.roles) {
			return // a circle above the role
		}
	}
	if levels > maxLevels {
		r.Report(diag.Errorf(r.At("to"), "drawing-size", "the chain has more than %d levels", maxLevels).
			WithHelp("draw what the text speaks of, and leave out the rest"))
	}
}

// format writes a number with at most two decimals.
func format(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

// group separates the thousands of a number.
func group(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	return whole
}
