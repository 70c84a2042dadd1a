package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"text/template/parse"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// maxRecursion bounds how deep the templates of a layout may call themselves.
// The library's own bound is so high that reaching it takes seconds and more
// stack than there may be. So every call that leads back to its own template is
// put between two marks, which the page under way counts and leaves out: NUL and
// the call's number before it, NUL behind it. No text has a NUL otherwise.
const maxRecursion = 1000

// markRecursion puts the marks into all templates of t.
func (l *Layouts) markRecursion(t *template.Template) {
	graph := calls{}
	for _, defined := range t.Templates() {
		if defined.Tree != nil {
			graph.collect(defined.Name(), defined.Tree.Root)
		}
	}
	for _, defined := range t.Templates() {
		if defined.Tree != nil {
			l.mark(graph, defined.Tree, defined.Tree.Root)
		}
	}
}

// calls are the templates that each template calls.
type calls map[string][]string

func (c calls) collect(name string, list *parse.ListNode) {
	lists(list, func(list *parse.ListNode) {
		for _, n := range list.Nodes {
			if call, ok := n.(*parse.TemplateNode); ok {
				c[name] = append(c[name], call.Name)
			}
		}
	})
}

// reaches tells whether a template calls another, by however many others.
func (c calls) reaches(from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(c[from], func(next string) bool { return c.reaches(next, to, seen) })
}

func (l *Layouts) mark(graph calls, tree *parse.Tree, root *parse.ListNode) {
	lists(root, func(list *parse.ListNode) {
		var nodes []parse.Node
		for _, n := range list.Nodes {
			call, ok := n.(*parse.TemplateNode)
			if !ok || !graph.reaches(call.Name, tree.Name, map[string]bool{}) {
				nodes = append(nodes, n)
				continue
			}
			at := diag.Place{File: Root + "/" + tree.ParseName, Offset: int(call.Position())}
			enter := "\x00" + strconv.Itoa(len(l.calls))
			l.calls = append(l.calls, recursiveCall{call.Name, at})
			nodes = append(nodes, textNode(enter), n, textNode("\x00"))
		}
		list.Nodes = nodes
	})
}

func textNode(text string) parse.Node {
	return &parse.TextNode{NodeType: parse.NodeText, Text: []byte(text)}
}

// lists calls f for a list of nodes and for all lists in it.
func lists(list *parse.ListNode, f func(*parse.ListNode)) {
	if list == nil {
		return
	}
	for _, n := range slices.Clone(list.Nodes) {
		switch n := n.(type) {
		case *parse.IfNode:
			lists(n.List, f)
			lists(n.ElseList, f)
		case *parse.RangeNode:
			lists(n.List, f)
			lists(n.ElseList, f)
		case *parse.WithNode:
			lists(n.List, f)
			lists(n.ElseList, f)
		}
	}
	f(list)
}

// recursiveCall is a call that leads back to the template that it stands in.
type recursiveCall struct {
	name string
	at   diag.Place
}

// recursionError says that a call led back for ever.
type recursionError struct{ recursiveCall }

func (e *recursionError) Error() string {
	return fmt.Sprintf("the template %s calls itself without end", e.name)
}

// pageWriter takes what a template writes, and counts the calls that are open.
type pageWriter struct {
	bytes.Buffer
	calls []recursiveCall
	depth int
}

func (w *pageWriter) Write(p []byte) (int, error) {
	if len(p) == 0 || p[0] != 0 {
		return w.Buffer.Write(p)
	}
	if len(p) == 1 {
		w.depth--
		return 1, nil
	}
	if w.depth++; w.depth > maxRecursion {
		i, _ := strconv.Atoi(string(p[1:]))
		return 0, &recursionError{w.calls[i]}
	}
	return len(p), nil
}

// execute executes a template for a view of a page. Most of a site's memory are
// its pages, so none takes more than it is long.
func (r *Renderer) execute(t *template.Template, name string, view any, p *site.Page) ([]byte, []diag.Fault) {
	w, ok := r.writers.Get().(*pageWriter)
	if !ok {
		w = &pageWriter{calls: r.layouts.calls}
	}
	defer r.writers.Put(w)
	w.Reset()
	w.depth = 0
	err := t.ExecuteTemplate(w, name, view)
	var partial *partialError
	switch {
	case errors.As(err, &partial):
		return nil, partial.faults
	case err != nil:
		return nil, []diag.Fault{r.layouts.fault(err, p)}
	}
	return bytes.Clone(w.Bytes()), nil
}

// fault tells of the call, on the page where it happened.
func (e *recursionError) fault(p *site.Page) diag.Fault {
	return diag.Errorf(e.at, "layout-recursion", "the template %s calls itself without end", e.name).
		WithHelp("it happened on the page %s; put the call between {{if …}} and {{end}} of a condition that comes to an end", source(p))
}
