package render

import (
	"regexp"
	"strconv"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// located matches the place in an error of html/template. The column counts bytes from 0;
// only errors of execution have one.
var located = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:\s]+):(\d+)(?::(\d+))?: (.*)$`)

// executing matches the text before the cause in an error of html/template.
var executing = regexp.MustCompile(`(?s)^executing "[^"]*" at (<.*?>): (.*)$`)

// fault converts an error of html/template into a fault at its place in the layout. p is
// the rendered page, or nil for an error of parsing.
func (l *Layouts) fault(err error, p *site.Page) diag.Fault {
	message := err.Error()
	at := diag.WholeFile(Root)
	if m := located.FindStringSubmatch(message); m != nil {
		at, message = l.place(m[1], m[2], m[3]), m[4]
	}
	if m := executing.FindStringSubmatch(message); m != nil {
		message = m[1] + ": " + m[2]
	}
	f := diag.Errorf(at, "layout", "%s", message)
	if p != nil {
		return f.WithHelp("the fault occurs on the page %s", source(p))
	}
	return f.WithHelp("correct the layout, or remove it to use the layout of the theme")
}

func (l *Layouts) place(name, line, column string) diag.Place {
	file := Root + "/" + name
	text := l.texts[file]
	offset := 0
	for n, _ := strconv.Atoi(line); n > 1; n-- {
		offset += strings.IndexByte(text[offset:], '\n') + 1
	}
	n, _ := strconv.Atoi(column)
	return diag.Place{File: file, Offset: min(offset+n, len(text))}
}

// Texts are the texts of the layouts' files, from which diagnostics take lines and columns.
func (l *Layouts) Texts() map[string]string { return l.texts }
