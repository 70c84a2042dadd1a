package diag

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Diagnostic is a fault in the form that is printed, with its line and column. Both start at
// 1, and the column counts characters. A fault that concerns the whole file has line 1 and
// column 1.
type Diagnostic struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Help     string `json:"help"`
	Source   string `json:"-"` // the line of text at the fault's place
}

// Resolve turns faults into diagnostics in the catalogue's language; the nil catalogue is
// English. They are sorted by file, place and English message. Of equal faults it keeps the
// first. texts returns the text of a source file, or "".
func (c Catalogue) Resolve(faults []Fault, texts func(file string) string) []Diagnostic {
	sorted := slices.Clone(faults)
	slices.SortStableFunc(sorted, func(a, b Fault) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Offset, b.Offset),
			cmp.Compare(a.Severity, b.Severity),
			cmp.Compare(a.Message.String(), b.Message.String()),
			cmp.Compare(a.Help.String(), b.Help.String()),
		)
	})
	var out []Diagnostic
	var file, text string // the text is that of the file
	for _, f := range sorted {
		d := Diagnostic{
			File:     f.File,
			Severity: f.Severity.String(),
			Code:     f.Code,
			Message:  c.Say(f.Message),
			Help:     c.Say(f.Help),
		}
		if f.Offset >= 0 && (text == "" || f.File != file) { // a file may be read again for its text
			file, text = f.File, texts(f.File)
		}
		d.Line, d.Column, d.Source = locate(text, f.Place)
		if len(out) == 0 || !sameFault(out[len(out)-1], d) {
			out = append(out, d)
		}
	}
	return out
}

// sameFault reports whether two diagnostics describe one fault, such as a layout that
// fails on every page. Their help may differ.
func sameFault(a, b Diagnostic) bool {
	a.Help, b.Help = "", ""
	return a == b
}

// locate returns the line and column of a place in a text, and the text of that line.
func locate(text string, at Place) (line, column int, source string) {
	if at.Offset < 0 {
		return 1, 1, ""
	}
	offset := min(at.Offset, len(text))
	before := text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	source, _, _ = strings.Cut(text[start:], "\n")
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1, source
}

// String returns the diagnostic in the form file:line:column: that editors can jump to, with
// the help on the next line.
func (d Diagnostic) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s: %s", Visible(d.File, ""), d.Line, d.Column, d.Severity, strings.ReplaceAll(d.Message, "\n", "\n    "))
	if d.Help != "" {
		b.WriteString("\n    " + strings.ReplaceAll(d.Help, "\n", "\n    "))
	}
	return b.String()
}

// Print writes each diagnostic on a line, followed by its help.
func Print(w io.Writer, diagnostics []Diagnostic) error {
	for _, d := range diagnostics {
		if _, err := fmt.Fprintln(w, d); err != nil {
			return err
		}
	}
	return nil
}

// PrintJSON writes each diagnostic as a JSON object on a line.
func PrintJSON(w io.Writer, diagnostics []Diagnostic) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, d := range diagnostics {
		if err := enc.Encode(d); err != nil {
			return err
		}
	}
	return nil
}

// Count counts errors and warnings.
func Count(diagnostics []Diagnostic) (errors, warnings int) {
	for _, d := range diagnostics {
		switch d.Severity {
		case Error.String():
			errors++
		case Warning.String():
			warnings++
		}
	}
	return errors, warnings
}
