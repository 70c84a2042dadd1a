package link

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"cairn/generator/internal/diag"
)

// webDefect describes the first defect of a web address. rest is the address after the colon
// of its scheme. This and the following functions return an empty text for a valid address.
func webDefect(rest string) diag.Text {
	authority, found := strings.CutPrefix(rest, "//")
	if end := strings.IndexAny(authority, "/?#"); end >= 0 {
		authority = authority[:end]
	}
	beforeQuery, _, _ := strings.Cut(rest, "?")
	beforeQuery, _, _ = strings.Cut(beforeQuery, "#")
	switch {
	case !found || authority == "":
		return diag.Textf("it has no host")
	case strings.ContainsFunc(rest, isHidden):
		return diag.Textf("it contains an invisible character")
	case strings.ContainsFunc(rest, isSpace):
		return diag.Textf("it contains a space")
	case strings.Contains(beforeQuery, `\`):
		return diag.Textf("it contains a \\")
	case strings.Contains(authority, "@"):
		return diag.Textf("the part before @ hides the real host")
	}
	host, port, found := authority, "", false
	if end := strings.LastIndexByte(authority, ':'); end > strings.LastIndexByte(authority, ']') && (authority[0] != '[' || end > 0 && authority[end-1] == ']') {
		host, port, found = authority[:end], authority[end+1:], true
	}
	if n, err := strconv.ParseUint(port, 10, 16); found && (err != nil || n == 0) {
		return diag.Textf("%q is not a valid port", port)
	}
	return hostDefect(host)
}

// hostDefect describes the first defect of a host's name or IP address.
func hostDefect(host string) diag.Text {
	if inner, bracket := strings.CutPrefix(host, "["); bracket {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		if err != nil || !address.Is6() || !strings.HasSuffix(inner, "]") {
			return diag.Textf("%q is not a valid host", host)
		}
		return diag.Text{}
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		notInLabel := func(r rune) bool {
			return r != '-' && r != '_' && !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Digit) || r >= '！' && r <= '～'
		}
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, notInLabel) {
			return diag.Textf("%q is not a valid host", host)
		}
	}
	return diag.Text{}
}

// mailDefect describes the first defect of a mailto address. The address may lack recipients
// if it has a query, such as a subject: the reader then fills them in.
func mailDefect(rest string) diag.Text {
	addresses, query, _ := strings.Cut(rest, "?")
	if addresses == "" && query != "" {
		return diag.Text{}
	}
	for address := range strings.SplitSeq(addresses, ",") {
		at := strings.LastIndexByte(address, '@')
		if at < 1 || strings.ContainsFunc(address, isSpace) || strings.ContainsAny(address[:at], `@\/#:`) {
			return diag.Textf("it contains no mail address")
		}
		if defect := hostDefect(address[at+1:]); !defect.IsEmpty() {
			return defect
		}
	}
	return diag.Text{}
}

// telDefect describes the first defect of a telephone number.
func telDefect(rest string) diag.Text {
	if !strings.ContainsAny(rest, "0123456789") || strings.ContainsFunc(rest, isSpace) {
		return diag.Textf("it has no phone number without spaces")
	}
	return diag.Text{}
}

// isSpace reports whether a character is white space or hidden, which no address contains.
func isSpace(r rune) bool { return unicode.IsSpace(r) || isHidden(r) }

// isHidden reports whether a character is invisible and has no width.
func isHidden(r rune) bool {
	return unicode.IsControl(r) && !unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
}
