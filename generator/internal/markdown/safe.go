package markdown

import "strings"

// scheme is the scheme of a destination in lower case, "" for one that is
// relative to the page. Browsers pass over control characters and space in it,
// so these do not hide one here either.
func scheme(destination string) string {
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

// safe tells whether a destination leads where a reader may be led. A backslash
// is a slash for a browser, and no part of an address otherwise.
func safe(destination string) bool {
	switch scheme(destination) {
	case "":
		path, _, _ := strings.Cut(destination, "#")
		path, _, _ = strings.Cut(path, "?")
		return !strings.Contains(path, `\`)
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// external tells whether a destination is on the web.
func external(destination string) bool {
	name := scheme(destination)
	return name == "http" || name == "https" || strings.HasPrefix(destination, "//")
}
