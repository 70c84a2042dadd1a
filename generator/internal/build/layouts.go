package build

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/render"
)

func (r *run) readLayouts() {
	layouts, faults := render.ParseLayouts(r.theme)
	r.layouts = layouts
	maps.Copy(r.texts, layouts.Texts())
	r.report(r.checkOwnLayouts(faults)...)
}

// layoutsFailed tells whether an error is in a layout.
func (r *run) layoutsFailed() bool {
	return slices.ContainsFunc(r.faults, func(f diag.Fault) bool {
		return f.Severity == diag.Error && strings.HasPrefix(f.Place.File, render.Root+"/")
	})
}

// checkOwnLayouts adds the faults that only a site's own layouts can have. A template that
// an own file fails to define is reported at that file, and so are elements that the
// scripts look for and do not find. Faults of severity Information are reported by check
// alone.
func (r *run) checkOwnLayouts(faults []diag.Fault) []diag.Fault {
	texts := r.layouts.Texts()
	isOwn := func(file string) bool { // a copy that changes nothing is the theme's
		text, exists := texts[file]
		standard, err := fs.ReadFile(r.base, file)
		return exists && (err != nil || text != string(standard))
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(texts)), isOwn) {
		return faults
	}
	theme, _ := render.ParseLayouts(r.base)
	faults = theme.AtOwnFiles(faults, isOwn)
	if slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Severity == diag.Error }) {
		return faults // what is missing may follow from them
	}
	for _, f := range r.layouts.CheckHooks(theme, isOwn) {
		if r.Check || f.Severity == diag.Error {
			faults = append(faults, f)
		}
	}
	return faults
}
