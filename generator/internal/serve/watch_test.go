package serve

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
)

// system replaces fsnotify in a synctest bubble, where time advances only when every
// goroutine is blocked.
type system struct {
	source  string
	events  chan fsnotify.Event
	errors  chan error
	refuses bool         // to watch anything more
	added   atomic.Int32 // how often a folder was to be watched
	notices []string
}

// bubble runs a test with a watcher of a folder under virtual time.
func bubble(t *testing.T, f func(t *testing.T, s *system, changes *changes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &system{source: t.TempDir(), events: make(chan fsnotify.Event), errors: make(chan error)}
		a := &author{t: t, dir: s.source}
		a.save("content/a.md", "1")
		w := &watcher{source: s.source, events: s.events, errors: s.errors, close: func() error { close(s.errors); return nil }}
		w.add = func(string) error {
			s.added.Add(1)
			if s.refuses {
				return errors.New("no such thing")
			}
			return nil
		}
		changes := newChanges()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			w.run(ctx, changes, func(notice diag.Text) { s.notices = append(s.notices, notice.String()) })
			close(done)
		}()
		f(t, s, changes)
		stop()
		<-done
	})
}

// changed sends the event of a changed file; the path is relative to the source.
func (s *system) changed(file string) {
	s.events <- fsnotify.Event{Name: filepath.Join(s.source, filepath.FromSlash(file)), Op: fsnotify.Write}
}

// after advances time, and reports whether changes were announced.
func after(passes time.Duration, changes *changes) bool {
	time.Sleep(passes)
	synctest.Wait()
	return len(changes.C) > 0
}

// A file beside the source, such as the published site, starts no build.
func TestWatchLooksAtTheSourceOnly(t *testing.T) {
	bubble(t, func(t *testing.T, s *system, changes *changes) {
		for _, file := range []string{"other/x", "notes.txt", "public/index.html", "contents/a.md", "content.md", ".content/a.md", "../content/a.md", ""} {
			s.changed(file)
			if after(time.Hour, changes) {
				t.Errorf("a change of %s is told", file)
				<-changes.C
			}
		}
		for _, file := range []string{"site.toml", "content", "content/a.md", "layouts/base.html", "static/img/a.svg"} {
			s.changed(file)
			if !after(quiet, changes) {
				t.Errorf("a change of %s is not told", file)
				continue
			}
			<-changes.C
			if got := changes.take(); !slices.Equal(got, []string{file}) {
				t.Errorf("a change of %s is told as %q", file, got)
			}
		}
	})
}

// Before a report the watcher looks for folders that have come unnoticed, unless files were only
// written; after it, always.
func TestWatchLooksForFolders(t *testing.T) {
	bubble(t, func(t *testing.T, s *system, changes *changes) {
		report := func(ops ...fsnotify.Op) (before, after int32) {
			t.Helper()
			start := s.added.Load()
			for _, op := range ops {
				s.events <- fsnotify.Event{Name: filepath.Join(s.source, "content", "a.md"), Op: op}
			}
			time.Sleep(quiet)
			synctest.Wait()
			<-changes.C
			before = s.added.Load() - start
			time.Sleep(later)
			synctest.Wait()
			return before, s.added.Load() - start - before
		}
		_, all := report(fsnotify.Remove)
		if all < 2 {
			t.Fatalf("%d folders are watched", all)
		}
		for name, test := range map[string]struct {
			ops  []fsnotify.Op
			want int32
		}{
			"written":            {[]fsnotify.Op{fsnotify.Write, fsnotify.Write}, 0},
			"removed":            {[]fsnotify.Op{fsnotify.Remove}, all},
			"renamed":            {[]fsnotify.Op{fsnotify.Write, fsnotify.Rename, fsnotify.Write}, all},
			"created":            {[]fsnotify.Op{fsnotify.Create, fsnotify.Write}, all},
			"written and locked": {[]fsnotify.Op{fsnotify.Write | fsnotify.Chmod}, all},
		} {
			if before, after := report(test.ops...); before != test.want || after != all {
				t.Errorf("%s: %d folders are added before the report and %d after, want %d and %d", name, before, after, test.want, all)
			}
		}
	})
}

// A link in content/ leads the watcher to its target if that is in the source. What lies
// outside is not read by a build, and its folder not watched.
func TestWatchFollowsLinksWithinTheSource(t *testing.T) {
	source, outside := t.TempDir(), t.TempDir()
	a, other := &author{t: t, dir: source}, &author{t: t, dir: outside}
	a.save("README.md", "1")
	a.save("docs/b.md", "1")
	a.save("content/a.md", "1")
	other.save("c.md", "1")
	for link, target := range map[string]string{
		"index.md": filepath.Join("..", "README.md"), "b.md": filepath.Join("..", "docs", "b.md"),
		"c.md": filepath.Join(outside, "c.md"), "none.md": "nowhere.md",
	} {
		if err := os.Symlink(target, filepath.Join(source, "content", link)); err != nil {
			t.Skip(err)
		}
	}
	var added []string
	w := &watcher{source: source, add: func(folder string) error {
		rel, err := filepath.Rel(source, folder)
		added = append(added, filepath.ToSlash(rel))
		return err
	}}
	if err := w.addAll(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(added)
	if got := slices.Compact(added); !slices.Equal(got, []string{".", "content", "docs"}) {
		t.Errorf("it watches %q", got)
	}
	for file, want := range map[string]bool{"README.md": true, "docs/b.md": true, "docs/other.md": false, "notes.txt": false} {
		if _, got := w.concerns(filepath.Join(source, filepath.FromSlash(file))); got != want {
			t.Errorf("a change of %s concerns the site: %t", file, got)
		}
	}
	if _, got := w.concerns(filepath.Join(outside, "c.md")); got {
		t.Error("a change outside of the source concerns the site")
	}
}

// A change is announced once, after the source was quiet for a moment; in an endless storm
// of changes it is announced after a maximum delay.
func TestWatchWaitsUntilTheSourceIsStill(t *testing.T) {
	bubble(t, func(t *testing.T, s *system, changes *changes) {
		s.changed("content/a.md")
		if after(quiet-1, changes) {
			t.Error("the change is told while there may be more")
		}
		s.changed("content/b.md")
		if after(quiet-1, changes) {
			t.Error("the first change is told although there was another")
		}
		if !after(1, changes) {
			t.Error("two changes are not told when the source is still")
		}
		<-changes.C
		if got := changes.take(); !slices.Equal(sorted(got), []string{"content/a.md", "content/b.md"}) {
			t.Errorf("the changes are %q", got)
		}
		before := s.added.Load()
		if after(later-1, changes) || s.added.Load() != before {
			t.Error("the folders are gone over at once")
		}
		if after(time.Hour, changes) {
			t.Error("the changes are told again")
		}
		if s.added.Load() == before {
			t.Error("the folders are not gone over a second time")
		}

		storms := time.Now()
		for !after(quiet-1, changes) {
			s.changed("content/a.md")
			if time.Since(storms) > time.Hour {
				t.Fatal("a storm is never told")
			}
		}
		if took := time.Since(storms); took < storm || took > storm+2*quiet {
			t.Errorf("a storm is told after %s", took)
		}
	})
}

func sorted(files []string) []string { slices.Sort(files); return files }

// After lost events any file may have changed.
func TestWatchAfterLostEvents(t *testing.T) {
	bubble(t, func(t *testing.T, s *system, changes *changes) {
		s.changed("content/a.md")
		s.errors <- fsnotify.ErrEventOverflow
		if !after(quiet, changes) {
			t.Fatal("lost events are not told")
		}
		<-changes.C
		if got := changes.take(); got != nil {
			t.Errorf("the changes are %q", got)
		}
		s.changed("content/a.md")
		if !after(quiet, changes) || !slices.Equal(changes.take(), []string{"content/a.md"}) {
			t.Error("the next change is not told as it is")
		}
	})
}

// If the system refuses to watch more folders, the watcher falls back to polling.
func TestWatchGivesWayToPolling(t *testing.T) {
	bubble(t, func(t *testing.T, s *system, changes *changes) {
		s.refuses = true
		s.errors <- errors.New("events were lost")
		if !after(0, changes) {
			t.Error("what may have been lost is not told")
		}
		<-changes.C
		if want := "the system does not report changes of files (no such thing); Cairn checks for changes every second"; len(s.notices) != 1 || s.notices[0] != want {
			t.Errorf("the author is told %q", s.notices)
		}
		(&author{t: t, dir: s.source}).save("content/a.md", "22")
		if after(pollEvery-1, changes) || !after(1, changes) {
			t.Error("a change is not told when it is looked for")
		}
	})
}

// Polling reports changes made between the first look and the first tick, and nothing if
// nothing changed.
func TestPollTells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &author{t: t, dir: t.TempDir()}
		a.save("content/a.md", "1")
		last, changes := snapshot(a.dir), newChanges()
		a.save("static/x", "1") // while the first build reads
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go poll(ctx, a.dir, last, changes)
		if !after(pollEvery, changes) {
			t.Fatal("polling tells of nothing")
		}
		<-changes.C
		a.save("public/x", "1")
		if after(time.Hour, changes) {
			t.Error("polling tells of nothing new")
		}
		a.must(os.Remove(a.name("static/x")))
		if !after(pollEvery, changes) {
			t.Error("a file that is gone is not told")
		}
	})
}

// The diagnostics of a site that failed to build are announced once: it has no pages left
// to make. The remaining pages of a site that was built are made when its author pauses.
func TestBrokenSiteIsNotCompleted(t *testing.T) {
	for _, test := range []struct {
		result *build.Result
		whole  bool
	}{
		{files(nil).result(diag.Diagnostic{File: "content/a.md", Severity: "error", Message: "no such page"}), false},
		{files{"index.html": "x"}.result(), true},
	} {
		synctest.Test(t, func(t *testing.T) {
			made, changes := make(chan *build.Result, 1), newChanges()
			go complete(t.Context(), test.result, made, changes)
			if after(settling-1, changes) || len(made) > 0 {
				t.Error("the rest is made before the page that is looked at")
			}
			if after(time.Hour, changes) || len(made) > 0 != test.whole {
				t.Errorf("the site with %v is completed: %t", test.result.Diagnostics, len(made) > 0)
			}
		})
	}
}

// A build that a newer one has replaced makes no remaining pages.
func TestWhatWasLeftIsNotCompleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made, changes := make(chan *build.Result, 1), newChanges()
		ctx, leave := context.WithCancel(t.Context())
		go complete(ctx, files{"index.html": "x"}.result(), made, changes)
		if after(settling-1, changes) {
			t.Error("something has changed")
		}
		leave()
		if after(time.Hour, changes) || len(made) > 0 {
			t.Error("a build that was left is completed")
		}
	})
}
