package link

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"cairn/generator/internal/diag"
)

// webDefect is what is wrong with an address on the web, whose scheme and colon
// are cut off; empty if nothing is.
func webDefect(rest string) diag.Text {
	authority, found := strings.CutPrefix(rest, "//")
	if end := strings.IndexAny(authority, "/?#"); end >= 0 {
		authority = authority[:end]
	}
	beforeQuery, _, _ := strings.Cut(rest, "?")
	beforeQuery, _, _ = strings.Cut(beforeQuery, "#")
	switch {
	case !found || authority == "":
		return diag.Textf("there is no host in it")
	case strings.ContainsFunc(rest, isHidden):
		return diag.Textf("there is an invisible character in it")
	case strings.ContainsFunc(rest, isSpace):
		return diag.Textf("there is a space in it")
	case strings.Contains(beforeQuery, `\`):
		return diag.Textf("there is a \\ in it")
	case strings.Contains(authority, "@"):
		return diag.Textf("what is before the @ hides where it leads")
	}
	host, port, found := authority, "", false
	if end := strings.LastIndexByte(authority, ':'); end > strings.LastIndexByte(authority, ']') && (authority[0] != '[' || end > 0 && authority[end-1] == ']') {
		host, port, found = authority[:end], authority[end+1:], true
	}
	if n, err := strconv.ParseUint(port, 10, 16); found && (err != nil || n == 0) {
		return diag.Textf("%q is not a port", port)
	}
	return hostDefect(host)
}

// hostDefect is what is wrong with the name or number of a host.
func hostDefect(host string) diag.Text {
	if inner, bracket := strings.CutPrefix(host, "["); bracket {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		if err != nil || !address.Is6() || !strings.HasSuffix(inner, "]") {
			return diag.Textf("%q is not a host", host)
		}
		return diag.Text{}
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		notInLabel := func(r rune) bool {
			return r != '-' && r != '_' && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) || r >= '！' && r <= '～'
		}
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInLabel) {
			return diag.Textf("%q is not a host", host)
		}
	}
	return diag.Text{}
}

// mailDefect is what is wrong with the addresses of a mail. Without any, a mail
// that has a subject asks its writer for them.
func mailDefect(rest string) diag.Text {
	addresses, query, _ := strings.Cut(rest, "?")
	if addresses == "" && query != "" {
		return diag.Text{}
	}
	for address := range strings.SplitSeq(addresses, ",") {
		at := strings.LastIndexByte(address, '@')
		if at < 1 || strings.ContainsFunc(address, isSpace) || strings.ContainsAny(address[:at], `@\/#:`) {
			return diag.Textf("there is no address of mail in it")
		}
		if defect := hostDefect(address[at+1:]); !defect.IsEmpty() {
			return defect
		}
	}
	return diag.Text{}
}

// telDefect is what is wrong with the number of a telephone.
func telDefect(rest string) diag.Text {
	if !strings.ContainsAny(rest, "0123456789") || strings.ContainsFunc(rest, isSpace) {
		return diag.Textf("there is no number without spaces in it")
	}
	return diag.Text{}
}

// isSpace tells what no address has in it.
func isSpace(r rune) bool { return unicode.IsSpace(r) || isHidden(r) }

// isHidden recognises characters that are invisible in an address and take no space.
func isHidden(r rune) bool {
	return unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
}

// Suggest is the address that an author most likely meant with a destination that is
// none: www.example.com, name@example.com, https：//example.com, http:/example.com.
// It is "" where nothing comes near, and never what Check reports.
func Suggest(destination string) string {
	folded := fold(strings.TrimFunc(destination, isSpace))
	namesHost := strings.HasPrefix(folded, "//") && !strings.HasPrefix(folded, "///")
	for _, candidate := range []string{folded, withScheme(folded)} {
		meant := repair(candidate)
		if defect, allowed := defect(meant); allowed && defect.IsEmpty() && meant != destination && (!IsWeb(meant) || namesHost || hasPlace(meant)) {
			return meant
		}
	}
	return ""
}

// hasPlace tells whether the host of an address is one of the web, and not the
// first folder of a path: https:///sales.
func hasPlace(address string) bool {
	_, host, _ := strings.Cut(address, "://")
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	return strings.ContainsAny(host, ".[") || strings.HasPrefix(host, "localhost")
}

// withScheme puts before a text the scheme that it most likely lacks.
func withScheme(text string) string {
	if rest := strings.TrimLeft(text, "/"); len(text)-len(rest) >= 2 {
		return "https://" + rest
	}
	first, _, _ := strings.Cut(text, "/")
	host, port, numbered := strings.Cut(first, ":")
	switch {
	case strings.Count(first, "@") == 1 && first == text:
		return "mailto:" + text
	case len(text) >= 5 && strings.Trim(text, "+-0123456789") == "":
		return "tel:" + text
	case isHost(host) && (port == "" || !numbered || strings.Trim(port, "0123456789") == ""):
		if _, err := netip.ParseAddr(host); err == nil || host == "localhost" {
			return "http://" + text // no certificate names it
		}
		return "https://" + text
	}
	if end := strings.IndexAny(text, ":;/"); end > 0 { // htps://, https;//, http//
		if scheme := diag.Nearest(strings.ToLower(text[:end]), []string{"https", "http", "mailto"}); scheme != "" && strings.HasPrefix(strings.TrimLeft(text[end:], ":;"), "//") {
			return scheme + ":" + strings.TrimLeft(text[end:], ":;")
		}
	}
	return ""
}

// isHost tells what is much more likely the name of a host than that of a file.
func isHost(text string) bool {
	if _, err := netip.ParseAddr(text); err == nil || text == "localhost" {
		return true
	}
	if !hostDefect(text).IsEmpty() || !strings.Contains(text, ".") {
		return false
	}
	switch lower := strings.ToLower(text); lower[strings.LastIndexByte(lower, '.')+1:] {
	case "com", "cn", "net", "org", "gov", "edu", "io", "dev", "example", "top", "hk", "tw":
		return true
	default:
		return strings.HasPrefix(lower, "www.") && strings.Count(lower, ".") > 1
	}
}

// repair writes an address on the web with the slashes that its scheme wants, and without
// what may not stand before its host, a number without spaces, and an address of mail without
// those around it.
func repair(address string) string {
	scheme, rest, _ := strings.Cut(address, ":")
	switch Scheme(address) {
	case "http", "https":
	case "tel":
		return "tel:" + strings.ReplaceAll(rest, " ", "")
	case "mailto":
		return "mailto:" + strings.TrimFunc(rest, isSpace)
	default:
		return address
	}
	end := len(rest)
	if query := strings.IndexAny(rest, "?#"); query >= 0 {
		end = query
	}
	path := strings.TrimLeft(strings.ReplaceAll(rest[:end], `\`, "/"), "/")
	authority, behind, slash := strings.Cut(path, "/")
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	if slash {
		authority += "/"
	}
	return strings.ToLower(strings.TrimFunc(scheme, isSpace)) + "://" + escape(authority+behind+rest[end:], "")
}

// HalfWidth maps full-width punctuation of a Chinese keyboard to ASCII.
func HalfWidth(destination string) string { return strings.Map(halfWidth, destination) }

func halfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r + '!' - '！'
	case r == '。':
		return '.'
	}
	return r
}

// fold gives the half-width signs for those of a Chinese keyboard, up to where the
// path of an address begins.
func fold(address string) string {
	var b strings.Builder
	slashes := 0
	for i, r := range address {
		if slashes == 3 {
			return b.String() + address[i:]
		}
		if r = halfWidth(r); r == '/' {
			slashes++
		}
		b.WriteRune(r)
	}
	return b.String()
}
