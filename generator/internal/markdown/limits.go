package markdown

import (
	"strings"

	"cairn/generator/internal/diag"
)

const (
	maxParagraph = 32 << 10 // bytes
	maxContainer = 50       // nested lists and quotations
	maxColumns   = 100      // of a table
	maxFootnotes = 1000
	maxOpen      = 1_200_000 // containers that are open, of all lines together
)

// checkLimits finds what the library takes more than linear time for.
func checkLimits(body string, start diag.Place) []diag.Fault {
	var faults []diag.Fault
	paragraph, previous := 0, 0 // the length of the lines without a blank one between; the start of the line before
	footnotes, open := 0, openContainers{}
	for at := 0; at < len(body); {
		line, _, _ := strings.Cut(body[at:], "\n")
		before := paragraph
		paragraph += len(line) + 1
		if blank(line) {
			paragraph = 0
		}
		if paragraph > maxParagraph && before <= maxParagraph {
			faults = append(faults, diag.Errorf(start.At(at), "paragraph-limit", "a paragraph is longer than 32 kB").
				WithHelp("put an empty line between its parts"))
		}
		if containers(line) > maxContainer {
			faults = append(faults, diag.Errorf(start.At(at), "nesting-limit", "more than %d nested lists and quotations", maxContainer).
				WithHelp("take some of the > and - signs, or of the indentation, away"))
		}
		if open.exceeded(line) {
			faults = append(faults, diag.Errorf(start.At(at), "nesting-limit", "too many lines within nested lists and quotations").
				WithHelp("take empty lines out, or nest less"))
		}
		if columns(line) > maxColumns {
			faults = append(faults, diag.Errorf(start.At(previous), "column-limit", "a table of more than %d columns", maxColumns).
				WithHelp("split the table"))
		}
		if isFootnote(line) {
			if footnotes++; footnotes == maxFootnotes+1 {
				faults = append(faults, diag.Errorf(start.At(at), "footnote-limit", "more than %d footnotes", maxFootnotes).
					WithHelp("split the page"))
			}
		}
		previous, at = at, at+len(line)+1
	}
	return faults
}

// blank tells a line that ends a paragraph, in a quotation too.
func blank(line string) bool {
	for i := 0; i < len(line); i++ {
		if c := line[i]; c != ' ' && c != '\t' && c != '>' {
			return false
		}
	}
	return true
}

// containers is how many containers a line is in, as far as the line itself
// tells: one for each mark of a quotation or a list item, and one for each two
// columns that the first mark is moved in.
func containers(line string) int {
	marks, columns := nesting(line)
	if marks == 0 {
		return 0
	}
	return marks + columns/2
}

// nesting is how many marks of containers a line begins with, and how many
// columns it is moved in beside them.
func nesting(line string) (marks, columns int) {
	for i := 0; i < len(line) && marks+columns/2 <= maxContainer; {
		switch width := markWidth(line[i:]); {
		case width > 0:
			marks++
			i += width
		case line[i] == ' ':
			columns++
			i++
		case line[i] == '\t':
			columns += 4
			i++
		default:
			return marks, columns
		}
	}
	return marks, columns
}

// openContainers sums up the containers that are open at each line, since the
// library looks at all of them again: those of the paragraph before, as long as
// blank lines follow it.
type openContainers struct {
	sum, depth  int
	isParagraph bool
}

// exceeded counts a line, and tells whether it is the one that is too much.
func (o *openContainers) exceeded(line string) bool {
	if blank(line) {
		o.isParagraph = false
	} else {
		marks, columns := nesting(line)
		depth := marks + columns/2
		if o.isParagraph {
			depth = max(depth, o.depth)
		}
		o.depth, o.isParagraph = depth, true
	}
	before := o.sum
	o.sum += o.depth
	return o.sum > maxOpen && before <= maxOpen
}

// markWidth is the width of the mark of a container that line begins with, the
// space behind it included: "> ", "- ", "1. ".
func markWidth(line string) int {
	width := 1
	switch c := line[0]; {
	case c == '>':
		return len(line) - len(strings.TrimPrefix(line[1:], " "))
	case c == '-' || c == '+' || c == '*':
		if strings.Trim(line, string(c)+" \t") == "" { // a thematic break
			return 0
		}
	case c >= '0' && c <= '9':
		for width < len(line) && line[width] >= '0' && line[width] <= '9' {
			width++
		}
		if width == len(line) || line[width] != '.' && line[width] != ')' {
			return 0
		}
		width++
	default:
		return 0
	}
	if width < len(line) && line[width] != ' ' && line[width] != '\t' {
		return 0
	}
	return min(width+1, len(line))
}

// columns is the number of columns of a table whose second line this is.
func columns(line string) int {
	line = strings.Trim(line, "> \t")
	bars := strings.Count(line, "|")
	if bars < maxColumns || strings.Trim(line, "|-: \t") != "" {
		return 0
	}
	return len(strings.Split(strings.Trim(line, "|"), "|"))
}

// isFootnote tells a line that explains a footnote: [^1]: the text.
func isFootnote(line string) bool {
	return strings.HasPrefix(strings.TrimLeft(line, "> \t"), "[^") && strings.Contains(line, "]:")
}
