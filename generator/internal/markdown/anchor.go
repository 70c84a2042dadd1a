package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxAnchor bounds an anchor, in bytes.
const maxAnchor = 120

// Anchor is a heading's text as an anchor: lower case, hyphens for spaces,
// without punctuation.
func Anchor(heading string) string {
	b := make([]byte, 0, min(len(heading), maxAnchor))
	for _, r := range norm.NFC.String(strings.ToLower(heading)) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '_':
		case (unicode.IsSpace(r) || r == '-') && len(b) > 0 && b[len(b)-1] != '-':
			r = '-'
		default:
			continue
		}
		if len(b)+utf8.RuneLen(r) > maxAnchor {
			return strings.TrimRight(string(b), "-")
		}
		b = utf8.AppendRune(b, r)
	}
	return strings.TrimRight(string(b), "-")
}

// anchors gives each heading of a document an anchor of its own. It knows those
// it gave, each with the number to try next for a heading of the same words.
type anchors map[string]int

func (a anchors) unique(heading string) string {
	base := Anchor(heading)
	if base == "" || reserved(base) {
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

// reserved tells names that mean something to a script or that layouts use. The
// ids of footnotes have a colon, which no anchor has.
func reserved(id string) bool {
	switch id {
	case "location", "document", "window", "self", "top", "parent", "name", "status", "history", "navigator",
		"constructor", "prototype", "tostring", "valueof", "hasownproperty",
		"main", "navigation", "search", "sidebar", "contents":
		return true
	}
	return strings.HasPrefix(id, "_") || strings.HasPrefix(id, "search-") || strings.HasPrefix(id, "reader-") ||
		strings.HasSuffix(id, "-title")
}
