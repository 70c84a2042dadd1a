package serve

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"cairn/generator/internal/diag"
)

const (
	quiet = 20 * time.Millisecond  // a build starts when no event has arrived for this time
	storm = 250 * time.Millisecond // or this time after the first event
	later = 100 * time.Millisecond // after a report, all folders are added once more; less than settling
)

// watched returns the files and folders of a site's source.
func watched() []string { return []string{"site.toml", "content", "layouts", "static"} }

// changes collects the changes of a source since the last call of take.
type changes struct {
	C chan struct{} // receives after the source has changed

	mu    sync.Mutex
	files map[string]bool // slash-separated, relative to the source
	any   bool            // any file may have changed
}

func newChanges() *changes { return &changes{C: make(chan struct{}, 1), files: map[string]bool{}} }

// add adds changed files. Without files, any file may have changed.
func (c *changes) add(files ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, file := range files {
		c.files[file] = true
	}
	c.any = c.any || len(files) == 0
	select {
	case c.C <- struct{}{}:
	default: // C holds an earlier signal
	}
}

// take returns and clears the changed files. It returns nil if any file may have changed.
func (c *changes) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var files []string
	if !c.any {
		files = slices.AppendSeq([]string{}, maps.Keys(c.files))
	}
	clear(c.files)
	c.any = false
	return files
}

// watch collects the changes of the source until the context ends.
//
// It watches folders rather than files: an editor that saves by renaming replaces the file,
// and a watch on the file would stay with the old one.
func watch(ctx context.Context, source string, notice func(diag.Text)) *changes {
	changes := newChanges()
	watcher, err := startWatcher(source)
	if reason := whyPoll(isRemote(source), err); !reason.IsEmpty() {
		if watcher != nil {
			watcher.close()
		}
		notice(reason)
		go poll(ctx, source, snapshot(source), changes) // the snapshot is taken before the first build
		return changes
	}
	go watcher.run(ctx, changes, notice)
	return changes
}

// whyPoll returns the message that explains why the source is polled. It is empty if the
// system reports changes.
func whyPoll(remote bool, err error) diag.Text {
	switch {
	case remote:
		return looking(diag.Textf("a network drive does not report changes of the source"))
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EMFILE):
		return looking(diag.Textf("the system's limit of watched folders is reached"))
	case err != nil:
		return looking(diag.Textf("the system does not report changes of files (%v)", err))
	}
	return diag.Text{}
}

func looking(why diag.Text) diag.Text {
	return diag.Textf("%s; Cairn checks for changes every second", why)
}

// watcher watches the folders of a source as they come and go. It reaches fsnotify through
// channels and functions, so that tests can replace it.
type watcher struct {
	source string
	events <-chan fsnotify.Event
	errors <-chan error
	add    func(folder string) error
	close  func() error
	linked []string // files outside the watched folders that symbolic links in them lead to
}

func startWatcher(source string) (*watcher, error) {
	notifier, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{source: source, events: notifier.Events, errors: notifier.Errors, add: notifier.Add, close: notifier.Close}
	return w, w.addAll()
}

// addAll watches the source's folder, in which a watched folder may be created, and all
// folders of the site below it.
func (w *watcher) addAll() error {
	if err := w.add(w.source); err != nil {
		return err
	}
	for _, name := range watched() {
		if err := w.addBelow(filepath.Join(w.source, name)); err != nil {
			return err
		}
	}
	return nil
}

// addBelow watches a folder and all folders below it. A path that is not a folder, or that
// has vanished, is skipped without an error.
func (w *watcher) addBelow(root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			return w.addTarget(name)
		case !entry.IsDir():
			return nil
		}
		if err := w.add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	})
}

// addTarget watches the target of a symbolic link, such as a README.md beside content/
// that content/index.md links to. Targets outside of the source are not read.
func (w *watcher) addTarget(link string) error {
	file, err := filepath.EvalSymlinks(link)
	if err != nil {
		return nil
	}
	source, err := filepath.EvalSymlinks(w.source)
	if err != nil {
		return nil
	}
	rel, err := filepath.Rel(source, file)
	if err != nil || !filepath.IsLocal(rel) {
		return nil
	}
	file = filepath.Join(w.source, rel) // the form in which events name it
	if !slices.Contains(w.linked, file) {
		w.linked = append(w.linked, file)
	}
	return w.add(filepath.Dir(file))
}

// run collects events and adds them to changes when the source is quiet. If a folder cannot
// be watched, it continues by polling.
func (w *watcher) run(ctx context.Context, changes *changes, notice func(diag.Text)) {
	defer w.close()
	failed := make(chan struct{}, 1)
	go w.drain(failed)
	var files []string // changed since the last report
	moved := false     // a file or folder has come or gone since the last report
	lost := false      // events have been lost, so that any file may have changed
	timer := time.NewTimer(0)
	<-timer.C
	var since time.Time // of the first event since the last report
	for {
		var err error
		select {
		case event := <-w.events:
			file, ok := w.concerns(event.Name)
			if !ok {
				continue
			}
			files, moved = append(files, file), moved || event.Op != fsnotify.Write
			err = w.follow(event)
		case <-failed: // events may be lost, or a folder was moved away
			lost = true
			err = w.addAll() // folders may have been created unnoticed
		case <-timer.C:
			// During many events a folder may be created, removed and created again
			// without a watch. Adding all folders before the report closes that gap: later
			// changes are reported, earlier ones are in the next build. Where files were only
			// written, there is no gap, and the report need not wait. A folder that is
			// moved while it is added may lose its watch, so the timer adds all folders a
			// second time after the report.
			if since.IsZero() || moved || lost {
				err = w.addAll()
			}
			if err == nil {
				if !since.IsZero() {
					since = time.Time{}
					if lost {
						files = nil
					}
					changes.add(files...)
					files, moved, lost = nil, false, false
					timer.Reset(later)
				}
				continue
			}
		case <-ctx.Done():
			return
		}
		if err != nil {
			notice(whyPoll(false, err))
			last := snapshot(w.source)
			changes.add()
			poll(ctx, w.source, last, changes)
			return
		}
		if since.IsZero() {
			since = time.Now()
		}
		timer.Reset(min(quiet, max(0, storm-time.Since(since))))
	}
}

// drain receives the watcher's errors. fsnotify sends them while it holds its lock, so an
// unreceived error would block add for ever.
func (w *watcher) drain(failed chan<- struct{}) {
	for range w.errors {
		select {
		case failed <- struct{}{}:
		default:
		}
	}
}

// follow watches a folder that was created or renamed.
func (w *watcher) follow(event fsnotify.Event) error {
	if event.Has(fsnotify.Create) {
		return w.addBelow(event.Name)
	}
	return nil
}

// concerns reports whether a file is part of the site's source or the target of a link in
// it, and returns its path relative to the source. Other files that lie beside the source
// do not start a build.
func (w *watcher) concerns(name string) (file string, ok bool) {
	rel, err := filepath.Rel(w.source, name)
	file = filepath.ToSlash(rel)
	first, _, _ := strings.Cut(file, "/")
	return file, err == nil && (slices.Contains(watched(), first) || slices.Contains(w.linked, name))
}
