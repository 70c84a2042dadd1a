package e2e

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// scriptFolders lists the folders of static/ that hold scripts. A file may import
// files of its own folder and of the folders before it; the bundles' entry points,
// static/*.ts, may import all of them, and nothing imports an entry point.
var scriptFolders = []string{"shared", "storage", "formula", "goal", "year", "workbook", "reading", "search", "frame", "assessment", "home", "worksheet", "plans", "team", "print"}

const maxScriptLines = 400

func TestScriptImports(t *testing.T) {
	scripts := readScripts(t)
	imports := map[string][]string{}
	for name, text := range scripts {
		for _, imported := range importsOf(name, text) {
			if scripts[imported] == "" {
				t.Errorf("%s imports %s, which is no script of static", name, imported)
				continue
			}
			if i, j := layer(imported), layer(name); i > j || (i == len(scriptFolders)) {
				t.Errorf("%s imports %s, which is not before it", name, imported)
			}
			imports[name] = append(imports[name], imported)
		}
	}
	if circle := findCircle(imports); circle != nil {
		t.Errorf("the imports go round in a circle: %s", strings.Join(circle, " → "))
	}
	var folders []string
	for name := range scripts {
		if folder := path.Dir(name); folder != "." && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	slices.Sort(folders)
	if want := slices.Sorted(slices.Values(scriptFolders)); !slices.Equal(folders, want) {
		t.Errorf("the folders with scripts are\n%v, the list has\n%v", folders, want)
	}
}

// layer is the place of a script's folder in scriptFolders; entry points come last.
func layer(name string) int {
	folder := path.Dir(name)
	if folder == "." {
		return len(scriptFolders)
	}
	return slices.Index(scriptFolders, folder)
}

var importPath = regexp.MustCompile(`(?m)(?:(?:^|; ?)import|(?:^|; ?)(?:import|export)\b[^;"]*\bfrom|\bimport\() ?"([^"]+)"`)

// importsOf returns the files that a script imports, also those of which it
// imports only types, relative to static/.
func importsOf(name, text string) []string {
	var imports []string
	for _, match := range importPath.FindAllStringSubmatch(text, -1) {
		imports = append(imports, path.Join(path.Dir(name), match[1])+".ts")
	}
	return imports
}

// findCircle returns a circle of imports, or nil if there is none.
func findCircle(imports map[string][]string) []string {
	done := map[string]bool{}
	var visit func(trail []string, name string) []string
	visit = func(trail []string, name string) []string {
		if i := slices.Index(trail, name); i >= 0 {
			return append(slices.Clone(trail[i:]), name)
		}
		if done[name] {
			return nil
		}
		for _, imported := range imports[name] {
			if circle := visit(append(slices.Clone(trail), name), imported); circle != nil {
				return circle
			}
		}
		done[name] = true
		return nil
	}
	for name := range imports {
		if circle := visit(nil, name); circle != nil {
			return circle
		}
	}
	return nil
}

// unchecked matches the ways to make the compiler accept a type without a check. Values from
// outside are narrowed by a guard instead (static/shared/json.ts).
var unchecked = map[string]*regexp.Regexp{
	"a cast":                       regexp.MustCompile(`\bas [A-Za-z_({\[]`),
	"a non-null assertion":         regexp.MustCompile(`[\w)\]]!(?:[.;,:)\]\[(}?]| [^=]|$)`),
	"the type any":                 regexp.MustCompile(`[:<|,] ?any\b`),
	"a directive for the compiler": regexp.MustCompile(`@ts-`),
}

var (
	notCode  = regexp.MustCompile(`(?s)"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|//[^\n]*|/\*.*?\*/`)
	harmless = regexp.MustCompile(`\bas const\b|\{[^{}]*\} from|\* as \w+ from`)
)

func TestScriptTypes(t *testing.T) {
	for name, text := range readScripts(t) {
		for what, at := range uncheckedLines(text) {
			t.Errorf("static/%s has %s: %s", name, what, at)
		}
		if n := strings.Count(text, "\n"); n >= maxScriptLines {
			t.Errorf("static/%s has %d lines; split it at %d", name, n, maxScriptLines)
		}
	}
}

// uncheckedLines returns the lines of a script that match a pattern of unchecked, by its name.
func uncheckedLines(text string) map[string]string {
	found := map[string]string{}
	code := notCode.ReplaceAllStringFunc(text, func(part string) string {
		if strings.Contains(part, "@ts-") {
			return part
		}
		return `""` + strings.Repeat("\n", strings.Count(part, "\n"))
	})
	for line := range strings.Lines(harmless.ReplaceAllString(code, "")) {
		line = strings.TrimSpace(line)
		for what, pattern := range unchecked {
			if pattern.MatchString(line) {
				found[what] = line
			}
		}
	}
	return found
}

func TestUncheckedLines(t *testing.T) {
	for line, want := range map[string]string{
		"const x = y as string;":                 "a cast",
		"const x = (y as unknown[]).length;":     "a cast",
		"const x = y as { a: string };":          "a cast",
		"const x = y!.length;":                   "a non-null assertion",
		"f(list[0]!);":                           "a non-null assertion",
		"const x = f()!;":                        "a non-null assertion",
		"const x = y! + 1;":                      "a non-null assertion",
		"function f(x: any): void {}":            "the type any",
		"const x: Map<string, any> = new Map();": "the type any",
		"// @ts-ignore":                          "a directive for the compiler",
		`const x = ["a"] as const;`:              "",
		"if (a !== b && !c(d)) return !e;":       "",
		"// a name as such, x! and any: any":     "",
		`import { a as b } from "./c";`:          "",
		`const x = "y as z!";`:                   "",
		"for (const n of [1]) f(!n);":            "",
	} {
		var whats []string
		for what := range uncheckedLines(line) {
			whats = append(whats, what)
		}
		if got := strings.Join(whats, ", "); got != want {
			t.Errorf("%s: found %q, want %q", line, got, want)
		}
	}
}

// readScripts reads the TypeScript of static/, by the path below it.
func readScripts(t *testing.T) map[string]string {
	t.Helper()
	static := os.DirFS("../../../static")
	scripts := map[string]string{}
	err := fs.WalkDir(static, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".ts" {
			return err
		}
		text, err := fs.ReadFile(static, name)
		scripts[name] = string(text)
		return err
	})
	if err != nil || len(scripts) == 0 {
		t.Fatalf("read %d scripts: %v", len(scripts), err)
	}
	return scripts
}
