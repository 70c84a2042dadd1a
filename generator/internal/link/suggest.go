package link

import (
	"net/netip"
	"strings"

	"cairn/generator/internal/diag"
)

// Suggest returns the address that an author most likely meant by a faulty destination, such
// as www.example.com, name@example.com, https：//example.com or http:/example.com. It
// returns "" if no address is likely. Check finds no fault in the result.
func Suggest(destination string) string {
	ascii := asciiUpToPath(strings.TrimFunc(destination, isSpace))
	namesHost := strings.HasPrefix(ascii, "//") && !strings.HasPrefix(ascii, "///")
	for _, candidate := range []string{ascii, withScheme(ascii)} {
		repaired := repair(candidate)
		if defect, allowed := defect(repaired); allowed && defect.IsEmpty() && repaired != destination && (!IsWeb(repaired) || namesHost || hasLikelyHost(repaired)) {
			return repaired
		}
	}
	return ""
}

// hasLikelyHost reports whether the host of a web address is likely a host, and not the
// first folder of a path, as in https:///sales.
func hasLikelyHost(address string) bool {
	_, host, _ := strings.Cut(address, "://")
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	return strings.ContainsAny(host, ".[") || strings.HasPrefix(host, "localhost")
}

// withScheme adds the missing scheme to a text, or corrects a misspelt one. It returns "" if
// no scheme is likely.
func withScheme(text string) string {
	if rest := strings.TrimLeft(text, "/"); len(text)-len(rest) >= 2 {
		return "https://" + rest
	}
	first, _, _ := strings.Cut(text, "/")
	host, port, hasPort := strings.Cut(first, ":")
	switch {
	case strings.Count(first, "@") == 1 && first == text:
		return "mailto:" + text
	case len(text) >= 5 && strings.Trim(text, "+-0123456789") == "":
		return "tel:" + text
	case isLikelyHost(host) && (port == "" || !hasPort || strings.Trim(port, "0123456789") == ""):
		if _, err := netip.ParseAddr(host); err == nil || host == "localhost" {
			return "http://" + text // such a host rarely has a certificate
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

// isLikelyHost reports whether a text is more likely a host than the name of a file.
func isLikelyHost(text string) bool {
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

// repair corrects the form of an address. A web address gets two slashes after the scheme,
// loses a user name before the host, and gets its path escaped. A telephone number loses
// its spaces, a mail address the spaces around it. Other addresses are returned unchanged.
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
	authority, folders, slash := strings.Cut(path, "/")
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	if slash {
		authority += "/"
	}
	return strings.ToLower(strings.TrimFunc(scheme, isSpace)) + "://" + escape(authority+folders+rest[end:], "")
}

// HalfWidth replaces full-width characters, which Chinese keyboards type, by ASCII.
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

// asciiUpToPath replaces full-width characters of an address by ASCII, up to the third
// slash. The path after it may contain full-width characters.
func asciiUpToPath(address string) string {
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
