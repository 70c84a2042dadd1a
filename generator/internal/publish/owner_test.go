package publish

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

// An output folder belongs to one site. Another site is refused with the owner's name; the
// same site with a new title or a new id is not another site.
func TestOwner(t *testing.T) {
	named := func(id, title string, former ...string) Owner {
		return Owner{ID: id, Title: title, Former: former, Named: true}
	}
	untold := func(id, title string) Owner { return Owner{ID: id, Title: title} }
	const (
		former = "choose another folder with --output, or remove this one; if it is the same site with a new id, write `former_ids = [\"ONE\"]` in site.toml"
		id     = "choose another folder with --output, or remove this one; if it is the same site, write `id = \"ONE\"` in site.toml"
	)
	for _, test := range []struct {
		name          string
		first, second Owner
		from          string // where the source of the second is
		help          string // with ONE for the id of the first; "" if the second is let in
	}{
		{"the same", named("a", "甲"), named("a", "甲"), "site", ""},
		{"another title", named("a", "甲"), named("a", "乙"), "site", ""},
		{"the same from elsewhere", named("a", "甲"), named("a", "甲"), "other/deep", ""},
		{"another id", named("a", "甲"), named("b", "甲"), "site", former},
		{"another id from elsewhere", named("a", "甲"), named("b", "乙"), "other", former},
		{"a new id", named("a", "甲"), named("b", "甲", "x", "a"), "other", ""},
		{"the id was taken out", named("a", "甲"), untold("site-1", "甲"), "site", id},
		{"two without an id", untold("site-1", "甲"), untold("site-2", "乙"), "other", id},
		{"two with one title", untold("site-1", "甲"), untold("site-1", "甲"), "other", ""},
		{"another title without an id", untold("site-1", "甲"), untold("site-2", "乙"), "site", ""},
		{"an id is new", untold("site-1", "甲"), named("a", "乙"), "site", ""},
		{"the proposed id is new", untold("site-1", "甲"), named("site-1", "乙"), "other", ""},
		{"an id over a site without", untold("site-1", "甲"), named("a", "乙"), "other", former},
		{"not noted yet", Owner{}, named("a", "甲"), "other", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			public := filepath.Join(dir, "www", "public")
			publish := func(owner Owner, source, text string) error {
				_, err := Publish(files{"index.html": text}.tree(), public, Options{Source: filepath.Join(dir, source), Owner: owner})
				return err
			}
			if err := publish(test.first, "site", "1"); err != nil {
				t.Fatal(err)
			}
			before := onDisk(t, dir)
			err := publish(test.second, test.from, "2")
			if test.help == "" {
				if err != nil {
					t.Fatal(err)
				}
				if err := publish(named("another", "丁"), "elsewhere", "3"); err == nil {
					t.Error("the folder has no owner now")
				}
				return
			}
			var refusal *Refused
			if !errors.As(err, &refusal) {
				t.Fatalf("error is %v, want a refusal", err)
			}
			message := public + " contains another site: " + test.first.Title + " (id " + test.first.ID + ")"
			if help := strings.Replace(test.help, "ONE", test.first.ID, 1); refusal.Message.String() != message || refusal.Help.String() != help {
				t.Errorf("it says\n%s\n%s\nwant\n%s\n%s", refusal.Message, refusal.Help, message, help)
			}
			if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
				t.Errorf("the disk has changed:\n%s", diff)
			}
		})
	}
}

// A second publication writes a changed owner into the manifest, even if no file of the site
// differs.
func TestOwnerIsNotedOnce(t *testing.T) {
	dir := t.TempDir()
	plant(t, dir, files{"public/.cairn.json": `{"cairn":1,"files":["a.html"]}`, "public/a.html": "a"})
	options := Options{Source: filepath.Join(dir, "site"), Owner: Owner{ID: "a", Title: "甲", Named: true}}
	for _, unchanged := range []bool{false, true} {
		report, err := Publish(files{"a.html": "a"}.tree(), filepath.Join(dir, "public"), options)
		if err != nil || report.Unchanged != unchanged || report.Written != 0 {
			t.Errorf("%+v, %v", report, err)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "public", ".cairn.json"))
	if want := "{\n\"cairn\": 1,\n\"site\": \"a\",\n\"title\": \"甲\",\n\"files\": [\n\"a.html\"\n]\n}\n"; err != nil || string(data) != want {
		t.Errorf("the manifest is %s", data)
	}
}

// If a killed run has left another site under the name old, publish restores that site and
// refuses to replace it.
func TestAnotherSitesLeftovers(t *testing.T) {
	dir := t.TempDir()
	plant(t, dir, files{".public.cairn-old/.cairn.json": `{"cairn":1,"site":"b","title":"乙","files":["b.html"]}`, ".public.cairn-old/b.html": "b"})
	_, err := Publish(files{"a.html": "a"}.tree(), filepath.Join(dir, "public"), Options{Source: dir + "/site", Owner: Owner{ID: "a", Title: "甲", Named: true}})
	var refusal *Refused
	if !errors.As(err, &refusal) {
		t.Fatalf("error is %v, want a refusal", err)
	}
	if got, want := diag.CatalogueOf("zh").Say(refusal.Message), filepath.Join(dir, "public")+" 里是另一个网站：乙（id 是 b）"; got != want {
		t.Errorf("it says %s, want %s", got, want)
	}
	if diff := cmp.Diff(files{"public/b.html": "b"}, onDisk(t, dir)); diff != "" {
		t.Errorf("on the disk:\n%s", diff)
	}
}
