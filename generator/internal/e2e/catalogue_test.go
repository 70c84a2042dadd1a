package e2e

import (
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

	"cairn/generator/internal/diag"
)

// formatArg says which argument of a function that makes a diagnostic's text is
// its format, in English; the last of several are its forms.
func formatArg() map[string]int {
	return map[string]int{"Errorf": 2, "Warnf": 2, "Infof": 2, "WithHelp": 0, "Textf": 0, "countOf": 1}
}

// saysNothing are the formats in which no word is to be translated.
var saysNothing = regexp.MustCompile(`^(%s|%v|IF\(…, %s, %s\)|%s\(%s, %s\)|%s %s %s)$`)

// TestCatalogue holds the Chinese catalogue to the texts in the code: none is
// missing, none is left over, and each takes what the English one takes.
func TestCatalogue(t *testing.T) {
	catalogue := diag.CatalogueOf("zh-CN")
	used := map[string]bool{}
	for at, format := range formats(t, "..") {
		used[format] = true
		chinese, ok := catalogue[format]
		switch {
		case saysNothing.MatchString(format):
		case !ok:
			t.Errorf("%s: the Chinese catalogue lacks\n\t%q", at, format)
		case !slices.Equal(verbs(format), verbs(chinese)):
			t.Errorf("%q takes %q, in Chinese %q", format, verbs(format), verbs(chinese))
		}
	}
	for format := range catalogue {
		if !used[format] {
			t.Errorf("no text needs the entry %q any more", format)
		}
	}
}

var verb = regexp.MustCompile(`%(?:\[\d\])?[.0-9]*[a-zA-Z]|%%`)

// verbs are what goes into a format, sorted: another language may want it in
// another order.
func verbs(format string) []string {
	found := verb.FindAllString(format, -1)
	for i, v := range found {
		found[i] = regexp.MustCompile(`\[\d\]`).ReplaceAllString(v, "")
	}
	slices.Sort(found)
	return found
}

// formats are the formats of all diagnostics in the packages below a folder, by
// where they stand.
func formats(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == "diag" {
			return fs.SkipDir // which takes the formats from others
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for _, arg := range textsOf(call) {
				at := files.Position(arg.Pos()).String()
				value, err := types.Eval(files, nil, token.NoPos, types.ExprString(arg))
				if err != nil || value.Value == nil {
					t.Errorf("%s: the text of a diagnostic is no literal", at)
					continue
				}
				found[at] = constant.StringVal(value.Value)
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

// textsOf are the arguments of a call that are formats of diagnostics.
func textsOf(call *ast.CallExpr) []ast.Expr {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		if pkg, ok := f.X.(*ast.Ident); ok && pkg.Name == "fmt" {
			return nil
		}
		name = f.Sel.Name
	}
	i, ok := formatArg()[name]
	switch {
	case !ok || len(call.Args) <= i:
		return nil
	case name == "countOf":
		return call.Args[i:]
	}
	return call.Args[i : i+1]
}
