package build

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/render"
	"cairn/generator/internal/site"
)

// addPages adds all pages to the tree, and those at former addresses. None is
// made yet.
func (r *run) addPages(tree *output.Tree, s *site.Site, renderer *render.Renderer) {
	for _, p := range s.Pages {
		r.addPage(tree, p.Path, diag.WholeFile(p.Source), func() ([]byte, []diag.Fault) { return renderer.Page(p) })
		if p.Goal != nil {
			r.addPage(tree, p.Paper(), diag.WholeFile(p.Source), func() ([]byte, []diag.Fault) { return renderer.Paper(p) })
		}
	}
	for _, redirect := range s.Redirects {
		r.addPage(tree, redirect.Path, redirect.By, func() ([]byte, []diag.Fault) { return renderer.Redirect(redirect) })
	}
}

// addPage adds a page that is made once, by whoever needs it first. One that
// cannot be made has no bytes.
func (r *run) addPage(tree *output.Tree, path string, by diag.Place, render func() ([]byte, []diag.Fault)) {
	once := sync.OnceValues(render)
	tree.AddLater(path, func() []byte { data, _ := once(); return data }, by)
	r.pages = append(r.pages, func() []diag.Fault { _, faults := once(); return faults })
}

// renderPages makes all pages, several at a time. It is false if the context
// ends before.
func (r *run) renderPages(ctx context.Context) bool {
	faults := make([][]diag.Fault, len(r.pages))
	parallel(len(r.pages), func(i int) {
		if ctx.Err() == nil {
			faults[i] = r.pages[i]()
		}
	})
	if ctx.Err() != nil {
		return false
	}
	told := map[diag.Place]bool{}
	for _, f := range slices.Concat(faults...) {
		if !told[f.Place] { // a layout's fault is told for the first of its pages
			r.report(f)
		}
		told[f.Place] = true
	}
	return true
}

// result tells what came of it.
func (r *run) result(tree *output.Tree) *Result {
	words := diag.CatalogueOf(cmp.Or(r.Lang, r.lang))
	diagnostics := words.Resolve(r.faults, func(file string) string { return r.texts[file] })
	for i, d := range diagnostics {
		if r.Strict && d.Severity == diag.Warning.String() {
			diagnostics[i].Severity = diag.Error.String()
		}
	}
	if errors, _ := diag.Count(diagnostics); errors > 0 {
		tree = nil
	}
	return &Result{Tree: tree, Diagnostics: diagnostics, Words: words, Ledger: r.ledger, run: r}
}

// Complete makes the pages that a lazy build put off, and tells what it finds
// wrong with them too. It is nil if the context ends before. The search index
// stays to be made.
func (r *Result) Complete(ctx context.Context) *Result {
	if r.run == nil || r.Tree == nil || !r.run.Lazy {
		return r
	}
	if !r.run.renderPages(ctx) {
		return nil
	}
	return r.run.result(r.Tree)
}
