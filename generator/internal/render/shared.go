package render

import (
	"fmt"
	"html/template"
	"path"
	"slices"

	"cairn/generator/internal/diag"
)

// Shared renders a partial that is the same on all pages of a folder, because relative
// addresses are the same there. Executing the frame and the sidebar for every page would
// take longer than the rest of the page.
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

// sharedKey identifies a rendered partial by everything that it depends on.
type sharedKey struct {
	layout       *template.Template // which may redefine the partial
	partial      string
	root, folder string
	from         int // the first entry of a long folder that the sidebar shows
}

// once executes a partial for the first page with a sharedKey and returns the same HTML
// for the others.
func (r *Renderer) once(partial string, from int, v *View) (template.HTML, []diag.Fault) {
	key := sharedKey{v.layout, partial, v.Root, path.Dir(v.Page.Path), from}
	if html, ok := r.shared.Load(key); ok {
		return html.(template.HTML), nil
	}
	v.sharing = append(v.sharing, partial)
	text, faults := r.execute(v.layout, partial, v, v.Page, nil)
	v.sharing = v.sharing[:len(v.sharing)-1]
	if len(faults) > 0 {
		return "", faults
	}
	html := template.HTML(text)
	r.shared.Store(key, html)
	return html, nil
}

// partialError carries the faults of a partial through the layout that calls it.
type partialError struct{ faults []diag.Fault }

func (e *partialError) Error() string { return e.faults[0].Message.String() }
