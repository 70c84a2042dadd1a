package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const internal = "cairn/generator/internal/"

// packagesOf reads the lists of packages in ARCHITECTURE.md: the rows of the table, from source
// to site, and the names in the paragraph about the packages that only tests import.
func packagesOf(t *testing.T) (order, testSupport []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "| package | takes | makes |\n")
	rows, after, _ := strings.Cut(table, "\n\n")
	paragraph, _, _ := strings.Cut(after, "\n\n")
	if !found || !strings.Contains(paragraph, "are for tests only") {
		t.Fatal("ARCHITECTURE.md: there is no table `| package | takes | makes |` with the paragraph of the packages that `are for tests only` below it")
	}
	names := func(pattern, text string) (all []string) {
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
			all = append(all, match[1])
		}
		return all
	}
	return names("(?m)^\\| `(\\w+)` \\|", rows), names("`(\\w+)`", paragraph)
}

// ARCHITECTURE.md lists every package, and a package imports only packages above it.
func TestPackagesImportOneWay(t *testing.T) {
	order, testSupport := packagesOf(t)
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}{{range .Imports}} {{.}}{{end}}", internal+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	listed := append(slices.Clone(order), testSupport...)
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		paths := strings.Fields(line)
		name := strings.TrimPrefix(paths[0], internal)
		at := slices.Index(listed, name)
		if at < 0 {
			t.Errorf("ARCHITECTURE.md: add a row for the package %s to the table of packages, below the packages that it imports", name)
			continue
		}
		listed = slices.Delete(listed, at, at+1)
		if slices.Contains(testSupport, name) {
			continue
		}
		for _, path := range paths[1:] {
			imported, ours := strings.CutPrefix(path, internal)
			if ours && !slices.Contains(order[:slices.Index(order, name)], imported) {
				t.Errorf("%s imports %s, which is not above it in the table of packages in ARCHITECTURE.md", name, imported)
			}
		}
	}
	for _, name := range listed {
		t.Errorf("ARCHITECTURE.md lists the package %s, which does not exist", name)
	}
}
