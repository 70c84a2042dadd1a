package site

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// scheme recognises a destination that is an address of its own.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// Relative is the address of the page or file at path `to`, as a link on the
// page at path `from` writes it: escaped, and never mistaken for a scheme.
func Relative(from, to string) string {
	fromParts, toParts := strings.Split(from, "/"), strings.Split(to, "/")
	common := 0
	for common < len(fromParts)-1 && common < len(toParts)-1 && fromParts[common] == toParts[common] {
		common++
	}
	var b strings.Builder
	for range len(fromParts) - 1 - common {
		b.WriteString("../")
	}
	for i, part := range toParts[common:] {
		if i > 0 {
			b.WriteByte('/')
		}
		b.WriteString(url.PathEscape(part))
	}
	if address := b.String(); scheme.MatchString(address) {
		return "./" + address
	}
	return b.String()
}

// ToRoot is the way from a page to the root of the site: "", "../", "../../".
func ToRoot(from string) string {
	return strings.Repeat("../", strings.Count(from, "/"))
}

// relativeFile is the path of a source as an author writes it in another.
func relativeFile(from, to string) string {
	up := ""
	folder := path.Dir(from)
	for folder != "." && !strings.HasPrefix(to, folder+"/") {
		up, folder = up+"../", path.Dir(folder)
	}
	if folder == "." {
		return up + to
	}
	return up + strings.TrimPrefix(to, folder+"/")
}
