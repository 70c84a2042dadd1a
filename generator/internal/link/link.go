// Package link knows where a reader may be led. Whatever writes a destination
// into a page, be it an author's link or an address of site.toml, asks here: the
// schemes that are allowed stand in this one list.
package link

import (
	"fmt"
	"net/url"
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

// Safe tells whether a destination leads where a reader may be led.
func IsSafe(destination string) bool {
	_, bad := Check(destination, diag.Place{})
	return !bad
}

// OnWeb tells whether a destination is on the web.
func IsWeb(destination string) bool {
	name := Scheme(destination)
	return name == "http" || name == "https"
}

// Check reports a destination that no reader may be led to, or that leads
// nowhere, wherever an author has written it.
func Check(destination string, at diag.Place) (fault diag.Fault, bad bool) {
	scheme := Scheme(destination)
	if scheme == "" {
		return checkRelative(destination, at)
	}
	defect, allowed := defect(destination)
	switch {
	case !allowed:
		fault = diag.Warnf(at, "unsafe-link", "the link %q is left out", Shorten(destination)).
			WithHelp("a link is a path of a file, or begins with https:, http:, mailto: or tel:")
	case !defect.IsEmpty():
		fault = diag.Errorf(at, "bad-address", "the link %q leads nowhere: %s", Shorten(destination), defect).
			WithHelp("write the whole address: https://host/path, mailto:name@host or tel:10086")
	default:
		return fault, false
	}
	return orMeant(fault, destination), true
}

// orMeant gives a fault the address that was most likely meant as its help, if
// there is one.
func orMeant(fault diag.Fault, destination string) diag.Fault {
	if meant := Suggest(destination); meant != "" {
		return fault.WithHelp("did you mean %s?", meant)
	}
	return fault
}

// defect is what is wrong with an address that has a scheme, empty if nothing is,
// and whether the scheme is allowed.
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

// checkRelative checks a destination without a scheme. A backslash is a slash for
// a browser, and no part of an address otherwise. What begins with // leads to
// another host, which over file:// is a file server.
func checkRelative(destination string, at diag.Place) (fault diag.Fault, bad bool) {
	path, anchor, _ := strings.Cut(destination, "#")
	path, _, _ = strings.Cut(path, "?")
	switch {
	case strings.TrimSpace(destination) == "":
		return diag.Errorf(at, "empty-link", "this leads nowhere: no destination is written").
			WithHelp("write the path of a file, or an address on the web"), true
	case path == "" && anchor == "":
		return diag.Warnf(at, "empty-link", "the link %s leads to the page that it is on, and is left out", destination).
			WithHelp("write the anchor of a heading behind the #, or take the link out"), true
	case strings.HasPrefix(path, "//"):
		f := diag.Errorf(at, "bad-address", "the link %q leads to another host, but does not say how", Shorten(destination)).
			WithHelp("write the path from this file's folder, or the whole address: https://host/path")
		return orMeant(f, destination), true
	case strings.Contains(path, `\`):
		f := diag.Warnf(at, "unsafe-link", "the link %q is left out", Shorten(destination))
		slashes := strings.ReplaceAll(path, `\`, "/")
		if strings.HasPrefix(slashes, "//") {
			return f.WithHelp("a reader may not reach that computer: put the file under content/ and link to it there"), true
		}
		if strings.HasPrefix(slashes, "/") {
			return f.WithHelp("write the path from this file's folder, with / for \\"), true
		}
		if _, found := strings.CutPrefix(destination, path+"#"); found {
			return f.WithHelp(`write / for \: %s#%s`, Escape(Unescape(slashes)), Escape(Unescape(anchor))), true
		}
		return f.WithHelp(`write / for \: %s`, Escape(Unescape(slashes))), true
	}
	return fault, false
}

// Shorten makes a destination fit for a message.
func Shorten(destination string) string {
	const most = 60
	if runes := []rune(destination); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return destination
}

// Unescape resolves %20 and the like. A text that is not escaped stays as it is.
func Unescape(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	return text
}

// Escape writes the path of a file, or an anchor, as a destination that means it
// wherever it is written: in Markdown, in a table, in any text of TOML.
func Escape(text string) string {
	escaped := escape(text, "%#?&")
	if Scheme(escaped) != "" {
		return "./" + escaped
	}
	return escaped
}

// escape escapes the signs that end a destination somewhere, and more.
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
