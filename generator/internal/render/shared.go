package render

import (
	"fmt"
	"html/template"
	"path"
	"slices"

	"cairn/generator/internal/diag"
)

// Shared is a partial that is the same on all pages of a folder, where addresses
// are written alike: the shell of the page. Executing it for every page, and the
// sidebar, would take longer than all the rest of a page.
func (v *View) Shared(partial string) (template.HTML, error) {
	if slices.Contains(v.sharing, partial) {
		return "", fmt.Errorf("the template %s calls itself without end", partial)
	}
	html, faults := v.renderer.once(partial, 0, v)
	if len(faults) > 0 {
		return "", &partialError{faults}
	}
	return html, nil
}

// sharedKey is what a shared partial depends on.
type sharedKey struct {
	layout       *template.Template // which may define the partial anew
	partial      string
	root, folder string
	from         int // which part of a long folder the sidebar shows
}

// once executes a partial for the first of all pages for which what it depends
// on is the same.
func (r *Renderer) once(partial string, from int, v *View) (template.HTML, []diag.Fault) {
	key := sharedKey{v.layout, partial, v.Root(), path.Dir(v.Page.Path), from}
	if html, ok := r.shared.Load(key); ok {
		return html.(template.HTML), nil
	}
	v.sharing = append(v.sharing, partial)
	text, faults := r.execute(v.layout, partial, v, v.Page)
	v.sharing = v.sharing[:len(v.sharing)-1]
	if len(faults) > 0 {
		return "", faults
	}
	html := template.HTML(text)
	r.shared.Store(key, html)
	return html, nil
}

// partialError brings what is wrong with a partial through the layout that has it.
type partialError struct{ faults []diag.Fault }

func (e *partialError) Error() string { return e.faults[0].Message.String() }
