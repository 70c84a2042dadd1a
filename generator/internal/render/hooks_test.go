package render

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"cairn/generator/internal/diag"
)

// root is the folder of the theme.
const root = "../../.."

// setElsewhere are attributes that scripts look for although no layout has them: the
// Markdown renderer or a script sets them, or they are in the template "home path", which no
// layout includes.
var setElsewhere = []string{"data-stale", "data-task", "data-enlarge", "data-clip", "data-key", "data-place", "data-minutes", "data-sections", "data-tasks", "data-theme", "data-scripts", "data-reader-known", "data-held", "data-waits", "data-pending", "data-section", "data-behind", "data-words", "data-verdict", "data-value", "data-planned", "data-done", "data-quote", "data-quote-of", "data-quoted", `role="option"`}

// usedByScripts finds the attributes that the scripts look for, with selectors or through
// dataset. The value is true if a script requires the attribute.
func usedByScripts(t *testing.T) map[string]bool {
	t.Helper()
	selector := regexp.MustCompile(`\[(data-[a-z-]+|(?:name|role)=[a-z]+)`)
	dataset := regexp.MustCompile(`(?:dataset\[|parseData\(\w+, )"(\w+)"`)
	painted := regexp.MustCompile(`each\("([a-z-]+)"`)
	field := regexp.MustCompile(`(?:field\(|leavesOut\(|isChecked\(|controlOf\(this\.form, )"(\w+)"\)|for \(const name of \[(.*)\] as const\)`)
	required := regexp.MustCompile(`required(?:<\w+>)?\([\w.]+, "\[(data-[a-z-]+|role=[a-z]+)\]"`)
	quoted := regexp.MustCompile(`"(\w+)"`)
	destructured := regexp.MustCompile(`const \{ (.*) \} = [\w.]*dataset;`)
	variable := regexp.MustCompile(`(\w+)(?:: \w+)?(?: = "")?`)
	used := map[string]bool{}
	add := func(name string, isRequired bool) {
		if key, value, ok := strings.Cut(name, "="); ok {
			name = key + `="` + value + `"`
		}
		used[name] = used[name] || isRequired
	}
	err := fs.WalkDir(os.DirFS(root+"/static"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".ts" {
			return err
		}
		data, err := os.ReadFile(root + "/static/" + name)
		for _, m := range selector.FindAllStringSubmatch(string(data), -1) {
			add(m[1], false)
		}
		for _, m := range dataset.FindAllStringSubmatch(string(data), -1) {
			add("data-"+kebab(m[1]), false)
		}
		for _, m := range destructured.FindAllStringSubmatch(string(data), -1) {
			for _, n := range variable.FindAllStringSubmatch(m[1], -1) {
				add("data-"+kebab(n[1]), false)
			}
		}
		for _, m := range painted.FindAllStringSubmatch(string(data), -1) {
			add("data-"+m[1], false)
		}
		for _, m := range field.FindAllStringSubmatch(string(data), -1) {
			for _, n := range append(quoted.FindAllStringSubmatch(m[2], -1), []string{"", m[1]}) {
				if n[1] != "" {
					add("name="+n[1], false)
				}
			}
		}
		for _, m := range required.FindAllStringSubmatch(string(data), -1) {
			add(m[1], true)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range setElsewhere {
		delete(used, name)
	}
	return used
}

// kebab converts a name of dataset to the name of its attribute: printSheet to print-sheet.
func kebab(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Attachments lists exactly the attributes that the scripts look for, and an attribute that
// a script requires as required.
func TestAttachmentsAreThoseOfTheScripts(t *testing.T) {
	used := usedByScripts(t)
	listed := map[string]bool{} // the value is true if the list says required
	for _, a := range Attachments() {
		for _, name := range append([]string{a.Anchor}, a.Optional...) {
			listed[name] = false
		}
	}
	for _, a := range Attachments() {
		for _, name := range a.Required {
			listed[name] = true
		}
	}
	delete(listed, "")
	for name := range listed {
		if _, ok := used[name]; !ok && !strings.HasPrefix(name, "id=") {
			t.Errorf("no script looks for %s", name)
		}
	}
	for name, isRequired := range used {
		if inList, ok := listed[name]; !ok {
			t.Errorf("a script looks for %s, which is not in the list", name)
		} else if isRequired && !inList {
			t.Errorf("a script requires %s, the list says that it is optional", name)
		}
	}
}

// without returns the layouts with attributes removed from one file.
func without(files fstest.MapFS, file string, names ...string) fstest.MapFS {
	own := maps.Clone(files)
	text := string(files[file].Data)
	for _, name := range names {
		text = regexp.MustCompile(`([\s"'])`+regexp.QuoteMeta(name)+`([\s=>"'{/]|$)`).ReplaceAllString(text, "${1}data-gone$2")
	}
	own[file] = &fstest.MapFile{Data: []byte(text)}
	return own
}

// themeFiles returns the layouts of the theme.
func themeFiles(t *testing.T) fstest.MapFS {
	files := fstest.MapFS{}
	disk := os.DirFS(root)
	for _, pattern := range []string{"layouts/*.html", "layouts/partials/*.html"} {
		names, err := fs.Glob(disk, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no layouts: %v", err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(disk, name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: data}
		}
	}
	return files
}

// Every attribute that a site's own layout lacks is reported at its file: as an error if a
// script requires the attribute, otherwise as information.
func TestEveryMissingHookIsReported(t *testing.T) {
	files := themeFiles(t)
	theme, faults := ParseLayouts(files, nil, nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	home := map[string][]string{} // the files that contain an attribute
	for layout, t := range theme.byName {
		for name, files := range attributes(layout, t) {
			home[name] = append(home[name], files...)
		}
	}
	for name, files := range home {
		slices.Sort(files)
		home[name] = slices.Compact(files)
	}
	check := func(file string, severities map[string]string) {
		layouts, faults := ParseLayouts(without(files, file, slices.Collect(maps.Keys(severities))...), nil, nil)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		reported := map[string]bool{}
		for _, f := range layouts.CheckHooks(theme, func(name string) bool { return name == file }) {
			reported[f.File+": "+f.Severity.String()+": "+f.Message.String()] = true
		}
		for name, severity := range severities {
			want := file + ": info: no element has " + name + ": a script of the page does nothing there"
			if severity == "error" {
				want = file + ": error: no element has " + name + ", and a script of the page fails without it"
			}
			if !reported[want] {
				t.Errorf("%q is not among the faults %v", want, reported)
			}
		}
	}
	within := map[string]map[string]string{} // by file, the attributes that are no anchors, with their severities
	for _, a := range Attachments() {
		for _, name := range append([]string{a.Anchor}, append(a.Required, a.Optional...)...) {
			severity := "info"
			if slices.Contains(a.Required, name) {
				severity = "error"
			}
			switch {
			case name == "":
			case len(home[name]) == 0:
				t.Errorf("no layout of the theme has %s", name)
			case len(home[name]) > 1: // an attribute of two files is missing only if both lack it
			case name == a.Anchor:
				check(home[name][0], map[string]string{name: "info"})
			default:
				file := home[name][0]
				if within[file] == nil {
					within[file] = map[string]string{}
				}
				if within[file][name] != "error" {
					within[file][name] = severity
				}
			}
		}
	}
	for file, severities := range within {
		check(file, severities)
	}
}

// If a site's own layout does not call the partial that has an attribute, the fault is at
// the layout. Attributes in text and comments do not count.
func TestMissingHookIsReportedAtTheOwnLayout(t *testing.T) {
	parse := func(page string) (*Layouts, []diag.Fault) {
		return ParseLayouts(fstest.MapFS{
			"layouts/base.html":             {Data: []byte(`<html data-site data-root data-page data-layout>{{template "main" .}}`)},
			"layouts/partials/sidebar.html": {Data: []byte(`{{define "sidebar"}}{{end}}`)},
			"layouts/partials/page.html":    {Data: []byte(`{{define "body"}}<p data-prose data-ticks-key="a"></p>{{end}}`)},
			"layouts/page.html":             {Data: []byte(page)},
		}, nil, nil)
	}
	theme, _ := parse(`{{define "main"}}{{template "body" .}}{{end}}`)
	own, faults := parse(`{{define "main"}}<p>data-prose</p><!-- <p data-prose> -->{{end}}`)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got := own.CheckHooks(theme, func(file string) bool { return file == "layouts/page.html" })
	if len(got) != 1 || got[0].File != "layouts/page.html" || got[0].Severity != diag.Info ||
		got[0].Message.String() != "no element has data-prose: a script of the page does nothing there" ||
		got[0].Help.String() != "unless you removed it on purpose, copy it from the theme's layouts/partials/page.html" {
		t.Errorf("the faults are %v", got)
	}
	if got := theme.CheckHooks(theme, func(string) bool { return true }); len(got) > 0 {
		t.Errorf("the theme itself has the faults %v", got)
	}
}

func BenchmarkParseLayouts(b *testing.B) {
	theme := os.DirFS(root)
	for b.Loop() {
		if _, faults := ParseLayouts(theme, nil, nil); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
