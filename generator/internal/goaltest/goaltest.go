// Package goaltest gives tests the goal templates and calendars of this
// repository's own site.
package goaltest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
)

// Templates are goal templates of the site, as TRACK/STAGE, for tests that would take too long with
// all of them: the newcomers of each track and one of each other stage.
var Templates = []string{"saas/newcomer", "industry/newcomer", "enterprise/newcomer", "emerging/newcomer", "enterprise/growth", "saas/manager", "industry/expert"}

// Head begins a template: it has the keys that every template must have, but for
// the inputs.
const Head = "title = \"a\"\nfiscal_year = 2027\n"

// Own returns a template of the site by its name, TRACK/STAGE.
func Own(t testing.TB, name string) *goal.Template {
	t.Helper()
	return Template(t, Read(t, "goals/"+name+".toml"), Calendars(t)...)
}

// Names returns the names of all templates of the site: saas/newcomer.
func Names(t testing.TB) []string {
	t.Helper()
	files, _ := filepath.Glob("../../../content/goals/*/*.toml")
	if len(files) < 5 {
		t.Fatalf("there are only the templates %v", files)
	}
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = filepath.Base(filepath.Dir(file)) + "/" + strings.TrimSuffix(filepath.Base(file), ".toml")
	}
	return names
}

// All returns all templates of the site by their names.
func All(t testing.TB) map[string]*goal.Template {
	t.Helper()
	all := map[string]*goal.Template{}
	for _, name := range Names(t) {
		all[name] = Own(t, name)
	}
	return all
}

// Calendars returns the calendars of the site.
func Calendars(t testing.TB) []*calendar.Calendar {
	t.Helper()
	var all []*calendar.Calendar
	for _, file := range []string{"calendar/2026.toml", "calendar/statutory.toml"} {
		c, faults := calendar.Parse(file, Read(t, file))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		all = append(all, c)
	}
	return all
}

// Read returns the text of a file in content/.
func Read(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile("../../../content/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// GuideFile is the author's guide to goal templates, in content/.
const GuideFile = "authoring/goal-templates.md"

// Guide returns the template that the author's guide writes, block by block.
func Guide(t testing.TB) string {
	t.Helper()
	blocks := regexp.MustCompile("(?ms)^```toml\n(.*?)^```$")
	var text strings.Builder
	for _, m := range blocks.FindAllStringSubmatch(Read(t, GuideFile), -1) {
		text.WriteString(m[1] + "\n")
	}
	return text.String()
}

// Template parses a template, which must have no faults.
func Template(t testing.TB, text string, calendars ...*calendar.Calendar) *goal.Template {
	t.Helper()
	template, faults := Parse(text, calendars...)
	if template == nil || faults != "" {
		t.Fatal(faults)
	}
	return template
}

// Parse parses a template and returns its faults as an author reads them.
func Parse(text string, calendars ...*calendar.Calendar) (*goal.Template, string) {
	template, faults := goal.Parse("g.toml", text, calendars)
	return template, Print(faults, text)
}

// Print writes the faults of a text as an author reads them.
func Print(faults []diag.Fault, text string) string {
	var b strings.Builder
	diag.Print(&b, diag.Catalogue(nil).Resolve(faults, func(string) string { return text }))
	return b.String()
}
