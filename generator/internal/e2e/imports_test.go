package e2e

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// order lists the packages from source to site. A package may import only those before it.
var order = []string{
	"diag", "link", "forbidden", "toml", "config", "content", "words", "markdown", "formula", "calendar", "goal", "sheet", "wire", "assessment", "site", "check", "assets", "render", "search",
	"workbook", "output", "build", "publish", "serve", "scaffold", "cli",
}

// testSupport is imported by tests only.
var testSupport = []string{"needs", "sample", "corpus", "sitetest", "goaltest", "jstest", "browsertest", "officetest", "e2e"}

const internal = "cairn/generator/internal/"

func TestPackagesImportOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}{{range .Imports}} {{.}}{{end}}", internal+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		paths := strings.Fields(line)
		name := strings.TrimPrefix(paths[0], internal)
		found = append(found, name)
		if slices.Contains(testSupport, name) {
			continue
		}
		for _, path := range paths[1:] {
			imported, ours := strings.CutPrefix(path, internal)
			if ours && slices.Index(order, imported) >= slices.Index(order, name) {
				t.Errorf("%s imports %s, which is not before it", name, imported)
			}
		}
	}
	want := slices.Sorted(slices.Values(append(slices.Clone(order), testSupport...)))
	slices.Sort(found)
	if !slices.Equal(found, want) {
		t.Errorf("the packages are\n%v, the list has\n%v", found, want)
	}
}
