package content

import (
	"io/fs"
	"net/url"
	"path"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
	"cairn/generator/internal/toml"
)

// Absence is why a page is not for readers; "" if it is.
type Absence string

// The reasons.
const (
	Draft   Absence = "draft"
	Early   Absence = "early"   // the day on which it is published is to come
	Expired Absence = "expired" // its last day is past
)

// Absence tells whether the page is for readers on a day.
func (m *FrontMatter) Absence(today string) Absence {
	switch {
	case m.Draft:
		return Draft
	case m.Publish != "" && today < string(m.Publish):
		return Early
	case m.Expires != "" && today > string(m.Expires):
		return Expired
	}
	return ""
}

// readDays reads the first and the last day on which a page is published.
func readDays(r *toml.Reader) (publish, expires toml.Date) {
	publish, expires = r.Date("publish"), r.Date("expires")
	if publish != "" && expires != "" && expires < publish {
		r.Report(diag.Errorf(r.At("expires"), "never-published", "the page expires on %s, before it is published on %s", expires, publish).
			WithHelp("give it a later last day, or remove one of the two"))
	}
	return publish, expires
}

// Alias is a former address of a page, and where it is written.
type Alias struct {
	Path string
	At   diag.Place
}

// readAliases reads the former addresses of a page.
func readAliases(r *toml.Reader) []Alias {
	var aliases []Alias
	texts, places := r.StringsAt("aliases")
	for i, alias := range texts {
		if isAddress(alias) {
			aliases = append(aliases, Alias{alias, places[i]})
			continue
		}
		f := diag.Errorf(places[i], "bad-alias", "the alias %q is not the address of a page", alias)
		switch meant := likelyAddress(alias); {
		case meant == "":
			f = f.WithHelp("write it from the site's root, such as old/path.html")
		case Root+"/"+strings.TrimSuffix(meant, ".html")+".md" == places[i].File:
			f = f.WithHelp("take it out: it is the page's own address")
		default:
			f = f.WithHelp("write it from the site's root: %s", meant)
		}
		r.Report(f)
	}
	return aliases
}

// isAddress tells whether s is where a page can be published.
func isAddress(s string) bool {
	return fs.ValidPath(s) && path.Ext(s) == ".html" && path.Base(s) != ".html" && !strings.ContainsAny(s, `\?#%`)
}

// likelyAddress is the address that somebody means who writes it in another way;
// "" if it cannot be told.
func likelyAddress(s string) string {
	plain := s
	if u, err := url.Parse(s); err == nil {
		plain = u.Path
	}
	if strings.HasSuffix(plain, "/") {
		plain += "index"
	}
	plain = strings.TrimSuffix(strings.TrimPrefix(path.Clean("/"+plain), "/"), path.Ext(plain)) + ".html"
	if !isAddress(plain) || !forbidden.IsPortable(plain) {
		return ""
	}
	return plain
}
