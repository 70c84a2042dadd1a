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

// brokenLink describes a link to a file that does not exist. Its help suggests the
// destination that the author most likely meant.
func (a *assembler) brokenLink(source string, l markdown.Link, file string) diag.Fault {
	f := diag.Errorf(l.DestinationAt, "broken-link", "there is no file %s", file)
	if l.Image {
		f.Code = "missing-picture"
	}
	if address := link.Suggest(l.Destination); address != "" && !l.Image {
		return f.WithHelp("did you mean %s?", address)
	}
	suggested := ""
	if ascii, target := a.withASCIIPunctuation(source, l); target != "" {
		l, suggested = ascii, target
	} else if suggested = a.suggestFile(source, file, l); suggested == "" {
		return f.WithHelp("correct the path, or create the file")
	}
	to, missing := a.destination(source, suggested, l)
	help := diag.Textf("did you mean %s?", to)
	switch base, isPage := strings.CutSuffix(strings.TrimSuffix(file, "l"), ".htm"); {
	case strings.EqualFold(suggested, file):
		help = diag.Textf("upper and lower case differ: %s", to)
	case suggested == path.Join(file, "index.md"), suggested == file+".md", suggested == file+".toml":
		help = diag.Textf("a link names a file: %s", to)
	case isPage && (suggested == base+".md" || suggested == base+".toml"):
		help = diag.Textf("link to the source file: %s", to)
	}
	return f.Advise(withMissingAnchor(help, missing))
}

// withASCIIPunctuation replaces full-width punctuation in a link, as in ＃续约 and smart。md.
// It returns the link and the file that it then leads to, or "" if there is no such file.
func (a *assembler) withASCIIPunctuation(source string, l markdown.Link) (ascii markdown.Link, file string) {
	ascii = l
	ascii.Destination = link.HalfWidth(l.Destination)
	name, _, _ := strings.Cut(ascii.Destination, "#")
	name, _, _ = strings.Cut(name, "?")
	if file = source; name != "" {
		file = a.matchNormalForm(path.Join(path.Dir(source), link.Unescape(name)))
	}
	isPage, isAsset := a.site.bySource[file] != nil, slices.Contains(a.site.Assets, file)
	if ascii.Destination == l.Destination || !isAsset && (l.Image || !isPage) {
		return l, ""
	}
	return ascii, file
}

// absoluteLink describes a link that begins with /. file is the path below content/ that it
// names.
func (a *assembler) absoluteLink(source string, l markdown.Link, file string) diag.Fault {
	f := diag.Errorf(l.DestinationAt, "absolute-link", "the link %s begins at the root", l.Destination)
	suggested := a.suggestFile(source, file, l)
	if suggested == "" {
		return f.WithHelp("write the path relative to this file's folder, or the full URL: https://host/path")
	}
	to, missing := a.destination(source, suggested, l)
	help := diag.Textf("did you mean %s?", to)
	if slices.ContainsFunc(sourcesOf(file), func(candidate string) bool { return equalFold(candidate, suggested) }) {
		help = diag.Textf("write the path relative to this file's folder: %s", to)
	}
	return f.Advise(withMissingAnchor(help, missing))
}

// movedLink describes a link to a former address of a page.
func (a *assembler) movedLink(source string, l markdown.Link, file string, page *Page) diag.Fault {
	to, missing := a.destination(source, page.Source, l)
	return diag.Warnf(l.DestinationAt, "moved-link", "%s has moved to %s", file, page.Source).
		Advise(withMissingAnchor(diag.Textf("write the new path: %s", to), missing))
}

// withMissingAnchor adds to a help that the suggested page lacks the anchor of the link. It
// returns the help unchanged if the anchor is "".
func withMissingAnchor(help diag.Text, anchor string) diag.Text {
	if anchor == "" {
		return help
	}
	return diag.Textf("there is no heading #%s in it; %s", anchor, help)
}

// suggestFile returns the existing file that a link to the missing file was most likely
// meant for, or "". In order of preference it is: a source that the path could name, or the
// page that formerly had its address; the same path in other case; the path with the
// smallest edit distance; the only file of the same name in another folder. For a picture,
// only files that can be shown as pictures are considered. A near match with the file that
// contains the link is ignored, because authors rarely link from a page to itself.
func (a *assembler) suggestFile(source, file string, l markdown.Link) string {
	files := a.linkable()
	if l.Image {
		files = slices.DeleteFunc(slices.Clone(a.site.Assets), func(file string) bool { return !picture.MatchString(file) })
	}
	sources := sourcesOf(file)
	for _, s := range sources {
		if slices.Contains(files, s) {
			return s
		}
		if to := a.byAlias[Address(s)]; to != nil && !l.Image {
			return to.Source
		}
	}
	for _, s := range sources {
		for _, candidate := range files {
			if equalFold(candidate, s) {
				return candidate
			}
		}
	}
	others := slices.DeleteFunc(slices.Clone(files), func(file string) bool { return file == source })
	for _, s := range sources {
		if near := nearestFile(s, others); near != "" {
			return near
		}
	}
	for _, s := range sources {
		if same := fileOfSameName(s, files); same != "" {
			return same
		}
	}
	return ""
}

// sourcesOf returns the source files that a path could name: the path itself, the page of a
// folder, a file without its extension, and the source of a published address.
func sourcesOf(file string) []string {
	if base, ok := strings.CutSuffix(strings.TrimSuffix(file, "l"), ".htm"); ok {
		return []string{file, base + ".md", base + ".toml"}
	}
	return []string{file, path.Join(file, "index.md"), file + ".md", file + ".toml"}
}

// equalFold compares two paths. It ignores case and the normal form of accents.
func equalFold(a, b string) bool { return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b)) }

// picture matches the files that an image element can show.
var picture = regexp.MustCompile(`(?i)\.(png|jpe?g|gif|svg|webp|avif|bmp|ico)$`)

// nearestFile returns the file whose path has the smallest edit distance, or "" if none is
// near. The comparison leaves out the folder content/ and the name index.md, which would
// make short names look similar.
func nearestFile(file string, files []string) string {
	name, isIndex := comparedName(file)
	byName := map[string]string{}
	for _, f := range files {
		if candidate, is := comparedName(f); is == isIndex {
			byName[candidate] = f
		}
	}
	return byName[diag.Nearest(name, slices.Sorted(maps.Keys(byName)))]
}

// comparedName returns a path without content/ and, for a folder's page, without index.md.
func comparedName(file string) (name string, isIndex bool) {
	return strings.CutSuffix(strings.TrimPrefix(file, content.Root+"/"), "/index.md")
}

// fileOfSameName returns the only file, in any folder, that has the same name, or "". The
// name index.md identifies no file.
func fileOfSameName(file string, files []string) string {
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

// destination returns the text of a link from source to file, with the anchor of the link l
// or the nearest anchor of file. If file has no similar anchor, the destination has none,
// and missing is the anchor of l.
func (a *assembler) destination(source, file string, l markdown.Link) (destination, missing string) {
	destination = link.Escape(relativeFile(source, file))
	_, fragment, _ := strings.Cut(l.Destination, "#")
	anchor := decodeFragment(fragment)
	if anchor == "" {
		return destination, ""
	}
	var known map[string]bool // nil if any anchor is permitted
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
