package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Anchor returns the anchor that Git hosts generate from a heading's text: in lower case, with
// a hyphen for each space, and without other punctuation.
func Anchor(text string) string { return anchorOf(fold(text)) }

// fold returns a text in lower case, from which anchors are made.
func fold(text string) string { return norm.NFC.String(strings.ToLower(text)) }

func anchorOf(folded string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || inAnchor(r):
			return r
		}
		return -1
	}, folded)
}

// inAnchor reports whether an anchor keeps a character: letters, marks, decimal digits and
// _. Numbers such as ① and ² are dropped like punctuation.
func inAnchor(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic)
}

// isID reports whether an author may write this anchor behind a heading.
func isID(id string) bool {
	return id != "" && strings.IndexFunc(id, func(r rune) bool { return !inAnchor(r) && r != '-' && r != '.' }) < 0
}

// anchors numbers equal anchors of a document as Git hosts do. It maps each anchor in use
// to the number of times it was requested again.
type anchors map[string]int

// unique returns an anchor, with a number behind it if it is in use. It returns "" for
// the first heading without letters or digits, which has no anchor.
func (a anchors) unique(base string) string {
	id := base
	for a.has(id) {
		a[base]++
		id = base + "-" + strconv.Itoa(a[base])
	}
	a[id] = 0
	return id
}

func (a anchors) has(id string) bool {
	_, given := a[id]
	return given
}

// maxFormer is the maximum length of a former anchor in bytes.
const maxFormer = 120

// FormerAnchor returns the anchor that earlier versions of Cairn gave a heading, and that a
// glossary term has: every run of spaces and hyphens becomes one hyphen, and hyphens
// at both ends are removed.
func FormerAnchor(text string) string { return formerAnchorOf(fold(text)) }

func formerAnchorOf(folded string) string {
	b := make([]byte, 0, min(len(folded), maxFormer))
	for _, r := range folded {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '_':
		case (unicode.IsSpace(r) || r == '-') && len(b) > 0 && b[len(b)-1] != '-':
			r = '-'
		default:
			continue
		}
		if len(b)+utf8.RuneLen(r) > maxFormer {
			break
		}
		b = utf8.AppendRune(b, r)
	}
	return strings.TrimRight(string(b), "-")
}

// formerAnchors computes the former anchor of each heading of a document. It maps each
// anchor in use to the next number to try.
type formerAnchors map[string]int

func (a formerAnchors) unique(base string) string {
	if base == "" || formerlyReserved(base) {
		base = strings.TrimSuffix("h-"+base, "-")
	}
	id := base
	for a[id] > 0 {
		a[base]++
		id = base + "-" + strconv.Itoa(a[base])
	}
	a[id]++
	return id
}

// formerlyReserved reports names that earlier versions did not use as anchors, because
// scripts and layouts used them as ids.
func formerlyReserved(id string) bool {
	switch id {
	case "location", "document", "window", "self", "top", "parent", "name", "status", "history", "navigator",
		"constructor", "prototype", "tostring", "valueof", "hasownproperty",
		"main", "navigation", "search", "sidebar", "contents":
		return true
	}
	return strings.HasPrefix(id, "_") || strings.HasPrefix(id, "search-") || strings.HasPrefix(id, "reader-") ||
		strings.HasSuffix(id, "-title")
}
