// Package link knows where a reader may be led. Whatever writes a destination
// into a page, be it an author's link or an address of site.toml, asks here: the
// schemes that are allowed stand in this one list.
package link

import (
	"fmt"
	"strings"

	"cairn/generator/internal/diag"
)

// Scheme is the scheme of a destination in lower case, "" for one that is
// relative to the page. Browsers pass over control characters and space in it,
// so these do not hide one here either.
func Scheme(destination string) string {
	end := strings.IndexAny(destination, ":/?#")
	if end < 0 || destination[end] != ':' {
		return ""
	}
	name := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7F && r <= 0xA0 {
			return -1
		}
		return r
	}, destination[:end]))
	for i, r := range name {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return "" // a file's name with a colon
		}
	}
	return name
}

// Safe tells whether a destination leads where a reader may be led. A backslash
// is a slash for a browser, and no part of an address otherwise.
func Safe(destination string) bool {
	switch Scheme(destination) {
	case "":
		path, _, _ := strings.Cut(destination, "#")
		path, _, _ = strings.Cut(path, "?")
		return !strings.Contains(path, `\`)
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// OnWeb tells whether a destination is on the web.
func OnWeb(destination string) bool {
	name := Scheme(destination)
	return name == "http" || name == "https" || strings.HasPrefix(destination, "//")
}

// Check tells of a destination that no reader may be led to, wherever an author
// has written it.
func Check(destination string, at diag.Place) (fault diag.Fault, unsafe bool) {
	if Safe(destination) {
		return fault, false
	}
	f := diag.Warnf(at, "unsafe-link", "the link %q is left out", Shorten(destination))
	if Scheme(destination) == "" {
		return f.WithHelp(`write / for \`), true
	}
	return f.WithHelp("a link is a path of a file, or begins with https:, http:, mailto: or tel:"), true
}

// Shorten makes a destination fit for a message.
func Shorten(destination string) string {
	const most = 60
	if runes := []rune(destination); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return destination
}

// Escape writes the path of a file, or an anchor, as a destination that means it
// wherever it is written: in Markdown, in a table, in any text of TOML.
func Escape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if c := text[i]; c <= ' ' || c == 0x7F || strings.IndexByte("\"'()<>\\|`%#?&", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	if Scheme(b.String()) != "" {
		return "./" + b.String()
	}
	return b.String()
}
