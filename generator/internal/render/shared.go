package render

import (
	"html/template"
	"path"

	"cairn/generator/internal/diag"
)

// Shared is a partial that is the same on all pages of a folder, where addresses
// are written alike: the shell of the page. Executing it for every page, and the
// sidebar, would take longer than all the rest of a page.
func (v *View) Shared(partial string) (template.HTML, error) {
	html, faults := v.renderer.once(partial, "", v)
	if len(faults) > 0 {
		return "", &partialError{faults}
	}
	return html, nil
}

// once executes a partial for the first of all pages of a folder for which what
// else it depends on is the same.
func (r *Renderer) once(partial, depends string, v *View) (template.HTML, []diag.Fault) {
	key := partial + " " + v.Root() + path.Dir(v.Page.Path) + " " + depends
	if html, ok := r.shared.Load(key); ok {
		return html.(template.HTML), nil
	}
	text, faults := r.execute(v.layout, partial, v)
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
