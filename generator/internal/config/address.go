package config

import (
	"regexp"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/toml"
)

// onWeb reports whether s is an absolute web address that a page may link to.
func onWeb(s string) bool { return link.IsWeb(s) && link.IsSafe(s) }

// badURL reports an address, and suggests the one that was most likely meant.
func badURL(r *toml.Reader, key string, f diag.Fault, isGood func(string) bool) {
	if meant := link.Suggest(r.String(key)); meant != "" && isGood(meant) {
		f = f.WithHelp("did you mean %s?", meant)
	}
	r.Report(f)
}

func baseURL(r *toml.Reader) string {
	s := r.String("base_url")
	isGood := func(s string) bool { return onWeb(s) && !strings.ContainsAny(s, "?#") }
	if s != "" && !isGood(s) {
		badURL(r, "base_url", diag.Errorf(r.At("base_url"), "bad-url", "base_url %q is not a URL", s).
			WithHelp("write the full URL of the site, such as https://wiki.example.com/sales/"), isGood)
	}
	if !isGood(s) {
		return ""
	}
	return strings.TrimSuffix(s, "/") + "/"
}

// editURL reads the pattern of the address at which a page's source is edited.
func editURL(r *toml.Reader) string {
	s := r.String("edit_url")
	if s == "" || !placeholdersKnown(r, "edit_url", s, "path") {
		return ""
	}
	isGood := func(s string) bool { return onWeb(filled(s)) && strings.Contains(s, "{path}") }
	if !isGood(s) {
		badURL(r, "edit_url", diag.Errorf(r.At("edit_url"), "bad-url", "edit_url %q is not a URL with {path} in it", s).
			WithHelp("write the URL at which the source is edited, such as https://git.example.com/sales/edit/main/{path}"), isGood)
		return ""
	}
	return s
}

// reportURL reads the pattern of the address for reports of mistakes. It adds all
// placeholders to a mail address that has no query.
func reportURL(r *toml.Reader) string {
	s := r.String("report")
	if s == "" || !placeholdersKnown(r, "report", s, "title", "url", "text") {
		return ""
	}
	isMail := func(s string) bool { return link.Scheme(s) == "mailto" && strings.Contains(s, "@") }
	isGood := func(s string) bool { return (link.IsWeb(s) || isMail(s)) && link.IsSafe(filled(s)) }
	if !isGood(s) {
		badURL(r, "report", diag.Errorf(r.At("report"), "bad-url", "report %q is neither a mail address nor a URL", s).
			WithHelp("write a mail address or a URL, such as mailto:handbook@example.com or https://git.example.com/sales/issues/new?title={title}&body={url} {text}"), isGood)
		return ""
	}
	if isMail(s) && !strings.Contains(s, "?") {
		s += "?subject={title}&body={url}%0D%0A%0D%0A{text}"
	}
	return s
}

// filled replaces the placeholders of an address by a word, which makes it an
// address to check. It escapes spaces in the query, where authors may write them.
func filled(s string) string {
	s = placeholder.ReplaceAllString(s, "x")
	if query := strings.IndexByte(s, '?'); query >= 0 {
		return s[:query] + strings.ReplaceAll(s[query:], " ", "%20")
	}
	return s
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// placeholdersKnown reports the first unknown placeholder of s as a fault, and
// returns false if there is one.
func placeholdersKnown(r *toml.Reader, key, s string, known ...string) bool {
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		if slices.Contains(known, m[1]) {
			continue
		}
		f := diag.Errorf(r.At(key), "unknown-placeholder", "%s does not support the placeholder {%s}", key, m[1])
		if near := diag.Nearest(m[1], known); near != "" {
			f = f.WithHelp("did you mean {%s}?", near)
		} else {
			f = f.WithHelp("the placeholders are {%s}", strings.Join(known, "}, {"))
		}
		r.Report(f)
		return false
	}
	return true
}
