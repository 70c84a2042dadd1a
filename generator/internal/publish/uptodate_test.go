package publish

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/output"
)

// madeFrom are the options of a site that was made from inputs.
func madeFrom(inputs string) Options {
	return Options{
		Source: "site", Owner: Owner{ID: "a", Title: "甲"},
		Ready: func() (string, bool) { return inputs, true },
	}
}

func isUpToDate(public, inputs string) bool {
	_, ok := UpToDate(public, func() string { return inputs }, madeFrom(inputs))
	return ok
}

// UpToDate recognises a site only if Publish would find nothing to write and nothing to refuse,
// whatever has happened to the output folder.
func TestUpToDate(t *testing.T) {
	former := files{"index.html": "0", "assets/a.0.css": "kept"}
	site := files{"index.html": "home", "b.html": "bbbb", "sub/c.html": "c", "assets/a.1.css": "css"}
	write := func(t *testing.T, public, path, data string) { plant(t, public, files{path: data}) }
	remove := func(t *testing.T, public, path string) {
		if err := os.RemoveAll(filepath.Join(public, path)); err != nil {
			t.Fatal(err)
		}
	}
	rename := func(t *testing.T, from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		happens func(t *testing.T, public string)
		want    bool
	}{
		"nothing":                    {func(*testing.T, string) {}, true},
		"litter":                     {func(t *testing.T, public string) { write(t, public, "sub/.DS_Store", "x") }, true},
		"an empty folder":            {func(t *testing.T, public string) { write(t, public, "x/y", ""); remove(t, public, "x/y") }, true},
		"a killed run":               {func(t *testing.T, public string) { write(t, sibling(public, "next"), "b.html", "b") }, true},
		"an edited file":             {func(t *testing.T, public string) { write(t, public, "b.html", "xxxx") }, false},
		"a truncated file":           {func(t *testing.T, public string) { write(t, public, "sub/c.html", "") }, false},
		"a missing file":             {func(t *testing.T, public string) { remove(t, public, "b.html") }, false},
		"a missing kept file":        {func(t *testing.T, public string) { remove(t, public, "assets/a.0.css") }, false},
		"a folder instead of a file": {func(t *testing.T, public string) { remove(t, public, "b.html"); write(t, public, "b.html/x", "") }, false},
		"two files exchanged": {func(t *testing.T, public string) {
			write(t, public, "index.html", "bbbb")
			write(t, public, "b.html", "home")
		}, false},
		"a file with another name, in the manifest too": {func(t *testing.T, public string) {
			rename(t, filepath.Join(public, "b.html"), filepath.Join(public, "d.html"))
			record, _ := os.ReadFile(filepath.Join(public, ".cairn.json"))
			write(t, public, ".cairn.json", strings.Replace(string(record), "b.html", "d.html", 1))
		}, false},
		"a foreign file":     {func(t *testing.T, public string) { write(t, public, "notes.txt", "x") }, false},
		"no folder":          {func(t *testing.T, public string) { remove(t, public, "") }, false},
		"no manifest":        {func(t *testing.T, public string) { remove(t, public, ".cairn.json") }, false},
		"a damaged manifest": {func(t *testing.T, public string) { write(t, public, ".cairn.json", "{") }, false},
		"a moved output":     {func(t *testing.T, public string) { rename(t, public, sibling(public, "old")) }, false}, // as between the two renames of a run; Publish moves it back
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			public := filepath.Join(dir, "public")
			for inputs, site := range []files{former, site} {
				if _, err := Publish(site.tree(), public, madeFrom([]string{"0", "1"}[inputs])); err != nil {
					t.Fatal(err)
				}
			}
			if isUpToDate(public, "2") || isUpToDate(public, "0") {
				t.Error("other inputs are up to date")
			}
			test.happens(t, public)
			got, ok := UpToDate(public, func() string { return "1" }, madeFrom("1"))
			if ok {
				wantAlone(t, dir, "public")
			}
			if ok != test.want {
				t.Errorf("up to date is %t, want %t", ok, test.want)
			}
			want, err := Publish(site.tree(), public, madeFrom("1"))
			if ok && (err != nil || got != want) {
				t.Errorf("the report is %+v, %t; that of a publication %+v, %v", got, ok, want, err)
			}
			if err == nil && !isUpToDate(public, "1") {
				t.Error("after the publication it is not up to date")
			}
		})
	}
}

// A site whose output folder has moved, or that has another owner, is not up to date.
func TestUpToDateOwner(t *testing.T) {
	public := filepath.Join(t.TempDir(), "public")
	options := madeFrom("1")
	options.Owner.Named = false
	if _, err := Publish(files{"a.html": "a"}.tree(), public, options); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		source string
		owner  Owner
		want   bool
	}{
		"the same":        {"site", options.Owner, true},
		"another source":  {"site2", options.Owner, false},
		"another title":   {"site", Owner{ID: "a", Title: "乙"}, false},
		"another site":    {"site2", Owner{ID: "b", Title: "乙"}, false},
		"an id is chosen": {"site", Owner{ID: "a", Title: "甲", Named: true}, false},
	} {
		_, ok := UpToDate(public, func() string { return "1" }, Options{Source: test.source, Owner: test.owner})
		if ok != test.want {
			t.Errorf("%s: up to date is %t", name, ok)
		}
	}
}

// UpToDate asks for the inputs only where a site names its own, and locks nothing before they
// are equal.
func TestInputsAreAskedForLast(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	none := func() string { t.Error("the inputs were asked for"); return "" }
	if _, ok := UpToDate(public, none, madeFrom("")); ok {
		t.Error("nothing is up to date")
	}
	if _, err := Publish(files{"a.html": "a"}.tree(), public, madeFrom("")); err != nil {
		t.Fatal(err)
	}
	if _, ok := UpToDate(public, none, madeFrom("")); ok {
		t.Error("a site without inputs is up to date")
	}
	if _, err := Publish(files{"a.html": "b"}.tree(), public, madeFrom("1")); err != nil {
		t.Fatal(err)
	}
	release, err := acquire(sibling(public, "lock"), nil)
	if err != nil {
		t.Fatal(err)
	}
	options := madeFrom("2")
	options.Waiting = func() { t.Error("it waits for the lock"); release() }
	if _, ok := UpToDate(public, func() string { return "2" }, options); ok {
		t.Error("other inputs are up to date")
	}
	release()
}

// An unchanged site that was made from other inputs gets a new manifest, and nothing else is
// touched; so does one whose manifest has a damaged hash. If the manifest cannot be written, the
// old one stays.
func TestRenewedManifest(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "public")
	site := files{"a.html": "a", "assets/a.1.css": "css"}
	publishFrom := func(inputs string, d disk) {
		t.Helper()
		options := madeFrom(inputs)
		report, err := publish(site.tree(), public, options, d)
		if want := (Report{Files: 2, Unchanged: true}); err != nil || inputs != "1" && report != want {
			t.Fatalf("%s: report is %+v, %v", inputs, report, err)
		}
	}
	publishFrom("1", realDisk())
	page := stat(t, dir, "public/a.html")
	for step := 0; ; step++ {
		var done atomic.Int64
		failing := ""
		publishFrom("2", before(realDisk(), func(what string) error {
			if done.Add(1) == int64(step)+2 { // the first removes what a killed run has left
				failing = what
				return &os.PathError{Op: what, Path: "x", Err: syscall.ENOSPC}
			}
			return nil
		}))
		if isUpToDate(public, "1") == isUpToDate(public, "2") {
			t.Fatalf("%s failed: neither the old manifest is there nor the new one", failing)
		}
		if failing == "" {
			break
		}
	}
	name := filepath.Join(public, output.Manifest)
	known, err := readManifest(name)
	if err == nil {
		known.Hash = "damaged"
		var data []byte
		if data, err = known.bytes(); err == nil {
			err = os.WriteFile(name, data, 0o666)
		}
	}
	if err != nil || isUpToDate(public, "2") {
		t.Fatalf("a damaged hash is not noticed: %v", err)
	}
	publishFrom("2", realDisk())
	publishFrom("", realDisk()) // keeps the manifest
	if !isUpToDate(public, "2") {
		t.Error("the new manifest is not there")
	}
	if after := stat(t, dir, "public/a.html"); !os.SameFile(page, after) || page.ModTime() != after.ModTime() {
		t.Error("a page was touched")
	}
	if diff := cmp.Diff(site, onDisk(t, public)); diff != "" {
		t.Error(diff)
	}
	wantAlone(t, dir, "public")
}
