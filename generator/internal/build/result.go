package build

import (
	"cmp"
	"context"
	"io/fs"
	"slices"

	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/render"
	"cairn/generator/internal/site"
)

// Result is the outcome of a build.
type Result struct {
	Tree        *output.Tree // nil if there are errors, and if Options.IsKnown returned true
	Diagnostics []diag.Diagnostic
	Ledger      string         // of a check: the text of content.Ledger that accepts the site
	Words       diag.Catalogue // of the diagnostics' language
	Config      *config.Config
	Inputs      func() Inputs // those that Options.IsKnown was called with
	Undated     int           // number of pages with a source but without a date of their last change
	Feedless    bool          // the site has a base_url but no feed, because no page has a date

	options   Options
	folder    fs.FS
	source    *source
	site      *site.Site
	artifacts []*artifact
	texts     []func(file string) string // each knows the texts of some files
	faults    []diag.Fault

	themeFailed bool // the words, the layouts or the assets have an error
}

// newResult completes a Result by the fields that depend on the faults.
func newResult(r Result, faults []diag.Fault) *Result {
	r.faults = faults
	r.Words = diag.CatalogueOf(cmp.Or(r.options.Lang, r.Config.AuthorLanguage))
	r.Diagnostics = r.Words.Resolve(faults, r.textOf)
	for i, d := range r.Diagnostics {
		if r.options.Strict && d.Severity == diag.Warning.String() {
			r.Diagnostics[i].Severity = diag.Error.String()
		}
	}
	if errors, _ := diag.Count(r.Diagnostics); errors > 0 {
		r.Tree = nil
	}
	r.Feedless = r.Config.BaseURL != "" && r.Tree != nil && !r.Tree.Has(render.FeedPath)
	return &r
}

func (r *Result) textOf(file string) string {
	for _, textOf := range r.texts {
		if text := textOf(file); text != "" {
			return text
		}
	}
	return ""
}

// Complete renders the artifacts that Build has not rendered, and returns the result with
// their faults. After an error in the theme it renders none, because theirs may follow from
// it. It returns nil if the context ends first. It does not make a lazy search index.
func (r *Result) Complete(ctx context.Context) *Result {
	if r.options.Making == Eager || r.themeFailed {
		return r
	}
	faults, done := makeAll(ctx, r.artifacts)
	if !done {
		return nil
	}
	return newResult(*r, slices.Concat(r.faults, faults))
}

// Stale reports whether a file under content/ differs from the file that the build used:
// because Options.Changed did not name it, or because it changed later and the system has
// lost the notification.
func (r *Result) Stale() bool {
	return r.source != nil && r.source.isStale(r.folder)
}

func hasError(faults []diag.Fault) bool {
	return slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Severity == diag.Error })
}
