package build

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/sitetest"
)

// readSource takes over a file if its bytes are equal, and without reading it if it was not
// named as changed.
func TestReadSourceTakesOverFiles(t *testing.T) {
	folder := fstest.MapFS{
		"site.toml": file("title = \"x\""), "content/a.md": file("a"), "content/b.md": file("b"), "content/c.png": file("c"),
		"content/l.md": {Data: []byte("a.md"), Mode: fs.ModeSymlink}, "content/bad.md": file("\xff\xfe\x00a"),
	}
	names := func(of, last *source) (taken []string) {
		for name, f := range of.files {
			if f == last.files[name] {
				taken = append(taken, name)
			}
		}
		slices.Sort(taken)
		return taken
	}
	first, _ := readSource(folder, nil, &source{})
	folder["content/a.md"], folder["content/c.png"] = file("a2"), file("c")
	second, _ := readSource(folder, nil, first)
	if got, want := names(second, first), []string{"content/b.md", "content/c.png"}; !slices.Equal(got, want) {
		t.Errorf("of equal bytes are %q, want %q", got, want)
	}
	folder["content/a.md"], folder["content/b.md"] = file("a3"), file("b3")
	third, _ := readSource(folder, []string{"content/a.md"}, second)
	if got, want := names(third, second), []string{"content/b.md", "content/c.png"}; !slices.Equal(got, want) {
		t.Errorf("not named as changed are %q, want %q", got, want)
	}
	if got := third.textOf(folder, "content/l.md"); got != "a3" {
		t.Errorf("the link leads to %q", got)
	}
	if got := first.textOf(folder, "content/a.md"); got != "" {
		t.Errorf("a page that has changed since has the text %q", got)
	}
	fourth, _ := readSource(folder, nil, third)
	if !third.isStale(folder) || fourth.isStale(folder) {
		t.Error("not exactly the source that missed a change is stale")
	}
}

// parseContents takes over a parsed file while its text and the words are equal.
func TestParseContentsTakesOverFiles(t *testing.T) {
	folder := fstest.MapFS{"site.toml": file(""), "content/a.md": file("a"), "content/b.md": file("b")}
	read, pages := readSource(folder, nil, &source{})
	first := parseContents(read, pages, markdown.Words{Note: "注"}, &contents{})
	folder["content/a.md"] = file("a2")
	read, pages = readSource(folder, nil, read)
	second := parseContents(read, pages, markdown.Words{Note: "注"}, first)
	if first.files["content/a.md"] == second.files["content/a.md"] || first.files["content/b.md"] != second.files["content/b.md"] {
		t.Error("not exactly the unchanged file was taken over")
	}
	if third := parseContents(read, pages, markdown.Words{Note: "提示"}, second); third.files["content/b.md"] == second.files["content/b.md"] || third.files["content/b.md"].document.Text() != "b" {
		t.Error("a document with other words was taken over, or not parsed")
	}
}

// A goal template is taken over from the last contents until it or a calendar changes.
func TestParseContentsTakesOverGoals(t *testing.T) {
	d := newDesk(t, 3)
	const template, calendar = "content/goals/saas/newcomer.toml", "content/calendar/2027.toml"
	read, last := &source{}, &contents{}
	for _, test := range []struct {
		name, old, new string
		takenOver      bool
	}{
		{"content/index.md", "", "# Start\n", false}, // the first contents
		{"content/a.md", "", "# Another page\n", true},
		{template, "工作表", "计划表", false},
		{calendar, "02-12", "02-16", false},
		{"content/a.md", "", "# A page\n", true},
	} {
		text := test.new
		if test.old != "" {
			text = strings.Replace(string(d.files[test.name].Data), test.old, test.new, 1)
		}
		d.files[test.name] = file(text)
		var pages []string
		read, pages = readSource(d.files, nil, read)
		now := parseContents(read, pages, markdown.Words{}, last)
		if now.goals[template] == nil || (now.goals[template] == last.goals[template]) != test.takenOver {
			t.Errorf("after a change of %s the template is taken over: %t", test.name, !test.takenOver)
		}
		last = now
	}
}

// An artifact that is kept is rendered once; one that is not is rendered at each request.
func TestArtifactIsRenderedOnRequest(t *testing.T) {
	for _, test := range []struct {
		keep bool
		want int
	}{{true, 1}, {false, 3}} {
		rendered := 0
		a := &artifact{keep: test.keep, render: func(*bytes.Buffer) ([]byte, []diag.Fault) {
			rendered++
			return []byte("x"), []diag.Fault{diag.Errorf(diag.WholeFile("a"), "code", "fault")}
		}}
		if rendered != 0 {
			t.Error("an artifact is rendered before it is requested")
		}
		for range 3 {
			if string(a.read(nil)) != "x" || len(a.findFaults()) != 1 {
				t.Errorf("the artifact is %q with %v", a.read(nil), a.findFaults())
			}
		}
		if rendered != test.want {
			t.Errorf("keep %t: rendered %d times, want %d", test.keep, rendered, test.want)
		}
	}
}

// A file that is made at each request is made in the caller's buffer. A kept one is not, since
// the caller uses the buffer again.
func TestArtifactInBuffer(t *testing.T) {
	var buffer bytes.Buffer
	for _, keep := range []bool{true, false} {
		a := &artifact{keep: keep, render: func(buffer *bytes.Buffer) ([]byte, []diag.Fault) {
			if buffer == nil {
				return []byte("text"), nil
			}
			buffer.Reset()
			buffer.WriteString("text")
			return buffer.Bytes(), nil
		}}
		text := a.read(&buffer)
		buffer.Reset()
		buffer.WriteString("next")
		if isOwn := string(text) == "text"; isOwn != keep || string(a.read(&buffer)) != "text" {
			t.Errorf("keep %t: the bytes have memory of their own: %t; then they are %q", keep, isOwn, a.read(&buffer))
		}
	}
}

// The next build takes over an artifact of equal path and key, and no other.
func TestArtifactsAreTakenOverByKey(t *testing.T) {
	key := func(text string) [sha256.Size]byte { return sha256.Sum256([]byte(text)) }
	last := withKeys([]*artifact{{path: "same", key: key("1")}, {path: "other", key: key("1")}, {path: "none"}})
	if len(last) != 2 {
		t.Errorf("%d artifacts have a key, want 2", len(last))
	}
	now := []*artifact{{path: "same", key: key("1")}, {path: "other", key: key("2")}, {path: "none"}, {path: "new", key: key("1")}}
	got := takeOver(slices.Clone(now), last)
	if got[0] != last["same"] || !slices.Equal(got[1:], now[1:]) {
		t.Error("not exactly the artifact of equal key was taken over")
	}
}

// A workbook is taken over from the last build until its template, its calendar or a word
// changes.
func TestWorkbookIsTakenOver(t *testing.T) {
	d := newDesk(t, 3)
	const template, calendar = "content/goals/saas/newcomer.toml", "content/calendar/2027.toml"
	builder := New(d.files, d.theme)
	build := func() *artifact {
		if result := builder.Build(Options{Today: "2026-11-23", Lang: "en", Making: Lazy}); result.Tree == nil {
			t.Fatal(result.Diagnostics)
		}
		return builder.last.artifacts["goals/saas/newcomer.xlsx"]
	}
	last := build()
	for _, test := range []struct{ name, old, new string }{
		{"content/a.md", "", "# Another page\n"},
		{template, "工作表", "计划表"},
		{calendar, "02-12", "02-16"},
		{"layouts/words.zh.toml", "", "[workbook]\nplan = \"计划表\"\n"},
	} {
		text := test.new
		if test.old != "" {
			text = strings.Replace(string(d.files[test.name].Data), test.old, test.new, 1)
		}
		d.files[test.name] = file(text)
		now := build()
		if isPage := test.name == "content/a.md"; last == nil || (now == last) != isPage {
			t.Errorf("after a change of %s the workbook is taken over: %t", test.name, now == last)
		}
		last = now
	}
}

// A goal template with an error has no values for the layout to show. Only the error itself
// is reported.
func TestUnreadTemplatesAreNotRendered(t *testing.T) {
	files := fsOf(map[string]string{
		"site.toml": sitetest.Tracks, "content/goals/saas/newcomer.toml": "title = \"a\"\nfiscal_year = 2027\n",
	})
	want := "content/goals/saas/newcomer.toml:1:1: error: inputs is missing\n    add `[[inputs]]` at the end\n"
	for _, making := range []Making{Eager, Lazy, Streaming} {
		result := New(files, repository(t)).Build(Options{Today: "2026-11-23", Lang: "en", Making: making})
		if _, got := report(result.Complete(t.Context())); got != want {
			t.Errorf("mode %d: %s", making, got)
		}
	}
}
