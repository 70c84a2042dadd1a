package cli

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// source is the site that a command works on.
type source struct {
	dir           string // absolute
	root          *os.Root
	files         fs.FS // the files of root
	theme         fs.FS // layouts/ and static/; the site's own files replace the standard ones
	builder       *build.Builder
	parts         func() *build.Builder // of the page of parts, made when the server first needs it
	options       build.Options
	today         func() (string, error)
	history       history
	lastReason    string        // the reason in the last notice about missing dates
	language      func() string // returns the language of messages
	missedChanges bool          // the builder has not been told of some changes
}

// open returns the site in the folder that --source names.
func (p *program) open(check bool) (*source, error) {
	today, err := p.today()
	if err != nil {
		return nil, err
	}
	if err := p.validateLanguage(); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(p.flags.source)
	if err != nil || p.flags.source == "" {
		return nil, &usageError{diag.Textf("--source %q is not a folder", p.flags.source), diag.Textf("name the site's folder")}
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, &usageError{diag.Textf("--source %s is not a folder", p.flags.source), diag.Textf("name the folder that contains the site's %s", config.File)}
	}
	root, err := os.OpenRoot(dir) // does not follow symbolic links out of the folder
	if err != nil {
		return nil, &usageError{diag.Textf("--source %s cannot be read: %v", p.flags.source, err), diag.Textf("check that you have permission to read it")}
	}
	files := content.Files(root)
	return &source{
		dir:      dir,
		root:     root,
		files:    files,
		theme:    build.Overlay(files, p.theme),
		builder:  build.New(files, p.theme),
		parts:    sync.OnceValue(func() *build.Builder { return build.NewParts(files, p.theme) }),
		options:  build.Options{Today: today, Check: check, Strict: p.flags.strict, Drafts: p.flags.drafts},
		today:    p.today,
		language: p.language,
	}, nil
}

// today returns the date of the build: that of --today, else the current date.
func (p *program) today() (string, error) {
	today := cmp.Or(p.flags.today, time.Now().Format(time.DateOnly))
	if _, err := time.Parse(time.DateOnly, today); err != nil {
		return "", &usageError{diag.Textf("--today %q is not a date", today), diag.Textf("write it as 2027-01-31")}
	}
	return today, nil
}

// build builds the site. changed names the files that may have changed since the last build;
// nil means that every file may have.
func (s *source) build(changed []string) *build.Result {
	s.options.Lang = s.language()
	if s.hasNoConfig() {
		s.missedChanges = true
		catalogue := diag.CatalogueOf(s.options.Lang)
		return &build.Result{Words: catalogue, Diagnostics: catalogue.Resolve([]diag.Fault{s.noSite()}, func(string) string { return "" })}
	}
	if today, err := s.today(); err == nil { // a server may run past midnight
		s.options.Today = today
	}
	options := s.options
	options.Changes = s.askGit()
	if !s.missedChanges {
		options.Changed = changed
	}
	s.missedChanges = false
	return s.builder.Build(options)
}

// buildParts builds the site of parts. It reads no field that build sets, because the server
// calls both concurrently.
func (s *source) buildParts() *build.Result {
	today, err := s.today()
	if err != nil {
		today = "" // build reports a wrong date
	}
	return s.parts().Build(build.Options{Today: today, Making: build.Lazy})
}

// askGit starts git in the background and returns a function that waits for the dates.
func (s *source) askGit() func() map[string]string {
	done := make(chan history, 1)
	last := s.history
	go func() { done <- readHistory(s.dir, last) }()
	return sync.OnceValue(func() map[string]string {
		s.history = <-done
		return s.history.dates
	})
}

// hasNoConfig reports whether the folder has no site.toml.
func (s *source) hasNoConfig() bool {
	_, err := fs.Stat(s.files, config.File)
	return errors.Is(err, fs.ErrNotExist)
}

// noSite returns the fault of a folder without a site.toml.
func (s *source) noSite() diag.Fault {
	return diag.Errorf(diag.WholeFile(config.File), "no-site", "there is no %s in %s", config.File, s.dir).
		WithHelp("a site is a folder with a %s, which needs only the line `title = \"…\"`, and a folder content for its pages; "+
			"create one with `cairn new site DIR`, or name the site's folder with --source", config.File)
}
