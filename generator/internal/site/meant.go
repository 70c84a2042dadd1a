package site

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
)

// brokenLink reports a link to a file that does not exist, with the destination
// that the author most likely meant.
func (a *assembler) brokenLink(source string, l markdown.Link, file string, files []string) diag.Fault {
	f := diag.Errorf(l.DestinationAt, "broken-link", "there is no file %s", file)
	if l.Image {
		f.Code = "missing-picture"
	}
	meant := a.meant(file, l, files)
	format := "did you mean %s?"
	switch base, isPage := strings.CutSuffix(strings.TrimSuffix(file, "l"), ".htm"); {
	case meant == "":
	case strings.EqualFold(meant, file):
		format = "capital and small letters differ: %s"
	case meant == path.Join(file, "index.md"), meant == file+".md", meant == file+".toml":
		format = "a link names a file: %s"
	case isPage && (meant == base+".md" || meant == base+".toml"):
		format = "link to the source: %s"
	}
	return a.propose(f, source, l, meant, format)
}

// movedLink reports a link to a former address.
func (a *assembler) movedLink(source string, l markdown.Link, file string, to *Page) diag.Fault {
	f := diag.Warnf(l.DestinationAt, "moved-link", "%s has moved to %s", file, to.Source)
	return a.propose(f, source, l, to.Source, "write the new path: %s")
}

// propose adds to a fault the destination with which the link leads to the file
// meant. If nothing is meant, it says what else can be done.
func (a *assembler) propose(f diag.Fault, source string, l markdown.Link, meant, format string) diag.Fault {
	if meant == "" {
		return f.WithHelp("correct the path, or write the file")
	}
	fragment, lost := a.meantFragment(meant, l)
	help := diag.Textf(format, link.Escape(relativeFile(source, meant))+fragment)
	if lost != "" {
		return f.WithHelp("there is no heading #%s there; %s", lost, help)
	}
	return f.Advise(help)
}

// meant is the file that a link to file, which does not exist, was most likely
// meant to lead to; "" if none comes near. A picture is never a page.
func (a *assembler) meant(file string, l markdown.Link, files []string) string {
	if l.Image {
		files = slices.DeleteFunc(slices.Clone(a.site.Assets), func(file string) bool { return !picture.MatchString(file) })
	}
	spellings := spellings(file)
	for _, spelling := range spellings {
		if slices.Contains(files, spelling) {
			return spelling
		}
		if to := a.moved[Address(spelling)]; to != nil && !l.Image {
			return to.Source
		}
	}
	for _, spelling := range spellings {
		for _, candidate := range files {
			if strings.EqualFold(norm.NFC.String(candidate), norm.NFC.String(spelling)) {
				return candidate
			}
		}
	}
	for _, spelling := range spellings {
		if near := nearestFile(spelling, files); near != "" {
			return near
		}
	}
	for _, spelling := range spellings {
		if same := sameName(spelling, files); same != "" {
			return same
		}
	}
	return ""
}

// spellings are the sources that a path may stand for: itself, the page of a
// folder, a source without its extension, and the source of a published address.
func spellings(file string) []string {
	all := []string{file, path.Join(file, "index.md"), file + ".md", file + ".toml"}
	if base, ok := strings.CutSuffix(strings.TrimSuffix(file, "l"), ".htm"); ok {
		all = []string{file, base + ".md", base + ".toml"}
	}
	return all
}

// picture recognises the files that an image element can show.
var picture = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|svg|webp|avif|bmp|ico)$`)

// nearestFile is the file whose path differs least. The folder that all have in
// common does not make short names more alike.
func nearestFile(file string, files []string) string {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = strings.TrimPrefix(f, content.Root+"/")
	}
	if near := diag.Nearest(strings.TrimPrefix(file, content.Root+"/"), paths); near != "" {
		return content.Root + "/" + near
	}
	return ""
}

// sameName finds the one file elsewhere that has the same name. The page of a
// folder has the name of every such page, and is not looked for.
func sameName(file string, files []string) string {
	found := ""
	for _, candidate := range files {
		if path.Base(candidate) == path.Base(file) && path.Base(file) != "index.md" {
			if found != "" {
				return ""
			}
			found = candidate
		}
	}
	return found
}

// meantFragment is the fragment that leads to the anchor that a link to another
// file was most likely meant to lead to in file, with its #. An anchor that has
// no counterpart there is lost.
func (a *assembler) meantFragment(file string, l markdown.Link) (fragment, lost string) {
	_, written, found := strings.Cut(l.Destination, "#")
	anchor := readFragment(written)
	if !found || anchor == "" {
		return "", ""
	}
	target := a.site.bySource[file]
	if target == nil {
		return "#" + link.Escape(anchor), ""
	}
	known := a.anchors(target)
	if known == nil || known[anchor] {
		return "#" + link.Escape(anchor), ""
	}
	if near := nearestAnchor(anchor, known); near != "" {
		return "#" + near, ""
	}
	return "", anchor
}
