// Package assets bundles the scripts, style sheets, images and fonts that pages load. The
// files of static/ are published as follows:
//
//	static/NAME.ts     assets/NAME.HASH.js, bundled with all modules that it imports. It
//	                   is a classic script, because browsers run no modules from file://
//	static/NAME.css    assets/NAME.HASH.css, bundled with all style sheets that it imports
//	                   (both only if the layout of a page asks for them)
//	static/img/….EXT   assets/img/….HASH.EXT
//	static/fonts/….EXT assets/fonts/….HASH.EXT
//
// Other files are published only as parts of the bundles that import them.
//
// HASH depends on the contents only, therefore browsers may cache a file without limit.
//
// Bundles run in the browsers of oldestBrowsers and in later ones. The bundler compiles
// newer syntax for them, but it neither replaces newer functions nor every newer CSS value:
// a test finds those in the theme.
package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// Root is the folder of the sources, in the site and in the theme.
const Root = "static"

// oldestBrowsers are the oldest supported browsers. All rules of the style sheet are in
// cascade layers, which older browsers ignore: they show readable pages without styles.
var oldestBrowsers = []api.Engine{
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

// Path returns the published path of an asset. name is the name that layouts use, such as
// site.css, site.js or img/logo.svg. The result is "" if there is no such asset.
func (b *Bundle) Path(name string) string { return b.names[name] }

// Build bundles static/ of a file system. It leaves out the bundles that are not used, by the
// names that layouts use.
func Build(theme fs.FS, isUsed func(name string) bool) (*Bundle, []diag.Fault) {
	b := &Bundle{names: map[string]string{}}
	var entries []string
	var faults []diag.Fault
	err := fs.WalkDir(theme, Root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch {
		case path.Dir(file) == Root && (path.Ext(file) == ".ts" || path.Ext(file) == ".css"):
			if isUsed(nameOf(file)) {
				entries = append(entries, file)
			}
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

// nameOf returns the name that layouts use for a file: search.js for static/search.ts.
func nameOf(file string) string {
	name := strings.TrimPrefix(file, Root+"/")
	if stem, ok := strings.CutSuffix(name, ".ts"); ok {
		return stem + ".js"
	}
	return name
}

// WithPrefixes returns the bundle with texts put before scripts, by their names: search.js. It
// leaves out a script that the bundle lacks.
func (b *Bundle) WithPrefixes(prefixes map[string][]byte) *Bundle {
	prefixed := &Bundle{names: maps.Clone(b.names)}
	for _, f := range b.Files {
		name := nameOf(f.Source)
		if prefix, ok := prefixes[name]; ok {
			prefixed.add(name, f.Source, slices.Concat(prefix, f.Data))
		} else {
			prefixed.Files = append(prefixed.Files, f)
		}
	}
	return prefixed
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
		Engines:           oldestBrowsers,
		Charset:           api.CharsetASCII,
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		TsconfigRaw:       `{"compilerOptions": {"useDefineForClassFields": false}}`, // declares no fields that a constructor assigns
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

// namespace marks the paths of the file system in memory. The bundler reads paths without
// a namespace from disk.
const namespace = "site"

// reader is a plugin with which the bundler reads all files from theme.
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
			if !strings.HasPrefix(file, Root+"/") { // nobody would notice that such a file has changed
				return api.OnResolveResult{}, errors.New(file + ": only files in " + Root + "/ can be imported")
			}
			if _, err := fs.Stat(theme, file); errors.Is(err, fs.ErrNotExist) { // reported at each import
				return api.OnResolveResult{}, errors.New(file + ": there is no such file")
			}
			return api.OnResolveResult{Path: file, Namespace: namespace}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			contents, problems := Text(theme, args.Path)
			if len(problems) > 0 { // reported once, at the file: the bundler names a random one of its imports
				return api.OnLoadResult{Errors: []api.Message{{Text: problems[0].Message.String(), Detail: problems[0]}}}, nil
			}
			return api.OnLoadResult{Contents: &contents, Loader: api.LoaderDefault}, nil
		})
	}}
}

// Text returns a file as the bundler reads it: a script or style sheet without a byte order
// mark and with LF line endings, another file unchanged.
func Text(theme fs.FS, file string) (string, []diag.Fault) {
	if ext := path.Ext(file); ext == ".ts" || ext == ".css" {
		return content.ReadText(theme, file)
	}
	data, faults := content.ReadFile(theme, file)
	return string(data), faults
}

// fault converts a message of the bundler into a fault at the same place. newFault is
// diag.Errorf or diag.Warnf.
func fault(theme fs.FS, newFault func(diag.Place, string, string, ...any) diag.Fault, m api.Message) diag.Fault {
	if f, ok := m.Detail.(diag.Fault); ok { // from reader
		return f
	}
	at := diag.WholeFile(Root)
	if l := m.Location; l != nil {
		at.File = strings.TrimPrefix(l.File, namespace+":")
		if text, problems := Text(theme, at.File); len(problems) == 0 {
			at.Offset = lineStart(text, l.Line) + l.Column
		}
	}
	return newFault(at, "bundle", "%s", m.Text)
}

// lineStart returns the offset of a line's first byte. Lines are counted from 1.
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
