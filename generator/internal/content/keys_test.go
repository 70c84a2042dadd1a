package content

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/diag"
)

const guidePath = "content/authoring/other-files.md"

// A key of the front matter is complete: the comment of FrontMatter shows it, read sets its
// field, the authors' guide explains it, and code outside page.go reads it. If site.Page has a
// field of the same name, a layout or code reads that one too.
func TestEveryKey(t *testing.T) {
	example, guide, program := documentedExample(t), guideSection(t), readProgram(t)
	front, _, faults := ParseFrontMatter("example", "+++\n"+example+"+++\n")
	if len(faults) > 0 {
		t.Errorf("content/page.go: the example in the comment of FrontMatter has faults; read must read each key of it:\n%s", report("+++\n"+example, faults))
	}
	for key, field := range keys() {
		if !regexp.MustCompile(`(?m)^(\[\[` + key + `\]\]|` + key + ` *=)`).MatchString(example) {
			t.Errorf("content/page.go: the comment of FrontMatter lacks %s: add it to the example", key)
		} else if reflect.ValueOf(front).Elem().FieldByName(field).IsZero() {
			t.Errorf("content/page.go: read does not set FrontMatter.%s from the key %s", field, key)
		}
		if !slices.Contains(guide, key) {
			t.Errorf("%s: add %s to the table of keys", guidePath, key)
		}
		if !program.read["content.FrontMatter."+field] {
			t.Errorf("nothing reads FrontMatter.%s: add a field to Page in site/site.go and set it in addPage (site/assemble.go)", field)
		}
		if program.has("site.Page."+field) && !program.read["site.Page."+field] && !program.isShown(field) {
			t.Errorf("site/site.go: nothing reads Page.%s: show it in a layout, or use it in a package after site", field)
		}
	}
}

// The reader and the authors' guide know no key without a field. The help for an unknown key
// lists the keys.
func TestNoOtherKeys(t *testing.T) {
	want := slices.Sorted(maps.Keys(keys()))
	const unknown = "+++\nunknown = 1\n+++\n"
	_, _, faults := ParseFrontMatter("p.md", unknown)
	if got := report(unknown, faults); !strings.HasSuffix(got, " "+strings.Join(want, ", ")+"\n") {
		t.Errorf("the help for an unknown key lists other keys than FrontMatter has, %q:\n%s", want, got)
	}
	for _, key := range guideSection(t) {
		if !slices.Contains(want, key) {
			t.Errorf("%s: the table of keys has %s, but FrontMatter has no field for it", guidePath, key)
		}
	}
}

// A key of a step or of a rhythm is complete: the comment of FrontMatter shows it, the reader
// sets its field, and the authors' guide explains it.
func TestEveryKeyOfTasks(t *testing.T) {
	front, _, _ := ParseFrontMatter("example", "+++\n"+documentedExample(t)+"+++\n")
	var guide []string
	for _, row := range regexp.MustCompile("(?m)^\\| `.*? \\|").FindAllString(sectionOfGuide(t, "首页的“今天”"), -1) {
		for _, name := range regexp.MustCompile("`([a-z]+)").FindAllStringSubmatch(row, -1) {
			guide = append(guide, name[1])
		}
	}
	var fields []string
	complete := func(values []reflect.Value) {
		for _, field := range reflect.VisibleFields(values[0].Type()) {
			key := strings.ToLower(field.Name)
			if field.Anonymous || field.Type == reflect.TypeFor[diag.Place]() {
				continue
			}
			fields = append(fields, key)
			if !slices.Contains(guide, key) {
				t.Errorf("%s: explain the key %s in the section 首页的“今天”", guidePath, key)
			}
			isSet := func(v reflect.Value) bool {
				return !v.FieldByIndex(field.Index).IsZero() && fmt.Sprint(v.FieldByIndex(field.Index)) != "-1"
			}
			if !slices.ContainsFunc(values, isSet) {
				t.Errorf("content/page.go: the example in the comment of FrontMatter does not set %s, or it is not read", key)
			}
		}
	}
	complete(valuesOf(front.Steps))
	complete(valuesOf(front.Rhythm))
	for _, name := range guide {
		if !slices.Contains(fields, name) {
			t.Errorf("%s: the section 首页的“今天” has %s, but no step and no rhythm has such a key", guidePath, name)
		}
	}
}

func valuesOf[T any](list []T) (values []reflect.Value) {
	for _, v := range list {
		values = append(values, reflect.ValueOf(v))
	}
	return values
}

// keys returns the keys of the front matter, each with the name of its field. Other fields of
// FrontMatter are places, and Unread.
func keys() map[string]string {
	found := map[string]string{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[FrontMatter]()) {
		isPlace := field.Type == reflect.TypeFor[diag.Place]() || field.Type == reflect.TypeFor[[]diag.Place]()
		if field.IsExported() && !isPlace && field.Name != "Unread" {
			key := regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(field.Name, "${1}_$2")
			found[strings.ToLower(key)] = field.Name
		}
	}
	return found
}

// documentedExample returns the TOML in the comment of FrontMatter.
func documentedExample(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "page.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var example strings.Builder
	for _, decl := range file.Decls {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.TYPE || d.Specs[0].(*ast.TypeSpec).Name.Name != "FrontMatter" {
			continue
		}
		for line := range strings.Lines(d.Doc.Text()) {
			if code, ok := strings.CutPrefix(line, "\t"); ok {
				example.WriteString(code)
			}
		}
	}
	return example.String()
}

// guideSection returns the names that the authors' guide lists as keys: those in the first
// column of its table, and [[name]].
func guideSection(t *testing.T) (names []string) {
	t.Helper()
	section := sectionOfGuide(t, "页首能写什么")
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllStringSubmatch(section, -1) {
		for _, name := range regexp.MustCompile("`([a-z_]+)[^`]*`").FindAllStringSubmatch(row[1], -1) {
			names = append(names, name[1])
		}
	}
	for _, name := range regexp.MustCompile("`\\[\\[([a-z_]+)\\]\\]`").FindAllStringSubmatch(section, -1) {
		names = append(names, name[1])
	}
	return names
}

// sectionOfGuide returns the text of the authors' guide below a heading of level 2.
func sectionOfGuide(t *testing.T, heading string) string {
	t.Helper()
	guide, err := os.ReadFile("../../../" + guidePath)
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(guide), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no section %s", guidePath, heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

const internal = "cairn/generator/internal/"

// A program is an importer that type-checks the packages of this module from their source and
// records which fields of FrontMatter and Page they read. It leaves other modules out, so that
// values of their types have none.
type program struct {
	packages map[string]*types.Package
	fields   map[types.Object]string // content.FrontMatter.Title and the like
	read     map[string]bool         // the fields that code reads
	layouts  string
}

// readProgram reads package build and all packages that it imports.
func readProgram(t *testing.T) *program {
	t.Helper()
	p := &program{packages: map[string]*types.Package{}, fields: map[types.Object]string{}, read: map[string]bool{}, layouts: readLayouts(t)}
	if _, err := p.Import(internal + "build"); err != nil {
		t.Fatal(err)
	}
	return p
}

// Import returns a package for the type checker.
func (p *program) Import(importPath string) (*types.Package, error) {
	name, isOurs := strings.CutPrefix(importPath, internal)
	if p.packages[importPath] == nil && !isOurs {
		p.packages[importPath] = types.NewPackage(importPath, path.Base(importPath))
		p.packages[importPath].MarkComplete()
	}
	if p.packages[importPath] != nil {
		return p.packages[importPath], nil
	}
	sources, _ := filepath.Glob("../" + name + "/*.go")
	files, info := token.NewFileSet(), &types.Info{Selections: map[*ast.SelectorExpr]*types.Selection{}}
	var parsed []*ast.File
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, source, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: p, Error: func(error) {}} // the values of other modules have no type
	p.packages[importPath], _ = config.Check(importPath, files, parsed, info)
	p.addFields(p.packages[importPath])
	for _, file := range parsed {
		if files.Position(file.Pos()).Filename != "../content/page.go" {
			p.addReads(file, info)
		}
	}
	return p.packages[importPath], nil
}

// has reports whether the program has a field such as site.Page.Title.
func (p *program) has(field string) bool {
	return slices.Contains(slices.Collect(maps.Values(p.fields)), field)
}

// isShown reports whether a layout names a field.
func (p *program) isShown(field string) bool {
	return regexp.MustCompile(`\.` + field + `\b`).MatchString(p.layouts)
}

// addFields names the fields of FrontMatter or Page if the package has such a struct.
func (p *program) addFields(pkg *types.Package) {
	for _, name := range []string{"FrontMatter", "Page"} {
		object := pkg.Scope().Lookup(name)
		if object == nil {
			continue
		}
		if s, ok := object.Type().Underlying().(*types.Struct); ok {
			for field := range s.Fields() {
				p.fields[field] = pkg.Name() + "." + name + "." + field.Name()
			}
		}
	}
}

// addReads records the fields that a file reads: those that it selects, but not as the left
// side of an assignment.
func (p *program) addReads(file *ast.File, info *types.Info) {
	isSet := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				isSet[left] = true
			}
		case *ast.SelectorExpr:
			if selection := info.Selections[n]; selection != nil && !isSet[n] {
				p.read[p.fields[selection.Obj()]] = true
			}
		}
		return true
	})
}

// readLayouts returns the text of all layouts of the theme.
func readLayouts(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := fs.WalkDir(os.DirFS("../../../layouts"), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".html" {
			return err
		}
		text, err := os.ReadFile("../../../layouts/" + file)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
