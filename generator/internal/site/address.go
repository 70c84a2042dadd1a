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

// TasksFile is the source of the page that lists what a reader may have at hand, if the site has one.
const TasksFile = content.Root + "/tasks.md"

// scheme matches a destination that begins with a scheme.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// Address returns the address at which a source file is published: a/b.html for
// content/a/b.md. Names that are too long for a file system are cut.
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

// maxExtension is the maximum length of an extension. A longer suffix is part of the name.
const maxExtension = 16

// maxName is the maximum length in bytes of a page's file name. File systems allow 255
// bytes; the files that are published beside a page have longer extensions than the page.
const maxName = 255 - len(".paper.js") + len(".html")

// cut shortens a name to a number of bytes. It cuts between characters and appends a hash
// of the whole name, which keeps shortened names distinct.
func cut(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	hash := fmt.Sprintf("-%016x", h.Sum64())
	end := limit - len(hash)
	for !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end] + hash
}

// Relative returns the relative link from the page at one address to another address. The
// link is escaped and never looks like a scheme.
func Relative(from, to string) string {
	common := 0 // the length of the folders that both addresses begin with
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			common = i + 1
		}
	}
	address := ToRoot(from[common:]) + escapePath(to[common:])
	if strings.Contains(address, ":") && scheme.MatchString(address) {
		return "./" + address
	}
	return address
}

// escapePath escapes a path for a link. Most paths need no escape.
func escapePath(path string) string {
	isPlain := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '/'
	}
	for i := range len(path) {
		if !isPlain(path[i]) {
			return strings.ReplaceAll(url.PathEscape(path), "%2F", "/")
		}
	}
	return path
}

// ToRoot returns the relative link from a page to the root of the site: "", "../", "../../".
func ToRoot(from string) string {
	return strings.Repeat("../", strings.Count(from, "/"))
}

// relativeFile returns the path of a source file relative to another source file.
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
