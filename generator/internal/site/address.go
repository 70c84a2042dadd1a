package site

import (
	"fmt"
	"hash/fnv"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"cairn/generator/internal/content"
)

// scheme recognises a destination that is an address of its own.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// Address is where a source is published: content/a/b.md at a/b.html. A name
// that is too long for a disk is cut.
func Address(file string) string {
	parts := strings.Split(strings.TrimPrefix(file, content.Root+"/"), "/")
	for i, part := range parts {
		extension := ""
		if i == len(parts)-1 && len(path.Ext(part)) <= maxExtension {
			extension = path.Ext(part)
			part = strings.TrimSuffix(part, extension)
			if extension == ".md" || extension == ".toml" {
				extension = ".html"
			}
		}
		parts[i] = cut(part, maxName-len(extension)) + extension
	}
	return strings.Join(parts, "/")
}

// maxExtension bounds what is taken for the extension of a name.
const maxExtension = 16

// maxName is what every disk takes for a name, 255 bytes, less the difference
// between .html and the longest ending of what is published beside a page.
const maxName = 255 - len(".paper.js") + len(".html")

// cut cuts a name at a character, with a hash of what it was.
func cut(name string, most int) string {
	if len(name) <= most {
		return name
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	hash := fmt.Sprintf("-%016x", h.Sum64())
	end := most - len(hash)
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + hash
}

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
