package markdown

import (
	"strings"

	"cairn/generator/internal/diag"
)

const (
	maxParagraph = 32 << 10 // bytes
	maxContainer = 50       // nested lists and quotations
	maxColumns   = 100      // of a table
)

// checkLimits finds what the library takes more than linear time for.
func checkLimits(body string, start diag.Place) []diag.Fault {
	var faults []diag.Fault
	paragraph := 0
	for at := 0; at < len(body); {
		line, _, _ := strings.Cut(body[at:], "\n")
		here := start.At(at)
		if strings.TrimSpace(line) == "" {
			paragraph = 0
		} else {
			before := paragraph
			paragraph += len(line) + 1
			if paragraph > maxParagraph && before <= maxParagraph {
				faults = append(faults, diag.Errorf(here, "paragraph-limit", "a paragraph is longer than 32 kB").
					WithHelp("put an empty line between its parts"))
			}
		}
		if containers(line) > maxContainer {
			faults = append(faults, diag.Errorf(here, "nesting-limit", "more than %d nested lists and quotations", maxContainer).
				WithHelp("take some of the > and - signs, or of the indentation, away"))
		}
		if strings.Count(line, "|") > maxColumns+1 {
			faults = append(faults, diag.Errorf(here, "column-limit", "a table of more than %d columns", maxColumns).
				WithHelp("split the table"))
		}
		at += len(line) + 1
	}
	return faults
}

// containers is at least the number of containers that a line opens or
// continues.
func containers(line string) int {
	marks, spaces := 0, 0
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == ' ':
			spaces++
		case c == '\t':
			spaces += 4
		case c == '>' || c == '-' || c == '+' || c == '*':
			marks++
		case c >= '0' && c <= '9' || c == '.' || c == ')':
		default:
			return marks + spaces/4
		}
	}
	if marks > 2 && strings.Trim(line, "-*_ \t") == "" { // a thematic break
		return 0
	}
	return marks + spaces/4
}
