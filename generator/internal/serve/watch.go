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
	quiet = 20 * time.Millisecond  // how long the source must be still before it is built
	storm = 250 * time.Millisecond // how long a build is put off at most
	later = 100 * time.Millisecond // when the folders are gone over once more, before settling
)

// watched are the files and folders of a site's source.
func watched() []string { return []string{"site.toml", "content", "layouts", "static"} }

// changes are what has changed in a source since it was last taken.
type changes struct {
	C chan struct{} // receives after the source has changed

	mu    sync.Mutex
	files map[string]bool // from the source's folder, with slashes
	any   bool            // it is not known which
}

func newChanges() *changes { return &changes{C: make(chan struct{}, 1), files: map[string]bool{}} }

// tell says that files have changed, or, if it names none, that any may have.
func (c *changes) tell(files ...string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, file := range files {
		c.files[file] = true
	}
	c.any = c.any || len(files) == 0
	select {
	case c.C <- struct{}{}:
	default: // that was said, and not heard yet
	}
}

// take gives the files that have changed, nil if any may have.
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

// watch tells of changes of the source, until the context ends.
//
// Folders are watched and not files: an editor that saves by renaming puts
// another file in the place of the one that would be watched.
func watch(ctx context.Context, source string, notice func(diag.Text)) *changes {
	changes := newChanges()
	watcher, err := startWatcher(source)
	if reason := whyPoll(isRemote(source), err); !reason.IsEmpty() {
		if watcher != nil {
			watcher.close()
		}
		notice(reason)
		go poll(ctx, source, look(source), changes) // it is looked at before it is built
		return changes
	}
	go watcher.run(ctx, changes, notice)
	return changes
}

// whyPoll tells an author why changes are looked for; nothing where the system
// tells of them.
func whyPoll(remote bool, err error) diag.Text {
	switch {
	case remote:
		return looking(diag.Textf("the source is on a network drive, which does not tell of changes"))
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EMFILE):
		return looking(diag.Textf("the system watches no more folders and does not tell of changes"))
	case err != nil:
		return looking(diag.Textf("the system does not tell of changes (%v)", err))
	}
	return diag.Text{}
}

func looking(why diag.Text) diag.Text {
	return diag.Textf("%s: looking for them every second", why)
}

// watcher watches the folders of a source as they come and go. It reaches fsnotify through
// channels and functions, so that tests can replace it.
type watcher struct {
	source string
	events <-chan fsnotify.Event
	errors <-chan error
	add    func(folder string) error
	close  func() error
	linked []string // files that are the site's because links lead to them
}

func startWatcher(source string) (*watcher, error) {
	notifier, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &watcher{source: source, events: notifier.Events, errors: notifier.Errors, add: notifier.Add, close: notifier.Close}
	return w, w.addAll()
}

// addAll watches the source's folder, for what comes new there, and all folders
// below that belong to the site.
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

// addBelow watches a folder and all below it. What is no folder, or is gone
// already, is not watched and no error.
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
	file = filepath.Join(w.source, rel) // as events name it
	if !slices.Contains(w.linked, file) {
		w.linked = append(w.linked, file)
	}
	return w.add(filepath.Dir(file))
}

// run gathers events until the source is still. If the system cannot watch any
// more, it goes on by looking.
func (w *watcher) run(ctx context.Context, changes *changes, notice func(diag.Text)) {
	defer w.close()
	failed := make(chan struct{}, 1)
	go w.drain(failed)
	var files []string // that were not told of
	lost := false      // there are others, and nobody knows which
	timer := time.NewTimer(0)
	<-timer.C
	var since time.Time // of the first event that was not told of
	for {
		var err error
		select {
		case event := <-w.events:
			file, ok := w.concerns(event.Name)
			if !ok {
				continue
			}
			files = append(files, file)
			err = w.follow(event)
		case <-failed: // events may be lost, or a folder has moved away
			lost = true
			err = w.addAll() // any folder may be new
		case <-timer.C:
			// In a storm a folder may have come, gone and come back unseen: what is
			// watched from here on is told of, what was before is in the next build.
			// A folder that moves while it is added may be forgotten again: so a second
			// time, when nothing is left to be told.
			if err = w.addAll(); err == nil {
				if !since.IsZero() {
					since = time.Time{}
					if lost {
						files, lost = nil, false
					}
					changes.tell(files...)
					files = nil
					timer.Reset(later)
				}
				continue
			}
		case <-ctx.Done():
			return
		}
		if err != nil {
			notice(whyPoll(false, err))
			last := look(w.source)
			changes.tell()
			poll(ctx, w.source, last, changes)
			return
		}
		if since.IsZero() {
			since = time.Now()
		}
		timer.Reset(min(quiet, max(0, storm-time.Since(since))))
	}
}

// drain takes the watcher's errors as they come, since it waits with its lock
// held until they are taken: whoever adds a folder meanwhile would wait for ever.
func (w *watcher) drain(failed chan<- struct{}) {
	for range w.errors {
		select {
		case failed <- struct{}{}:
		default:
		}
	}
}

// follow watches a folder that is new or came by another name.
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
