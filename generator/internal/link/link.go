// Package link checks the destinations of links, whether an author writes them in a text or
// in site.toml. It has the only list of allowed schemes. A destination is
//
//   - a path relative to the file that it is written in: ../a.md#anchor;
//   - an address with the scheme http, https, mailto or tel.
//
// Check reports any other destination, and addresses that cannot work. Suggest corrects
// common mistakes; the help of a fault shows the corrected destination.
package link

import (
	"fmt"
	"net/url"
	"strings"

	"cairn/generator/internal/diag"
)

// Scheme returns the scheme of a destination in lower case, or "" if the destination is
// relative. Browsers ignore control characters and spaces in a scheme; Scheme does too, so
// that they cannot hide a forbidden scheme.
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
			return "" // a file name that contains a colon
		}
	}
	return name
}

// IsSafe reports whether Check finds no fault in a destination.
func IsSafe(destination string) bool {
	_, bad := Check(destination, diag.Place{})
	return !bad
}

// IsWeb reports whether a destination has the scheme http or https.
func IsWeb(destination string) bool {
	name := Scheme(destination)
	return name == "http" || name == "https"
}

// Check reports a destination with a forbidden scheme, and one that cannot work, at the
// place where it is written.
func Check(destination string, at diag.Place) (fault diag.Fault, bad bool) {
	scheme := Scheme(destination)
	if scheme == "" {
		return checkRelative(destination, at)
	}
	defect, allowed := defect(destination)
	switch {
	case !allowed:
		fault = diag.Warnf(at, "unsafe-link", "the link %q is removed", Shorten(destination)).
			WithHelp("a link is the path of a file, or begins with https:, http:, mailto: or tel:")
	case !defect.IsEmpty():
		fault = diag.Errorf(at, "bad-address", "the link %q does not work: %s", Shorten(destination), defect).
			WithHelp("write the full URL: https://host/path, mailto:name@host or tel:10086")
	default:
		return fault, false
	}
	return withSuggestion(fault, destination), true
}

// withSuggestion replaces the help of a fault by the suggested destination, if there is one.
func withSuggestion(fault diag.Fault, destination string) diag.Fault {
	if suggested := Suggest(destination); suggested != "" {
		return fault.WithHelp("did you mean %s?", suggested)
	}
	return fault
}

// defect describes the first defect of an address with a scheme; it is empty for a valid
// address. allowed reports whether the scheme is allowed.
func defect(address string) (defect diag.Text, allowed bool) {
	_, rest, _ := strings.Cut(address, ":")
	switch Scheme(address) {
	case "http", "https":
		return webDefect(rest), true
	case "mailto":
		return mailDefect(rest), true
	case "tel":
		return telDefect(rest), true
	}
	return diag.Text{}, false
}

// checkRelative checks a destination without a scheme. A path must not contain a backslash,
// which browsers read as a slash and other programs do not. It must not begin with //, which
// names another host; on a page opened from a disk, that host is a file server.
func checkRelative(destination string, at diag.Place) (fault diag.Fault, bad bool) {
	path, anchor, _ := strings.Cut(destination, "#")
	path, _, _ = strings.Cut(path, "?")
	switch {
	case strings.TrimSpace(destination) == "":
		return diag.Errorf(at, "empty-link", "the link has no destination").
			WithHelp("write the path of a file, or a URL"), true
	case path == "" && anchor == "":
		return diag.Warnf(at, "empty-link", "the link %s leads to its own page, so it is removed", destination).
			WithHelp("write the anchor of a heading after the #, or remove the link"), true
	case strings.HasPrefix(path, "//"):
		f := diag.Errorf(at, "bad-address", "the link %q has a host but no scheme", Shorten(destination)).
			WithHelp("write the path relative to this file's folder, or the full URL: https://host/path")
		return withSuggestion(f, destination), true
	case strings.Contains(path, `\`):
		f := diag.Warnf(at, "unsafe-link", "the link %q is removed", Shorten(destination))
		slashes := strings.ReplaceAll(path, `\`, "/")
		if strings.HasPrefix(slashes, "//") {
			return f.WithHelp("readers may not have access to that computer: put the file under content/ and link to it there"), true
		}
		if strings.HasPrefix(slashes, "/") {
			return f.WithHelp("write the path relative to this file's folder, with / instead of \\"), true
		}
		if _, found := strings.CutPrefix(destination, path+"#"); found {
			return f.WithHelp(`write / instead of \: %s#%s`, Escape(Unescape(slashes)), Escape(Unescape(anchor))), true
		}
		return f.WithHelp(`write / instead of \: %s`, Escape(Unescape(slashes))), true
	}
	return fault, false
}

// Shorten returns at most 60 characters of a destination, for use in a message.
func Shorten(destination string) string {
	const limit = 60
	if runes := []rune(destination); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return destination
}

// Unescape decodes percent-encoding. It returns a text with an invalid escape unchanged.
func Unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// Escape encodes a file's path or an anchor as a destination that can be written unquoted in
// Markdown, in a cell of a table, and in any string of TOML.
func Escape(text string) string {
	escaped := escape(text, "%#?&")
	if Scheme(escaped) != "" {
		return "./" + escaped
	}
	return escaped
}

// escape percent-encodes the characters that end a destination in Markdown or TOML, and
// those in more.
func escape(text, more string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if c := text[i]; c <= ' ' || c == 0x7F || strings.IndexByte("\"'()<>\\|`"+more, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
