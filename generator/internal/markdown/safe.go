package markdown

import "strings"

// safe tells whether a destination, with its entities resolved, leads where a
// reader may be led. Browsers pass over control characters and space within a
// scheme, so these do not hide one here either.
func safe(destination string) bool {
	cleaned := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F || r >= 0x80 && r <= 0xA0 {
			return -1
		}
		return r
	}, unescape(destination))
	end := strings.IndexAny(cleaned, ":/?#")
	if end < 0 || cleaned[end] != ':' {
		return !strings.Contains(cleaned, `\`)
	}
	switch strings.ToLower(cleaned[:end]) {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}
