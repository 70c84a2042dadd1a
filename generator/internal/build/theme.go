package build

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"cairn/generator/internal/assets"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/render"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// folders are the file systems that a build reads.
type folders struct {
	source   fs.FS // site.toml, content/, and the site's own layouts/ and static/
	standard fs.FS // the layouts/ and static/ of Cairn
	theme    fs.FS // the site's own layouts/ and static/ over those of Cairn
}

// now returns the folders with Cairn's theme alone if the site has neither layouts/ nor static/:
// in a folder that does not exist, the system need not look for each of four hundred files.
func (f folders) now() folders {
	isMissing := func(folder string) bool {
		_, err := fs.Stat(f.source, folder)
		return errors.Is(err, fs.ErrNotExist)
	}
	if isMissing(render.Root) && isMissing(assets.Root) {
		f.theme = f.standard
	}
	return f
}

// loadedTheme is layouts/ in the form that pages are rendered with.
type loadedTheme struct {
	words   words.Words
	layouts parsedLayouts
	faults  []diag.Fault
	texts   map[string]string // of the layouts, and of other files with faults
}

func (t *loadedTheme) textOf(file string) string { return t.texts[file] }

// readTheme reads the words of the site's language and the layouts. It takes the layouts over
// from the last theme if nothing has changed that they were made from. Faults of severity
// Information are included only for a check.
func readTheme(f folders, conf *config.Config, isCheck bool, last *loadedTheme) *loadedTheme {
	texts, wordFaults := words.Read(f.source, f.standard, conf)
	layouts := readLayouts(f, conf, texts, isCheck, last.layouts)
	t := &loadedTheme{
		words: texts, layouts: layouts, texts: maps.Clone(layouts.Texts()),
		faults: slices.Concat(wordFaults, layouts.faults),
	}
	for _, fault := range wordFaults {
		t.texts[fault.File], _ = content.ReadText(f.theme, fault.File)
	}
	return t
}

// parsedLayouts are the layouts, their faults, and a hash of all that they were made from.
// html/template completes a layout when it first executes it, so that faults can be looked for
// only in layouts that have just been parsed.
type parsedLayouts struct {
	*render.Layouts
	from   [sha256.Size]byte
	faults []diag.Fault
}

func readLayouts(f folders, conf *config.Config, text words.Words, isCheck bool, last parsedLayouts) parsedLayouts {
	from := hash(fingerprint(f.theme, render.Root), conf, text, isCheck)
	if last.Layouts != nil && from == last.from {
		return last
	}
	layouts, faults := render.ParseLayouts(f.theme, conf, text)
	return parsedLayouts{layouts, from, checkOwnLayouts(f.standard, layouts, faults, isCheck)}
}

// bundle is static/ as it is published, and a hash of what it was made from.
type bundle struct {
	from   [sha256.Size]byte
	assets *assets.Bundle
	faults []diag.Fault
	texts  map[string]string // of the files with faults
}

func (b *bundle) textOf(file string) string { return b.texts[file] }

// bundleAssets bundles what the pages of a site load, or takes the last bundle over if nothing
// has changed that it was made from. It bundles all to find its faults if the layouts have
// errors, which hide what pages load.
func bundleAssets(theme fs.FS, t *loadedTheme, s *site.Site, last *bundle) *bundle {
	used, all := t.layouts.Assets(layoutsOf(s))
	all = all || hasError(t.faults)
	if !s.Quotes() {
		delete(used, "quotes.js") // pages of which no text states a value of a worksheet do not load it
	}
	if !s.HasClips() {
		delete(used, "clip.js")
		delete(used, "clip.css")
	}
	if !slices.ContainsFunc(s.Pages, func(p *site.Page) bool { return p.Goal != nil }) {
		delete(used, "ahead.js") // the home page of a site without worksheets does not load it
	}
	if !slices.ContainsFunc(s.Pages, func(p *site.Page) bool { return p.Document != nil && len(p.Document.Questions) > 0 }) {
		delete(used, "recall.js") // pages without questions to answer do not load it
	}
	from := hash(fingerprint(theme, assets.Root), slices.Sorted(maps.Keys(used)), all)
	if last.assets != nil && from == last.from {
		return last
	}
	b := &bundle{from: from, texts: map[string]string{}}
	b.assets, b.faults = assets.Build(theme, func(name string) bool { return all || used[name] })
	for _, f := range b.faults {
		b.texts[f.File], _ = assets.Text(theme, f.File)
	}
	return b
}

// layoutsOf returns the layouts of a site's pages.
func layoutsOf(s *site.Site) map[site.Layout]bool {
	layouts := map[site.Layout]bool{}
	for _, p := range s.Pages {
		layouts[p.Layout] = true
	}
	return layouts
}

// laterWords returns, by the name of each script that a page loads when the reader needs it, a
// statement that hands over the words of the script. Pages are smaller without these words, and
// the script needs no second request for them.
func laterWords(text words.Words) map[string][]byte {
	statements := map[string][]byte{}
	for script, table := range map[string]string{
		"actions.js":  "action",
		"ahead.js":    "ahead",
		"card.js":     "card",
		"chairs.js":   "chairs",
		"clip.js":     "clip",
		"filled.js":   "worksheet",
		"ics.js":      "monday",
		"import.js":   "import",
		"keying.js":   "worksheet",
		"kept.js":     "forget",
		"keys.js":     "keys",
		"monday.js":   "monday",
		"quarter.js":  "quarter",
		"quotes.js":   "quote",
		"recall.js":   "recall",
		"search.js":   "search",
		"teambook.js": "teambook",
		"year.js":     "year",
	} {
		words, err := json.Marshal(text.Under(table))
		if err != nil {
			panic(err) // of texts
		}
		statements[script] = fmt.Appendf(nil, "(window.cairnWords??={}).%s=%s;\n", table, words)
	}
	return statements
}

// fingerprint returns a hash of the names and bytes of all files in a folder, also of those in
// folders to which it links, and of the errors in reading them. A link to a folder that contains
// the link does not lead to an endless walk: os.Root refuses a path with more than eight links.
func fingerprint(theme fs.FS, root string) [sha256.Size]byte {
	h := sha256.New()
	var add func(folder string)
	add = func(folder string) {
		fs.WalkDir(theme, folder, func(file string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				fmt.Fprintf(h, "%s %v\n", file, err)
			case d.IsDir():
			case d.Type() == fs.ModeSymlink && isFolder(theme, file):
				add(file)
			default:
				data, faults := content.ReadFile(theme, file)
				fmt.Fprintf(h, "%s %d %v\n", file, len(data), faults)
				h.Write(data)
			}
			return nil
		})
	}
	add(root)
	return [sha256.Size]byte(h.Sum(nil))
}

func isFolder(theme fs.FS, file string) bool {
	info, err := fs.Stat(theme, file)
	return err == nil && info.IsDir()
}

// checkOwnLayouts extends the faults of the layouts by those that only a site's own layouts
// can have. A template that an own file fails to define is reported at that file, and so are
// templates that no layout calls and missing elements that the scripts look for.
func checkOwnLayouts(standard fs.FS, layouts *render.Layouts, faults []diag.Fault, isCheck bool) []diag.Fault {
	texts := layouts.Texts()
	isOwn := func(file string) bool { // an unchanged copy of Cairn's file does not count
		text, exists := texts[file]
		unchanged, err := fs.ReadFile(standard, file)
		return exists && (err != nil || text != string(unchanged))
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(texts)), isOwn) {
		return faults
	}
	theme, _ := render.ParseLayouts(standard, nil, nil) // to compare, not to render
	faults = theme.MoveToOwnFiles(faults, isOwn)
	if hasError(faults) {
		return faults // missing elements may follow from these errors
	}
	faults = append(faults, layouts.CheckUse(isOwn)...)
	for _, f := range layouts.CheckHooks(theme, isOwn) {
		if isCheck || f.Severity == diag.Error {
			faults = append(faults, f)
		}
	}
	return faults
}
