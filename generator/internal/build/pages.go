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
		r.addPage(tree, p.Path, p.By, func() ([]byte, []diag.Fault) { return renderer.Page(p) })
		if p.Goal != nil {
			r.addPage(tree, p.Paper(), p.By, func() ([]byte, []diag.Fault) { return renderer.Paper(p) })
		}
	}
	for _, redirect := range s.Redirects {
		r.addPage(tree, redirect.Path, redirect.By, func() ([]byte, []diag.Fault) { return renderer.Redirect(redirect) })
	}
}

// pageFile is a page in the tree. One that cannot be made has no bytes.
type pageFile struct {
	render func() ([]byte, []diag.Fault)
	keep   bool

	mu     sync.Mutex
	made   bool
	data   []byte // if it is kept
	faults []diag.Fault
}

func (r *run) addPage(tree *output.Tree, path string, by diag.Place, render func() ([]byte, []diag.Fault)) {
	p := &pageFile{render: render, keep: r.Pages != Streaming}
	tree.AddLater(path, p.bytes, by)
	r.pages = append(r.pages, p)
}

// bytes makes the page, if that is not done or its bytes were not kept.
func (p *pageFile) bytes() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made && p.keep {
		return p.data
	}
	return p.make()
}

// wrong tells what is wrong with the page, for which it must have been made.
func (p *pageFile) wrong() []diag.Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.made {
		p.make()
	}
	return p.faults
}

// make makes the page, for whoever holds it.
func (p *pageFile) make() []byte {
	data, faults := p.render()
	p.made, p.faults = true, faults
	if p.keep {
		p.data = data
	}
	return data
}

// renderPages makes all pages that were not made yet, several at a time, and tells
// what is wrong with any. It is false if the context ends before.
func (r *run) renderPages(ctx context.Context) bool {
	faults := make([][]diag.Fault, len(r.pages))
	parallel(len(r.pages), func(i int) {
		if ctx.Err() == nil {
			faults[i] = r.pages[i].wrong()
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
	words := diag.CatalogueOf(cmp.Or(r.Lang, r.site.Named))
	diagnostics := words.Resolve(r.faults, func(file string) string { return r.texts[file] })
	for i, d := range diagnostics {
		if r.Strict && d.Severity == diag.Warning.String() {
			diagnostics[i].Severity = diag.Error.String()
		}
	}
	if errors, _ := diag.Count(diagnostics); errors > 0 {
		tree = nil
	}
	return &Result{
		Tree: tree, Diagnostics: diagnostics, Words: words, Ledger: r.ledger,
		Config: r.site, Undated: r.undated, Feedless: r.site.BaseURL != "" && tree != nil && !tree.Has(render.FeedPath),
		run: r,
	}
}

// Complete makes the pages that Build did not, and tells what it finds wrong with
// them too. After an error in a layout it makes none: what is wrong with them may follow
// from that. It is nil if the context ends before. A search index that was put off
// stays to be made.
func (r *Result) Complete(ctx context.Context) *Result {
	if r.run == nil || r.run.Pages == Eager || r.run.layoutsFailed() {
		return r
	}
	if !r.run.renderPages(ctx) {
		return nil
	}
	return r.run.result(r.Tree)
}
