package build

import (
	"io/fs"
	"strings"
	"testing"

	"cairn/generator/internal/output"
)

// An own layout without an element that the scripts need is an error; without one that the
// scripts can do without it is reported by check alone. Beside another error in the layouts
// neither is reported, since it may follow from that, and for an unchanged copy nothing is.
func TestOwnLayouts(t *testing.T) {
	standard := func(file string) string {
		text, err := fs.ReadFile(repository(t), file)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	const file = "layouts/partials/page.html"
	optional := strings.Replace(standard(file), " data-prose ", " ", 1)
	required := strings.Replace(standard("layouts/home.html"), " data-reader", "", 1)
	const (
		goesWithout = "layouts/partials/page.html:1:1: info: no element has data-prose"
		fails       = "layouts/home.html:1:1: error: no element has data-reader"
	)
	for _, test := range []struct {
		files map[string]string
		check bool
		want  []string
	}{
		{map[string]string{file: standard(file), "layouts/home.html": standard("layouts/home.html")}, true, nil},
		{map[string]string{file: optional}, true, []string{goesWithout}},
		{map[string]string{file: optional}, false, nil},
		{map[string]string{"layouts/home.html": required}, false, []string{fails}},
		{map[string]string{file: optional, "layouts/home.html": required}, true, []string{fails, goesWithout}},
		{map[string]string{file: optional, "layouts/home.html": "{{define \"main\"}}{{end"}, true, []string{"layouts/home.html:1:"}},
	} {
		test.files["content/index.md"] = "# 首页\n"
		_, faults := buildReal(t, test.files, Options{Check: test.check})
		var got []string
		for line := range strings.Lines(faults) {
			if strings.HasPrefix(line, "layouts/") {
				got = append(got, line)
			}
		}
		same := len(got) == len(test.want)
		for i := 0; same && i < len(got); i++ {
			same = strings.HasPrefix(got[i], test.want[i])
		}
		if !same {
			t.Errorf("with check (%t) it says %q, want %q", test.check, got, test.want)
		}
	}
}

// buildReal builds a site with the layouts of the repository.
func buildReal(t *testing.T, files map[string]string, options Options) (*output.Tree, string) {
	t.Helper()
	files["site.toml"] = "title = \"手册\"\nid = \"x\"\n" + files["site.toml"]
	return report(New(fsOf(files), repository(t)).Build(options))
}
