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

// Absence is the reason why a page is unpublished; "" if the page is published.
type Absence string

// The reasons.
const (
	Draft   Absence = "draft"
	Early   Absence = "early"   // the first day of publication is in the future
	Expired Absence = "expired" // the last day of publication has passed
)

// Absence returns the reason why the page is unpublished on a day, or "".
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

// readDays reads the first and the last day of publication, and reports a last day that is
// before the first.
func readDays(r *toml.Reader) (publish, expires toml.Date) {
	publish, expires = r.Date("publish"), r.Date("expires")
	if publish != "" && expires != "" && expires < publish {
		r.Report(diag.Errorf(r.At("expires"), "never-published", "the page expires on %s, before its publication on %s", expires, publish).
			WithHelp("write a later `expires`, or remove one of the two"))
	}
	return publish, expires
}

// Alias is a former address of a page, with its place in the front matter.
type Alias struct {
	Path string
	At   diag.Place
}

// readAliases reads the former addresses of a page. It reports invalid addresses and leaves
// them out.
func readAliases(r *toml.Reader) []Alias {
	var aliases []Alias
	texts, places := r.StringsAt("aliases")
	for i, alias := range texts {
		if isAddress(alias) {
			aliases = append(aliases, Alias{alias, places[i]})
			continue
		}
		f := diag.Errorf(places[i], "bad-alias", "the alias %q is not the address of a page", alias)
		switch suggested := suggestAddress(alias); {
		case suggested == "":
			f = f.WithHelp("write the path from the site's root, such as old/path.html")
		case Root+"/"+strings.TrimSuffix(suggested, ".html")+".md" == places[i].File:
			f = f.WithHelp("remove it: it is the page's own address")
		default:
			f = f.WithHelp("write the path from the site's root: %s", suggested)
		}
		r.Report(f)
	}
	return aliases
}

// isAddress reports whether a page can be published at the address s.
func isAddress(s string) bool {
	return fs.ValidPath(s) && path.Ext(s) == ".html" && path.Base(s) != ".html" && !strings.ContainsAny(s, `\?#%`)
}

// suggestAddress returns the address that an author most likely meant by a URL, an absolute
// path, a folder or a source file. It returns "" if none is valid.
func suggestAddress(s string) string {
	address := s
	if u, err := url.Parse(s); err == nil {
		address = u.Path
	}
	if strings.HasSuffix(address, "/") {
		address += "index"
	}
	address = strings.TrimSuffix(strings.TrimPrefix(path.Clean("/"+address), "/"), path.Ext(address)) + ".html"
	if !isAddress(address) || !forbidden.IsPortable(address) {
		return ""
	}
	return address
}
