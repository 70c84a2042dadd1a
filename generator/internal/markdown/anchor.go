package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxAnchor bounds an anchor, in bytes.
const maxAnchor = 120

// Anchor is a heading's text as an anchor: lower case, hyphens for spaces,
// without punctuation.
func Anchor(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFC.String(strings.TrimSpace(heading))) {
		size := b.Len()
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.Mn, r), r == '_':
			b.WriteRune(r)
		case (unicode.IsSpace(r) || r == '-') && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() > maxAnchor {
			return strings.TrimRight(b.String()[:size], "-")
		}
	}
	return strings.TrimRight(b.String(), "-")
}

// anchors gives each heading of a document an anchor of its own.
type anchors map[string]bool

func (a anchors) unique(heading string) string {
	base := Anchor(heading)
	if base == "" || reserved(base) {
		base = strings.TrimSuffix("h-"+base, "-")
	}
	id := base
	for n := 2; a[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	a[id] = true
	return id
}

// reserved tells names that an element with that id would take over in a
// script, and those that layouts use.
func reserved(id string) bool {
	switch id {
	case "location", "document", "window", "self", "top", "parent", "name", "status", "history", "navigator",
		"constructor", "prototype", "tostring", "valueof", "hasownproperty", "main", "search", "sidebar", "contents":
		return true
	}
	return strings.HasPrefix(id, "_") || strings.HasPrefix(id, "search-") || strings.HasPrefix(id, "fn-")
}
