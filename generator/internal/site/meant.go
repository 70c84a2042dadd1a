package site

import (
	"cmp"
	"maps"
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
	if address := link.Meant(l.Destination); address != "" && !l.Image {
		return f.WithHelp("did you mean %s?", address)
	}
	meant := ""
	if half, there := a.inHalfWidth(source, l); there != "" {
		l, meant = half, there
	} else if meant = a.meant(source, file, l, files); meant == "" {
		return f.WithHelp("correct the path, or write the file")
	}
	to, lost := a.destination(source, meant, l)
	help := diag.Textf("did you mean %s?", to)
	switch base, isPage := strings.CutSuffix(strings.TrimSuffix(file, "l"), ".htm"); {
	case strings.EqualFold(meant, file):
		help = diag.Textf("capital and small letters differ: %s", to)
	case meant == path.Join(file, "index.md"), meant == file+".md", meant == file+".toml":
		help = diag.Textf("a link names a file: %s", to)
	case isPage && (meant == base+".md" || meant == base+".toml"):
		help = diag.Textf("link to the source: %s", to)
	}
	return f.Advise(withLost(help, lost))
}

// inHalfWidth is a link with its full-width punctuation replaced, as in ＃续约 and smart。md,
// and the file that it then leads to; "" if there is none.
func (a *assembler) inHalfWidth(source string, l markdown.Link) (half markdown.Link, file string) {
	half = l
	half.Destination = link.HalfWidth(l.Destination)
	name, _, _ := strings.Cut(half.Destination, "#")
	name, _, _ = strings.Cut(name, "?")
	if file = source; name != "" {
		file = a.spelled(path.Join(path.Dir(source), link.Unescape(name)))
	}
	isPage, isAsset := a.site.bySource[file] != nil, slices.Contains(a.site.Assets, file)
	if half.Destination == l.Destination || !isAsset && (l.Image || !isPage) {
		return l, ""
	}
	return half, file
}

// absoluteLink reports a link from the root to file.
func (a *assembler) absoluteLink(source string, l markdown.Link, file string, files []string) diag.Fault {
	f := diag.Errorf(l.DestinationAt, "absolute-link", "the link %s begins at the root", l.Destination)
	meant := a.meant(source, file, l, files)
	if meant == "" {
		return f.WithHelp("write the path from this file's folder, or the whole address: https://host/path")
	}
	to, lost := a.destination(source, meant, l)
	help := diag.Textf("did you mean %s?", to)
	if slices.ContainsFunc(spellings(file), func(spelling string) bool { return isAlike(spelling, meant) }) {
		help = diag.Textf("write it from this file's folder: %s", to)
	}
	return f.Advise(withLost(help, lost))
}

// movedLink reports a link to a former address.
func (a *assembler) movedLink(source string, l markdown.Link, file string, page *Page) diag.Fault {
	to, lost := a.destination(source, page.Source, l)
	return diag.Warnf(l.DestinationAt, "moved-link", "%s has moved to %s", file, page.Source).
		Advise(withLost(diag.Textf("write the new path: %s", to), lost))
}

// withLost is a help with the anchor that its destination lacks, if any.
func withLost(help diag.Text, lost string) diag.Text {
	if lost == "" {
		return help
	}
	return diag.Textf("there is no heading #%s there; %s", lost, help)
}

// meant is the file that a link to file, which does not exist, was most likely
// meant to lead to; "" if none comes near. A picture is never a page, and a name
// that is nearly that of the source itself means another file.
func (a *assembler) meant(source, file string, l markdown.Link, files []string) string {
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
			if isAlike(candidate, spelling) {
				return candidate
			}
		}
	}
	others := slices.DeleteFunc(slices.Clone(files), func(file string) bool { return file == source })
	for _, spelling := range spellings {
		if near := nearestFile(spelling, others); near != "" {
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

// isAlike compares two paths without regard to capital and small letters and to the form
// of accents.
func isAlike(a, b string) bool { return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b)) }

// picture recognises the files that an image element can show.
var picture = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|svg|webp|avif|bmp|ico)$`)

// nearestFile is the file whose path has the smallest edit distance. The common root
// folder and the file name of folder pages are left out of the comparison: they would make
// short names look alike.
func nearestFile(file string, files []string) string {
	name, ofFolder := nameOf(file)
	meant := map[string]string{}
	for _, f := range files {
		if candidate, is := nameOf(f); is == ofFolder {
			meant[candidate] = f
		}
	}
	return meant[diag.Nearest(name, slices.Sorted(maps.Keys(meant)))]
}

// nameOf is the part of a path that distinguishes it: the path below the root folder, and
// for a folder's page the path of the folder.
func nameOf(file string) (name string, ofFolder bool) {
	return strings.CutSuffix(strings.TrimPrefix(file, content.Root+"/"), "/index.md")
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

// destination is what an author writes on source for the link to lead to file:
// with the anchor that she wrote, or the nearest there. An anchor that has no
// counterpart there is lost.
func (a *assembler) destination(source, file string, l markdown.Link) (destination, lost string) {
	destination = link.Escape(relativeFile(source, file))
	_, fragment, _ := strings.Cut(l.Destination, "#")
	anchor := readFragment(fragment)
	if anchor == "" {
		return destination, ""
	}
	var known map[string]bool // nil: whatever is behind the #, it is kept
	if target := a.site.bySource[file]; target != nil {
		known = a.anchors(target)
		if target.Document != nil {
			anchor = cmp.Or(target.Document.Anchor(anchor), anchor)
		}
	}
	if known != nil && !known[anchor] {
		near := nearestAnchor(anchor, known)
		if near == "" {
			return destination, anchor
		}
		anchor = near
	}
	return destination + "#" + link.Escape(anchor), ""
}
