package render

import (
	"bytes"
	"errors"
	"html/template"
	"slices"
	"text/template/parse"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// A layout that never ends would hang the build: a template that calls itself,
// or a {{range}} over a number that is far too large. The library bounds the
// depth of calls only, so high that reaching it takes seconds and gigabytes of
// stack, and it bounds no loop.
//
// markTemplates therefore inserts a mark at the beginning of every {{range}}
// body and around every recursive call. The pageWriter recognises marks, counts
// them, leaves them out of the page, and stops the execution by an error.
const (
	maxDepth  = 1000      // recursive calls that are open at once
	maxSteps  = 1_000_000 // loop bodies and recursive calls of one page,
	pageSteps = 100       // and so many more for each page of the site
	maxOutput = 512 << 20 // bytes of one page
)

// A mark is a text of white space, which the autoescaper of html/template
// passes on unchanged wherever it stands: between elements, between the
// attributes of a tag, within a quoted value. The first byte is a form feed,
// which layouts have no use for; the second tells the kind; the rest is the
// number of the marked node in base 4.
const (
	markEnter = '\t' // before a recursive call
	markLeave = '\n' // behind it
	markStep  = '\r' // at the beginning of a loop's body

	digits    = "\t\n\f\r"
	numberLen = 8
	markLen   = 2 + numberLen
)

// markNode makes the text node of a mark.
func markNode(kind byte, number int) parse.Node {
	text := []byte{'\f', kind}
	for range numberLen {
		text = append(text, digits[number%4])
		number /= 4
	}
	return &parse.TextNode{NodeType: parse.NodeText, Text: text}
}

// readMark reads the kind and the number of a mark; ok is false for other text.
func readMark(p []byte) (kind byte, number int, ok bool) {
	if len(p) != markLen || p[0] != '\f' {
		return 0, 0, false
	}
	for i := markLen - 1; i >= 2; i-- {
		digit := bytes.IndexByte([]byte(digits), p[i])
		if digit < 0 {
			return 0, 0, false
		}
		number = 4*number + digit
	}
	return p[1], number, true
}

// bounded is a node that is marked: a loop, or a call of a template that leads
// back to the template that it stands in.
type bounded struct {
	template string // the called template; "" for a loop
	at       diag.Place
}

// boundError says that a template exceeded one of the bounds at a node.
type boundError struct {
	bounded
	message diag.Text
	isDepth bool
}

func (e *boundError) Error() string { return e.message.String() }

// fault reports the node. Only the depth of calls depends on the page.
func (e *boundError) fault(p *site.Page) diag.Fault {
	f := diag.Fault{Place: e.at, Code: "endless-layout", Message: e.message}
	if e.isDepth {
		return f.WithHelp("it happened on the page %s; put the call between {{if …}} and {{end}} of a condition that comes to an end", source(p))
	}
	return f.WithHelp("let the loop go over a list of the site, or over a smaller number")
}

func (b bounded) tooDeep() error {
	return &boundError{b, diag.Textf("the template %s calls itself without end", b.template), true}
}

func (b bounded) tooLong(steps int) error {
	if b.template != "" {
		return &boundError{b, diag.Textf("the template %s calls itself more than %d times", b.template, steps), false}
	}
	return &boundError{b, diag.Textf("the loops of a page go round more than %d times", steps), false}
}

func (b bounded) tooLarge() error {
	return &boundError{b, diag.Textf("the page is larger than %d MiB", maxOutput>>20), false}
}

// markTemplates inserts the marks into all templates of t.
func (l *Layouts) markTemplates(t *template.Template) {
	graph := calls{}
	for _, defined := range t.Templates() {
		if defined.Tree != nil {
			graph[defined.Name()] = callsOf(defined.Tree)
		}
	}
	for _, defined := range t.Templates() {
		if defined.Tree != nil {
			l.markTree(graph, defined.Tree)
		}
	}
}

// calls are the calls in each template.
type calls map[string][]call

// reaches tells whether a template calls another, by however many others.
func (c calls) reaches(from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	return slices.ContainsFunc(c[from], func(next call) bool { return c.reaches(next.name, to, seen) })
}

func (l *Layouts) markTree(graph calls, tree *parse.Tree) {
	lists(tree.Root, func(list *parse.ListNode) {
		var nodes []parse.Node
		for _, n := range list.Nodes {
			at := diag.Place{File: Root + "/" + tree.ParseName, Offset: int(n.Position())}
			switch n := n.(type) {
			case *parse.RangeNode:
				at.Offset = int(n.Pipe.Position())
				n.List.Nodes = append([]parse.Node{markNode(markStep, l.bound(bounded{at: at}))}, n.List.Nodes...)
			case *parse.TemplateNode:
				if graph.reaches(n.Name, tree.Name, map[string]bool{}) {
					number := l.bound(bounded{n.Name, at})
					nodes = append(nodes, markNode(markEnter, number), n, markNode(markLeave, number))
					continue
				}
			}
			nodes = append(nodes, n)
		}
		list.Nodes = nodes
	})
}

// bound gives a node its number.
func (l *Layouts) bound(node bounded) int {
	l.bounded = append(l.bounded, node)
	return len(l.bounded) - 1
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

// pageWriter collects the text of a page and counts the marks in it.
type pageWriter struct {
	bytes.Buffer
	bounded  []bounded
	maxSteps int
	depth    int
	steps    int
	last     bounded // the node whose mark came last
}

func (w *pageWriter) Write(p []byte) (int, error) {
	kind, number, isMark := readMark(p)
	if !isMark {
		if w.Len()+len(p) > maxOutput {
			return 0, w.last.tooLarge()
		}
		return w.Buffer.Write(p)
	}
	w.last = w.bounded[number]
	switch kind {
	case markLeave:
		w.depth--
		return len(p), nil
	case markEnter:
		if w.depth++; w.depth > maxDepth {
			return 0, w.last.tooDeep()
		}
	}
	if w.steps++; w.steps > w.maxSteps {
		return 0, w.last.tooLong(w.maxSteps)
	}
	return len(p), nil
}

// execute executes a template for a view of a page. The bytes that it returns
// have no spare capacity: pages are most of the memory of a large build.
func (r *Renderer) execute(t *template.Template, name string, view any, p *site.Page) ([]byte, []diag.Fault) {
	if endless, ok := r.endless.Load(t); ok {
		return nil, []diag.Fault{endless.(diag.Fault)} // another page of this layout has taken the time
	}
	w, ok := r.writers.Get().(*pageWriter)
	if !ok {
		w = &pageWriter{bounded: r.layouts.bounded, maxSteps: maxSteps + pageSteps*len(r.site.Pages)}
	}
	defer r.writers.Put(w)
	w.Reset()
	w.depth, w.steps = 0, 0
	err := t.ExecuteTemplate(w, name, view)
	var partial *partialError
	var bound *boundError
	switch {
	case errors.As(err, &partial):
		return nil, partial.faults
	case errors.As(err, &bound):
		f := bound.fault(p)
		if !bound.isDepth {
			r.endless.Store(t, f)
		}
		return nil, []diag.Fault{f}
	case err != nil:
		return nil, []diag.Fault{r.layouts.fault(err, p)}
	}
	return bytes.Clone(w.Bytes()), nil
}
