package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Anchor is a heading's text as an anchor, the same as Git hosts make: in lower
// case, a hyphen for each space, and without any other sign.
func Anchor(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || inAnchor(r):
			return r
		}
		return -1
	}, norm.NFC.String(strings.ToLower(text)))
}

// inAnchor tells the characters of words. Numbers such as ① and ² are signs.
func inAnchor(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic)
}

// isID tells whether an author may give a heading this anchor.
func isID(id string) bool {
	return id != "" && strings.IndexFunc(id, func(r rune) bool { return !inAnchor(r) && r != '-' && r != '.' }) < 0
}

// anchors makes the anchors of a document different, as Git hosts do: those that
// were given, and of each how often it was asked for again.
type anchors map[string]int

// unique is "" for the first heading without a word: nothing leads to it.
func (a anchors) unique(text string) string {
	base := Anchor(text)
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

// maxFormer bounds a former anchor, in bytes.
const maxFormer = 120

// FormerAnchor is the anchor that a heading had before they were those of Git
// hosts, and that a term of the glossary has: runs of spaces and hyphens are one
// hyphen, and none is at an end.
func FormerAnchor(text string) string {
	b := make([]byte, 0, min(len(text), maxFormer))
	for _, r := range norm.NFC.String(strings.ToLower(text)) {
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

// formerAnchors gives each heading of a document the anchor under which it was
// published before: it knows those it gave, each with the number to try next.
type formerAnchors map[string]int

func (a formerAnchors) unique(text string) string {
	base := FormerAnchor(text)
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

// formerlyReserved tells names that no heading had for its anchor, since scripts
// and layouts used them.
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
