package build

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"cairn/generator/internal/output"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sitetest"
)

// TestFaultFiles builds the sites in testdata/faults. Each archive is a site and its
// expected diagnostics:
//
//	-- content/a.md --            a file; site.toml is there if the archive has none
//	-- content/a.md (quoted) --   the same, in lines of Go's quoted strings: "\ufeff一\r\n"
//	                              or of a number and a string: 1000 "["
//	-- content/a.md (link) --     a symbolic link to the path in the line
//	-- content/a.md (pipe) --     a named pipe
//	-- want --                    the diagnostics as they are printed
//	-- in a.html --               lines that are in the page, and no tree without them
//	-- not in a.html --           lines that are not
//
// The diagnostics do not depend on line ends and marks: with CI=true every file but the
// quoted ones is also read with a byte-order mark and CRLF, and with CR.
func TestFaultFiles(t *testing.T) {
	names, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives:", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			tree, got := buildArchive(t, archive, "", "\n")
			if sitetest.IsUpdate() {
				setWant(archive, got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			wantTree(t, archive, tree)
			wantDiagnostics(t, archive, got)
			for _, variant := range sample.Of(0, []struct{ mark, end string }{{"\ufeff", "\r\n"}, {"", "\r"}}) {
				_, got := buildArchive(t, archive, variant.mark, variant.end)
				wantDiagnostics(t, archive, got)
			}
		})
	}
}

func section(archive *txtar.Archive, name string) string {
	for _, f := range archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func setWant(archive *txtar.Archive, text string) {
	for i, f := range archive.Files {
		if f.Name == "want" {
			archive.Files[i].Data = []byte(text)
			return
		}
	}
	archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(text)})
}

// buildArchive writes the site to a disk, with the given byte-order mark and line ends, and
// builds it.
func buildArchive(t *testing.T, archive *txtar.Archive, mark, end string) (*output.Tree, string) {
	t.Helper()
	dir := t.TempDir()
	if !slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "site.toml") }) {
		plant(t, dir, "site.toml", []byte(`title = "手册"`))
	}
	for _, f := range archive.Files {
		name, kind, _ := strings.Cut(strings.TrimSuffix(f.Name, ")"), " (")
		switch {
		case f.Name == "want" || strings.HasPrefix(f.Name, "in ") || strings.HasPrefix(f.Name, "not in "):
		case kind == "quoted":
			plant(t, dir, name, unquoted(t, f.Data))
		case kind == "":
			plant(t, dir, name, []byte(mark+strings.ReplaceAll(string(f.Data), "\n", end)))
		default:
			plantSpecial(t, filepath.Join(dir, filepath.FromSlash(name)), kind, strings.TrimSpace(string(f.Data)))
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return report(New(root.FS(), theme()).Build(Options{Today: "2026-11-23", Lang: "en"}))
}

func plant(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// unquoted returns the text that lines of quoted strings stand for.
func unquoted(t *testing.T, lines []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for line := range strings.Lines(string(lines)) {
		count, text := 1, strings.TrimSpace(line)
		if n, rest, found := strings.Cut(text, ` "`); found {
			if times, err := strconv.Atoi(n); err == nil {
				count, text = times, `"`+rest
			}
		}
		part, err := strconv.Unquote(text)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		b.WriteString(strings.Repeat(part, count))
	}
	return b.Bytes()
}

func wantDiagnostics(t *testing.T, archive *txtar.Archive, got string) {
	t.Helper()
	if diff := cmp.Diff(section(archive, "want"), got); diff != "" {
		t.Error(diff)
	}
}

// wantTree compares pages with the lines in the archive. A build with errors has no tree.
func wantTree(t *testing.T, archive *txtar.Archive, tree *output.Tree) {
	t.Helper()
	if failed := strings.Contains(section(archive, "want"), ": error: "); failed != (tree == nil) {
		t.Fatalf("errors: %t, tree: %t", failed, tree != nil)
	}
	for _, f := range archive.Files {
		absent, where := strings.CutPrefix(f.Name, "not ")
		path, ok := strings.CutPrefix(absent, "in ")
		if !ok {
			continue
		}
		if tree == nil {
			t.Fatal("no page is built")
		}
		html := page(t, tree, path)
		for line := range strings.Lines(string(f.Data)) {
			if line = strings.TrimSuffix(line, "\n"); strings.Contains(html, line) == where {
				t.Errorf("%s: %q\n%s", f.Name, line, html)
			}
		}
	}
}

// vanishing is a site with a file that does not exist the first times that it is opened.
type vanishing struct {
	fs.FS
	file  string
	times int
}

func (v *vanishing) Open(name string) (fs.File, error) {
	if name == v.file && v.times > 0 {
		v.times--
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.FS.Open(name)
}

// If a file vanishes between being listed and being read, the build reads everything once
// more.
func TestAFileThatVanishes(t *testing.T) {
	files := fsOf(map[string]string{"site.toml": `title = "手册"`, "content/a.md": "# 题\n", "content/b.txt": "x"})
	const help = "\n    put it back, or build again\n"
	for _, test := range []struct {
		file  string
		times int
		want  string
	}{
		{"content/a.md", 1, ""}, {"content/a.md", 99, "content/a.md:1:1: error: there is no such file" + help},
		{"content/b.txt", 1, ""}, {"content/b.txt", 99, "content/b.txt:1:1: error: there is no such file" + help},
	} {
		tree, got := report(New(&vanishing{files, test.file, test.times}, theme()).Build(Options{Lang: "en"}))
		if got != test.want || (tree == nil) != (test.want != "") {
			t.Errorf("%s, %d times: a tree is %t, with %s", test.file, test.times, tree != nil, got)
		}
	}
}
