package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
)

// Asks are what people type when they mean a section, in their own words. An author writes
// them in a block of code with the info string asks, one a line, anywhere under the heading:
//
//	```asks
//	领导不见我
//	老板一直约不上咋整
//	```
//
// The page does not show them; the search finds the section by them as by its heading. The
// block must not be in a list or a quotation, where its section would be in doubt.

// The key asks of a goal template and of a term in the glossary lists asks, too.

// MaxAsk is the largest number of characters of an ask. The search index has 64 places for each.
const MaxAsk = 60

// AskReader reads the asks of a page.
type AskReader struct {
	known map[string]bool // in lower case
}

// Read returns an ask without the spaces around it. An ask that the search cannot find, or that
// the page has already, is a fault.
func (r *AskReader) Read(text string, at diag.Place) (ask string, fault diag.Fault, ok bool) {
	ask = strings.TrimSpace(text)
	key := strings.Join(strings.Fields(fold(ask)), " ")
	switch {
	case utf8.RuneCountInString(ask) > MaxAsk:
		return "", diag.Errorf(at, "long-ask", "the ask is longer than %d characters", MaxAsk).
			WithHelp("write the few words that people type into the search"), false
	case !strings.ContainsFunc(ask, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
		return "", diag.Errorf(at, "empty-ask", "the ask has no letter, digit or Chinese character").
			WithHelp("write the words that people type into the search, or remove it"), false
	case r.known[key]:
		return "", diag.Warnf(at, "ask-twice", "the page has this ask twice").
			WithHelp("keep it under the heading that answers it best"), false
	}
	if r.known == nil {
		r.known = map[string]bool{}
	}
	r.known[key] = true
	return ask, fault, true
}

// ReadList reads a list of asks. It leaves out those with a fault.
func (r *AskReader) ReadList(texts []string, places []diag.Place) (asks []string, at []diag.Place, faults []diag.Fault) {
	for i, text := range texts {
		if ask, fault, ok := r.Read(text, places[i]); ok {
			asks, at = append(asks, ask), append(at, places[i])
		} else {
			faults = append(faults, fault)
		}
	}
	return asks, at, faults
}

// isAsks reports whether a block of code has asks.
func (w *writer) isAsks(n *ast.FencedCodeBlock) bool {
	return !w.strict && strings.EqualFold(string(n.Language(w.source)), "asks")
}

// asksBlock reads a block of asks. It writes nothing.
func (w *writer) asksBlock(n *ast.FencedCodeBlock) {
	_, end := w.codeLines(n)
	switch {
	case n.Parent().Kind() != ast.KindDocument:
		w.report(diag.Errorf(w.place(n), "nested-asks", "this block of asks is in a list, a quotation or a footnote").
			WithHelp("write it without indentation, directly under the heading that it belongs to"))
		return
	case end == len(w.source):
		w.doc.Unread = true
		w.report(diag.Errorf(w.place(n), "asks-end", "this block of asks does not end, so the page ends here").
			WithHelp("end it with a line that has only ```"))
		return
	}
	section := &w.section
	if w.askedSection < len(w.doc.Sections) { // a quotation since the heading has one of its own
		section = &w.doc.Sections[w.askedSection]
	}
	empty := true
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text := w.source[line.Start:line.Stop]
		trimmed := bytes.TrimSpace(text)
		if len(trimmed) == 0 {
			continue
		}
		empty = false
		at := w.start.At(line.Start + bytes.Index(text, trimmed))
		ask, fault, ok := w.asks.Read(string(trimmed), at)
		if !ok {
			w.report(fault)
			continue
		}
		section.Asks, section.AsksAt = append(section.Asks, ask), append(section.AsksAt, at)
	}
	if empty {
		w.report(diag.Warnf(w.place(n), "no-ask", "this block of asks is empty").
			WithHelp("write what people type into the search when they mean this section, one ask a line, or remove the block"))
	}
}
