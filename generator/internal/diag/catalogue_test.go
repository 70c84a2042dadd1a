package diag

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// formatArg maps each function that makes a text to the index of its argument that is the
// English format. All arguments of countOf from that index on are formats.
func formatArg() map[string]int {
	return map[string]int{
		"Errorf": 2, "Warnf": 2, "Infof": 2, "WithHelp": 0, "Textf": 0, "countOf": 1,
		"refusef": 1, "failf": 1, // of package publish
	}
}

// saysNothing matches the formats that need no translation. "error" stays English for editors.
var saysNothing = regexp.MustCompile(`^(%s|%v|error: %s|IF\(…, %s, %s\)|%s\(%s, %s\)|%s %s %s)$`)

// TestCatalogue reads the sources of all packages and compares the formats of their texts
// with the Chinese catalogue. It reports a missing entry and the file where it belongs, an
// unused entry, an entry with other verbs than its English format, and a text that bypasses
// the catalogue.
func TestCatalogue(t *testing.T) {
	used, catalogue, entries := formats(t, ".."), CatalogueOf("zh-CN"), entriesByFormat(t)
	packages := map[string][]string{} // the packages that use a format
	for at, format := range used {
		packages[format] = append(packages[format], packageOf(at))
	}
	for at, format := range used {
		chinese, ok := catalogue[format]
		switch {
		case saysNothing.MatchString(format):
		case !ok:
			t.Errorf("%s: this text has no Chinese: add a line for it to %s:\n\t%q", at, fileFor(packages[format], packages, entries), format)
		case !slices.Equal(verbs(format), verbs(chinese)):
			t.Errorf("%s: %q takes %q, in Chinese %q", entries[format], format, verbs(format), verbs(chinese))
		}
	}
	for format := range catalogue {
		if packages[format] == nil {
			t.Errorf("%s: no package has this text: delete the line\n\t%q", entries[format], format)
		}
	}
}

// packageOf returns the package of a position such as ../site/site.go:3:1.
func packageOf(at string) string { return filepath.Base(filepath.Dir(at)) }

// fileFor returns the file of the Chinese for a text that the packages use: zh.go if there are
// several, otherwise the file that translates most of the package's other texts.
func fileFor(users []string, packages map[string][]string, entries map[string]token.Position) string {
	slices.Sort(users)
	users = slices.Compact(users)
	counts, best := map[string]int{}, "diag/zh.go"
	for format, others := range packages {
		file := entries[format].Filename
		if len(users) > 1 || !slices.Contains(others, users[0]) || file == "" || file == "diag/zh.go" {
			continue
		}
		if counts[file]++; counts[file] > counts[best] || counts[file] == counts[best] && file < best {
			best = file
		}
	}
	return best
}

// entriesByFormat returns the place of each entry of the Chinese catalogue.
func entriesByFormat(t *testing.T) map[string]token.Position {
	t.Helper()
	names, _ := filepath.Glob("zh*.go")
	entries, files := map[string]token.Position{}, token.NewFileSet()
	for _, name := range names {
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if entry, ok := n.(*ast.KeyValueExpr); ok {
				format, _ := literal(entry.Key)
				at := files.Position(entry.Pos())
				at.Filename = "diag/" + name
				entries[format] = at
			}
			return true
		})
	}
	return entries
}

var verb = regexp.MustCompile(`%(?:\[\d\])?[.0-9]*[a-zA-Z]|%%`)

// verbs returns the formatting verbs of a format in sorted order, because a translation may
// use them in another order.
func verbs(format string) []string {
	found := verb.FindAllString(format, -1)
	for i, v := range found {
		found[i] = regexp.MustCompile(`\[\d\]`).ReplaceAllString(v, "")
	}
	slices.Sort(found)
	return found
}

// formats returns the formats of all texts in the packages below a folder, keyed by position.
func formats(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if path == filepath.Join(dir, "diag", "diag.go") {
			return nil // its functions pass on the formats of their callers
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if importsTesting(file) {
			return nil // its texts are for developers
		}
		for at, why := range bypasses(file, filepath.Base(filepath.Dir(path))) {
			t.Errorf("%s: %s", files.Position(at), why)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, arg := range textsOf(call) {
				at := files.Position(arg.Pos()).String()
				format, ok := literal(arg)
				if !ok {
					t.Errorf("%s: the format of a text is no literal", at)
					continue
				}
				found[at] = format
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func importsTesting(file *ast.File) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` })
}

// literal returns the value of a constant string expression.
func literal(e ast.Expr) (string, bool) {
	value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, types.ExprString(e))
	if err != nil || value.Value == nil || value.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(value.Value), true
}

// textsOf returns the arguments of a call that are formats.
func textsOf(call *ast.CallExpr) []ast.Expr {
	pkg, name := called(call)
	i, ok := formatArg()[name]
	switch {
	case pkg == "fmt" || !ok || len(call.Args) <= i:
		return nil
	case name == "countOf":
		return call.Args[i:]
	}
	return call.Args[i : i+1]
}

// called returns the name of the called function, and of its package or receiver.
func called(call *ast.CallExpr) (pkg, name string) {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return "", f.Name
	case *ast.SelectorExpr:
		x, _ := f.X.(*ast.Ident)
		if x != nil {
			pkg = x.Name
		}
		return pkg, f.Sel.Name
	}
	return "", ""
}

// printingPackages lists the packages whose errors are printed for a user.
func printingPackages() []string { return []string{"diag", "publish", "serve", "scaffold", "cli"} }

var (
	prose      = regexp.MustCompile(`[a-z]{2,}[,;:]? [a-z]{2,}`)
	plainError = regexp.MustCompile(`^(errors\.New|fmt\.Errorf)$`)
)

// bypasses returns the positions in a file of package pkg where the code makes a text that
// bypasses the catalogue, each with a description of the mistake.
func bypasses(file *ast.File, pkg string) map[token.Pos]string {
	found := map[token.Pos]string{}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue // a package-level error is a sentinel: the code compares it and does not print it
		}
		_, wraps := formatArg()[f.Name.Name]
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if name := types.ExprString(n.Type); name == "diag.Text" && len(n.Elts) > 0 && !wraps {
					found[n.Pos()] = "a text is made by diag.Textf"
				}
			case *ast.CallExpr:
				of, name := called(n)
				if plainError.MatchString(of+"."+name) && slices.Contains(printingPackages(), pkg) {
					found[n.Pos()] = "an error that reaches the user is a diag.Text or has one"
				}
				if len(textsOf(n)) == 0 {
					return true
				}
				for _, arg := range n.Args[formatArg()[name]+1:] {
					if s, ok := literal(arg); ok && name != "countOf" && prose.MatchString(s) {
						found[arg.Pos()] = "words within a text are a text"
					}
				}
			}
			return true
		})
	}
	return found
}

// A text translated in two files would be shown with the words of only one of them.
func TestChineseTextsAreTranslatedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, part := range append(chineseParts(), chineseShared()) {
		for text := range part {
			if seen[text] {
				t.Errorf("two files translate %q", text)
			}
			seen[text] = true
		}
	}
}

// TestBypassesAreReported checks that bypasses reports each way of bypassing the catalogue.
func TestBypassesAreReported(t *testing.T) {
	const source = `package cli

var errNamed = errors.New("the source has errors")

func refusef(help diag.Text, format string) error { return diag.Text{Format: format} }

func said(n int) error {
	_ = diag.Text{}
	_ = diag.Textf("there is no heading #%s in %s", "a", "this page")
	_ = diag.Textf("%s", "a.b c")
	_ = diag.Text{Format: "it is not a manifest of Cairn"}
	_ = countOf(n, "1 file at all", "%d files at all")
	return fmt.Errorf("it is %s", errors.New("not so"))
}
`
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "said.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"9:55":  "words within a text are a text",
		"11:6":  "a text is made by diag.Textf",
		"13:9":  "an error that reaches the user is a diag.Text or has one",
		"13:32": "an error that reaches the user is a diag.Text or has one",
	}
	for _, pkg := range []string{"cli", "site"} {
		got := map[string]string{}
		for at, why := range bypasses(file, pkg) {
			place := files.Position(at)
			got[fmt.Sprintf("%d:%d", place.Line, place.Column)] = why
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in %s:\n%s", pkg, diff)
		}
		delete(want, "13:9") // errors of other packages are not printed
		delete(want, "13:32")
	}
}
