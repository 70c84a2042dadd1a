package drawing

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// form is one of the two forms of a drawing. Its unit is a CSS pixel where the form fills its column.
type form struct {
	class       string
	width       float64
	main, small float64 // sizes of text
}

func forms() []form { return []form{{"wide", 608, 15, 13.5}, {"narrow", 320, 14, 12.5}} }

// canvas collects the shapes and the texts of a form.
type canvas struct {
	form
	height float64
	behind string // a path of lines behind all else
	shapes strings.Builder
	texts  []text
}

// text is a line of text.
type text struct {
	x, y, size float64 // of the baseline's start, middle or end
	anchor     string  // "", "middle" or "end"
	class      string
	words      string
}

// line is the distance between the baselines of two lines of a size.
func line(size float64) float64 { return math.Round(size * 1.4) }

// add adds a line of text.
func (c *canvas) add(t text) {
	if t.words != "" {
		c.texts = append(c.texts, t)
	}
}

// block adds a text in lines of a width below y, and returns where it ends.
func (c *canvas) block(t text, most float64) (bottom float64) {
	y := t.y
	for _, words := range wrap(t.words, most/t.size) {
		t.words, t.y = words, y+line(t.size)-0.35*t.size
		c.add(t)
		y += line(t.size)
	}
	return y
}

// shape writes an element with numbers as attributes: name, value, name, value …
func (c *canvas) shape(element, class string, attributes ...any) {
	c.shapes.WriteString("<" + element)
	if class != "" {
		c.shapes.WriteString(` class="` + class + `"`)
	}
	for i := 0; i < len(attributes); i += 2 {
		c.shapes.WriteString(" " + attributes[i].(string) + `="`)
		switch value := attributes[i+1].(type) {
		case float64:
			c.shapes.WriteString(tenth(value))
		case string:
			c.shapes.WriteString(value)
		}
		c.shapes.WriteString(`"`)
	}
	c.shapes.WriteString("/>")
}

// rect draws a rectangle.
func (c *canvas) rect(class string, x, y, width, height float64) {
	c.shape("rect", class, "x", x, "y", y, "width", width, "height", height)
}

// points lists the corners of a polygon.
func points(coordinates ...float64) string {
	var b strings.Builder
	for i, x := range coordinates {
		switch {
		case i > 0 && i%2 == 0:
			b.WriteByte(' ')
		case i > 0:
			b.WriteByte(',')
		}
		b.WriteString(tenth(x))
	}
	return b.String()
}

// svg returns the form as an element with a name.
func (c *canvas) svg(name string) string {
	var b strings.Builder
	b.WriteString(`<svg class="` + c.class + `" viewBox="0 0 ` + tenth(c.width) + " " + tenth(c.height) + `" role="img" aria-label="` + html.EscapeString(name) + `">`)
	if c.behind != "" {
		b.WriteString(`<path class="rule" d="` + c.behind + `"/>`)
	}
	b.WriteString(c.shapes.String())
	for _, t := range c.texts {
		b.WriteString(`<text x="` + tenth(t.x) + `" y="` + tenth(t.y) + `" font-size="` + tenth(t.size) + `"`)
		if t.anchor != "" {
			b.WriteString(` text-anchor="` + t.anchor + `"`)
		}
		if t.class != "" {
			b.WriteString(` class="` + t.class + `"`)
		}
		b.WriteString(">" + html.EscapeString(t.words) + "</text>")
	}
	b.WriteString("</svg>")
	return b.String()
}

// tenth writes a number with at most one decimal.
func tenth(x float64) string {
	x = math.Round(x*10) / 10
	return strconv.FormatFloat(x+0, 'f', -1, 64) // -0 is 0
}
