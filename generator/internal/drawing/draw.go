package drawing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// SVG returns both forms of the drawing.
func (d *Drawing) SVG(words Words) string {
	var b strings.Builder
	name := d.Text(words)
	for _, form := range forms() {
		b.WriteString(d.draw(form, words).svg(name) + "\n")
	}
	return b.String()
}

// draw lays one form out.
func (d *Drawing) draw(f form, words Words) *canvas {
	c := &canvas{form: f}
	switch d.kind {
	case "funnel":
		d.drawFunnel(c)
	case "timeline":
		d.drawTimeline(c)
	case "calendar":
		d.drawCalendar(c, words)
	case "chain":
		d.drawChain(c, words)
	}
	return c
}

func (c *canvas) isWide() bool { return c.class == "wide" }

// labels is the width of the column of names in a wide form.
const labels = 172

// label writes a name and a note below it; in a wide form at the left, otherwise over the whole width.
func (c *canvas) label(name, note string, y float64) (bottom float64) {
	most := c.width
	if c.isWide() {
		most = labels
	}
	y = c.block(text{y: y, size: c.main, class: "name", words: name}, most)
	return c.block(text{y: y, size: c.small, class: "soft", words: note}, most)
}

// drawFunnel draws a bar for each step, whose length is true to the step's number, and the share that
// goes on between two bars.
func (d *Drawing) drawFunnel(c *canvas) {
	const bar, gap = 22, 12
	left, largest, beside := 0.0, 0.0, 0.0
	if c.isWide() {
		left = labels + 20
	}
	numbers := make([]string, len(d.steps))
	for i, s := range d.steps {
		numbers[i] = strings.TrimSpace(s.number + " " + d.unit)
		largest, beside = max(largest, s.size), max(beside, width(numbers[i])*c.main+gap)
	}
	full, y := c.width-left-beside, 0.0
	length := func(s step) float64 { return max(2, s.size/max(largest, 1e-9)*full) }
	for i, s := range d.steps {
		top, bottom := y, y
		if bottom = c.label(s.name, s.note, y); !c.isWide() {
			top = bottom + 4
		}
		c.rect("strong", left, top, length(s), bar)
		c.add(text{x: left + length(s) + gap/2, y: top + bar/2 + 0.36*c.main, size: c.main, class: "name", words: numbers[i]})
		y = max(bottom, top+bar)
		if i == len(d.steps)-1 {
			break
		}
		y = max(y+10, top+bar+line(c.small)+14)
		if c.isWide() { // the bars narrow to the next one
			next := length(d.steps[i+1])
			c.shape("polygon", "pale", "points", points(left, top+bar, left+length(s), top+bar, left+next, y, left, y))
		} else {
			y += 8
		}
		if s.share != "" {
			c.add(text{x: left + 8, y: (top+bar+y)/2 + 0.36*c.small, size: c.small, class: "soft", words: "↓ " + s.share})
		}
		if !c.isWide() {
			y += 2
		}
	}
	c.height = y + 2
}

// grid is the time in columns, with a row for each span.
type grid struct {
	left, step, y float64
}

// newGrid writes the heads of the columns, as many as fit.
func newGrid(c *canvas, heads []string, unit string) *grid {
	g, right := &grid{y: line(c.small) + 6}, c.width
	if c.isWide() {
		g.left = labels + 20
		c.add(text{x: g.left - 8, y: c.small, size: c.small, anchor: "end", class: "soft", words: unit})
	} else if unit != "" { // behind the heads
		c.add(text{x: right, y: c.small, size: c.small, anchor: "end", class: "soft", words: unit})
		right -= width(unit)*c.small + 6
	}
	g.step = (right - g.left) / float64(len(heads))
	widest := 0.0
	for _, head := range heads {
		widest = max(widest, width(head)*c.small+4)
	}
	every := 1
	for float64(every)*g.step < widest {
		every++
	}
	for i, end := 0, g.left; i < len(heads); i += every {
		x := g.left + (float64(i)+0.5)*g.step
		x = min(max(x, g.left+widest/2), right-widest/2)
		if x-widest/2 >= end-0.5 { // the last one may be moved to the left
			c.add(text{x: x, y: c.small, size: c.small, anchor: "middle", class: "soft", words: heads[i]})
			end = x + widest/2
		}
	}
	return g
}

// row writes the label of a row and a line above it. It returns where its bars begin.
func (g *grid) row(c *canvas, r row) (top float64) {
	const bar = 16
	c.shape("path", "rule", "d", "M0,"+tenth(g.y)+"h"+tenth(c.width))
	bottom := c.label(r.name, r.note, g.y+6)
	if top = g.y + 8; !c.isWide() {
		top = bottom + 4
	}
	g.y = max(bottom, top+bar) + 8
	return top
}

// bar draws a span of columns.
func (g *grid) bar(c *canvas, class string, from, to int, top float64) {
	c.rect(class, g.left+float64(from)*g.step+1, top, float64(to-from+1)*g.step-2, 16)
}

func (d *Drawing) drawTimeline(c *canvas) {
	first, last := d.span()
	heads := []string{}
	for n := first; n <= last; n++ {
		heads = append(heads, minus(strconv.Itoa(n)))
	}
	g := newGrid(c, heads, d.unit)
	for _, r := range d.rows {
		top := g.row(c, r)
		if r.point {
			x, y := g.left+(float64(r.from-first)+0.5)*g.step, top+8
			x = min(max(x, 8), c.width-8)
			c.shape("polygon", "strong", "points", points(x, y-8, x+8, y, x, y+8, x-8, y))
			continue
		}
		g.bar(c, "strong", r.from-first, r.to-first, top)
	}
	c.height = g.y
}

// minus writes a negative number with a minus sign as long as a digit.
func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

func (d *Drawing) drawCalendar(c *canvas, words Words) {
	heads := []string{}
	for i := range 12 {
		heads = append(heads, strconv.Itoa((d.start-1+i)%12+1))
	}
	g := newGrid(c, heads, unitOfMonths(words))
	for _, r := range d.rows {
		top := g.row(c, r)
		for _, run := range runs(d.columns(r.months)) {
			g.bar(c, "pale", run[0], run[1], top)
		}
		for _, run := range runs(d.columns(r.peaks)) {
			g.bar(c, "strong", run[0], run[1], top)
		}
	}
	c.height = g.y
	for _, quarter := range []float64{3, 6, 9} {
		c.behind += "M" + tenth(g.left+quarter*g.step) + "," + tenth(line(c.small)+6) + "V" + tenth(c.height)
	}
}

// unitOfMonths returns what the names of all months have in common: 月 of 1 月, 2 月 …
func unitOfMonths(words Words) string {
	unit := ""
	for i, month := range strings.Split(words.Months, "|") {
		rest, ok := strings.CutPrefix(month, strconv.Itoa(i+1))
		if rest = strings.TrimSpace(rest); !ok || i > 0 && rest != unit {
			return ""
		}
		unit = rest
	}
	return unit
}

// columns returns the columns of months, sorted and without repetition.
func (d *Drawing) columns(months []int) (columns []int) {
	for _, month := range months {
		columns = append(columns, (month-d.start+12)%12)
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

// runs joins consecutive numbers to spans.
func runs(sorted []int) (runs [][2]int) {
	for _, n := range sorted {
		if last := len(runs) - 1; last >= 0 && runs[last][1] == n-1 {
			runs[last][1] = n
			continue
		}
		runs = append(runs, [2]int{n, n})
	}
	return runs
}

// Text says all data of the drawing: its kind, and a part for each element.
func (d *Drawing) Text(words Words) string {
	var parts []string
	for _, s := range d.steps {
		part := s.name + " " + strings.TrimSpace(s.number+" "+d.unit)
		if s.note != "" {
			part += words.Open + s.note + words.Close
		}
		if s.share != "" && len(parts) < len(d.steps)-1 {
			part += words.Comma + fmt.Sprintf(words.Next, s.share)
		}
		parts = append(parts, part)
	}
	for _, r := range d.roles {
		parts = append(parts, r.text(words))
	}
	for _, r := range d.rows {
		when := ""
		if d.kind == "timeline" {
			numbers := minus(strconv.Itoa(r.from))
			if r.to != r.from {
				numbers += "–" + minus(strconv.Itoa(r.to))
			}
			when = fmt.Sprintf(words.Nth, numbers, d.unit)
		} else {
			when = d.monthsText(r.months, words)
			if len(r.peaks) > 0 {
				when += words.Comma + fmt.Sprintf(words.Peak, d.monthsText(r.peaks, words))
			}
		}
		part := r.name + words.Colon + when
		if r.note != "" {
			part += words.Comma + r.note
		}
		parts = append(parts, part)
	}
	return words.Kinds[slices.Index(Kinds(), d.kind)] + words.Colon + strings.Join(parts, words.Semicolon)
}

// text says the data of a role.
func (r role) text(words Words) string {
	part := r.name + words.Open + words.say(r.say)
	if r.unmet {
		part += words.Comma + words.Unmet
	}
	part += words.Close
	if r.concern != "" {
		part += words.Colon + r.concern
	}
	if r.to != "" {
		part += words.Comma + fmt.Sprintf(words.Above, r.to)
	}
	return part
}

// monthsText lists spans of months.
func (d *Drawing) monthsText(months []int, words Words) string {
	name := func(column int) string {
		month := (d.start - 1 + column) % 12
		if names := strings.Split(words.Months, "|"); month < len(names) && words.Months != "" {
			return names[month]
		}
		return strconv.Itoa(month + 1)
	}
	var spans []string
	for _, run := range runs(d.columns(months)) {
		if run[0] == run[1] {
			spans = append(spans, name(run[0]))
			continue
		}
		from := name(run[0])
		if unit := unitOfMonths(words); unit != "" {
			from = strings.TrimSpace(strings.TrimSuffix(from, unit))
		}
		spans = append(spans, from+"–"+name(run[1]))
	}
	return strings.Join(spans, words.List)
}
