// Package assets bundles what browsers load beside the pages. In static/,
//
//	NAME.ts and NAME.css at the top are bundled, with all they import, to
//	                     assets/NAME.HASH.js (a classic script, since file://
//	                     runs no modules) and assets/NAME.HASH.css
//	img/… and fonts/…    are published as assets/img/NAME.HASH.EXT
//
// Scripts and styles are made for the browsers of floor and later ones. The
// bundler rewrites what is only newer syntax; a function or a colour notation
// that is newer it leaves as it is: TestFloor finds those of the theme.
//
// The hash is one of the contents, so that browsers may keep a file for ever.
// Folders of modules and style sheets are there to be imported.
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// Root is the folder of the sources, in the site and in the theme.
const Root = "static"

// floor are the oldest browsers that scripts and styles are made for. Below them
// the style sheet, all of which stands in layers, is passed over as a whole, and
// the text is readable.
var floor = []api.Engine{
	{Name: api.EngineChrome, Version: "100"},
	{Name: api.EngineFirefox, Version: "100"},
	{Name: api.EngineSafari, Version: "15.4"},
}

// Bundle is the published form of static/.
type Bundle struct {
	names map[string]string // site.css → assets/site.HASH.css
	Files []File
}

// File is a file to publish.
type File struct {
	Path   string // assets/site.HASH.css
	Source string // static/site.css
	Data   []byte
}

// Path is where an asset is published, by the name that layouts use: site.css,
// site.js, img/logo.svg. It is "" if there is none.
func (b *Bundle) Path(name string) string { return b.names[name] }

// Build bundles static/ of the given file system.
func Build(theme fs.FS) (*Bundle, []diag.Fault) {
	b := &Bundle{names: map[string]string{}}
	var entries []string
	var faults []diag.Fault
	err := fs.WalkDir(theme, Root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch {
		case path.Dir(file) == Root && (path.Ext(file) == ".ts" || path.Ext(file) == ".css"):
			entries = append(entries, file)
		case strings.HasPrefix(file, Root+"/img/"), strings.HasPrefix(file, Root+"/fonts/"):
			data, problems := content.ReadFile(theme, file)
			if faults = append(faults, problems...); len(problems) == 0 {
				b.add(strings.TrimPrefix(file, Root+"/"), file, data)
			}
		}
		return nil
	})
	if err != nil {
		faults = append(faults, diag.Errorf(diag.WholeFile(Root), "unreadable", "cannot be read: %v", err))
	}
	return b, append(faults, b.bundle(theme, entries)...)
}

func (b *Bundle) add(name, source string, data []byte) {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	published := "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	b.names[name] = published
	b.Files = append(b.Files, File{Path: published, Source: source, Data: data})
}

func (b *Bundle) bundle(theme fs.FS, entries []string) []diag.Fault {
	result := api.Build(api.BuildOptions{
		EntryPoints:       entries,
		Bundle:            true,
		Outdir:            "/",
		Outbase:           Root,
		AbsWorkingDir:     "/",
		Format:            api.FormatIIFE,
		Engines:           floor,
		Charset:           api.CharsetASCII,
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		TsconfigRaw:       "{}",
		LogLevel:          api.LogLevelSilent,
		Plugins:           []api.Plugin{reader(theme)},
		Loader: map[string]api.Loader{
			".svg": api.LoaderDataURL, ".png": api.LoaderDataURL, ".woff2": api.LoaderDataURL,
		},
	})
	var faults []diag.Fault
	for _, m := range result.Errors {
		faults = append(faults, fault(theme, diag.Errorf, m))
	}
	for _, m := range result.Warnings {
		faults = append(faults, fault(theme, diag.Warnf, m))
	}
	for _, f := range result.OutputFiles {
		name := path.Base(strings.ReplaceAll(f.Path, `\`, "/"))
		source := name
		if stem, ok := strings.CutSuffix(name, ".js"); ok {
			source = stem + ".ts"
		}
		b.add(name, Root+"/"+source, f.Contents)
	}
	return faults
}

// namespace keeps the bundler from looking at the disk.
const namespace = "site"

// reader lets the bundler read its files from a file system in memory.
func reader(theme fs.FS) api.Plugin {
	return api.Plugin{Name: namespace, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{Path: args.Path, Namespace: namespace}, nil
			}
			if strings.HasPrefix(args.Path, "data:") {
				return api.OnResolveResult{Path: args.Path, External: true}, nil
			}
			file := path.Join(path.Dir(args.Importer), args.Path)
			if path.Ext(file) == "" {
				file += ".ts"
			}
			if _, err := fs.Stat(theme, file); errors.Is(err, fs.ErrNotExist) { // told at each import of it
				return api.OnResolveResult{}, errors.New(file + ": there is no such file")
			}
			return api.OnResolveResult{Path: file, Namespace: namespace}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			contents, problems := Text(theme, args.Path)
			if len(problems) > 0 { // told once, at the file: the bundler names whichever import came first
				return api.OnLoadResult{Errors: []api.Message{{Text: problems[0].Message.String(), Detail: problems[0]}}}, nil
			}
			return api.OnLoadResult{Contents: &contents, Loader: api.LoaderDefault}, nil
		})
	}}
}

// Text is what the bundler reads of a file: of a script or style sheet the text
// without a byte-order mark, with LF line ends.
func Text(theme fs.FS, file string) (string, []diag.Fault) {
	if ext := path.Ext(file); ext == ".ts" || ext == ".css" {
		return content.ReadText(theme, file)
	}
	data, faults := content.ReadFile(theme, file)
	return string(data), faults
}

// fault turns the bundler's message into one of ours, at the same place.
func fault(theme fs.FS, make func(diag.Place, string, string, ...any) diag.Fault, m api.Message) diag.Fault {
	if known, ours := m.Detail.(diag.Fault); ours {
		return known
	}
	at := diag.WholeFile(Root)
	if l := m.Location; l != nil {
		at.File = strings.TrimPrefix(l.File, namespace+":")
		if text, problems := Text(theme, at.File); len(problems) == 0 {
			at.Offset = lineStart(text, l.Line) + l.Column
		}
	}
	return make(at, "bundle", "%s", m.Text)
}

// lineStart is the offset at which a line, counted from 1, begins.
func lineStart(text string, line int) int {
	at := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return at
		}
		at += next + 1
	}
	return at
}
