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

// A template that calls itself without end, or a {{range}} over a huge number, would hang
// the build. text/template does not limit loops, and its limit of nested calls is so high
// that reaching it takes seconds and gigabytes of stack.
//
// markTemplates therefore inserts a mark at the beginning of every {{range}} body and
// around every recursive call. The pageWriter recognises the marks, counts them, leaves
// them out of the page, and returns an error that stops the execution.
const (
	maxDepth  = 1000      // nested recursive calls
	maxSteps  = 1_000_000 // loop bodies and recursive calls of one page,
	pageSteps = 100       // plus pageSteps for each page of the site
	maxOutput = 512 << 20 // bytes of one page
)

// A mark consists of white space, because html/template passes white space on unchanged
// between elements, between attributes and within a quoted value. The first byte is a form
// feed, which layouts do not use; the second is the kind of the mark; the others are the
// number of the marked node in base 4.
const (
	markEnter = '\t' // before a recursive call
	markLeave = '\n' // after it
	markStep  = '\r' // at the beginning of a loop's body

	digits    = "\t\n\f\r"
	numberLen = 8
	markLen   = 2 + numberLen
)

// newMark returns a mark as a node of a template.
func newMark(kind byte, number int) parse.Node {
	text := []byte{'\f', kind}
	for range numberLen {
		text = append(text, digits[number%4])
		number /= 4
	}
	return &parse.TextNode{NodeType: parse.NodeText, Text: text}
}

// readMark returns the kind and the number of a mark; ok is false if p is not a mark.
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

// markedNode is a node of a template that has a mark: a loop, or a call through which a
// template calls itself, directly or by way of others.
type markedNode struct {
	template string // the called template; "" for a loop
	at       diag.Place
}

// boundError reports that rendering a page exceeded one of the limits at a node.
type boundError struct {
	markedNode
	message diag.Text
	isDepth bool
}

func (e *boundError) Error() string { return e.message.String() }

// fault returns the error as a fault at the node. It names the page if the depth of calls
// is exceeded, because the depth depends on the page.
func (e *boundError) fault(p *site.Page) diag.Fault {
	f := diag.Fault{Place: e.at, Code: "endless-layout", Message: e.message}
	if e.isDepth {
		return f.WithHelp("the fault occurs on the page %s; put the call between {{if …}} and {{end}} with a condition that becomes false", source(p))
	}
	return f.WithHelp("loop over a list of the site, or over a smaller number")
}

func (n markedNode) tooDeep() error {
	return &boundError{n, diag.Textf("the template %s calls itself without end", n.template), true}
}

func (n markedNode) tooLong(steps int) error {
	if n.template != "" {
		return &boundError{n, diag.Textf("the template %s calls itself more than %d times", n.template, steps), false}
	}
	return &boundError{n, diag.Textf("the loops of a page repeat more than %d times", steps), false}
}

func (n markedNode) tooLarge() error {
	return &boundError{n, diag.Textf("the page is larger than %d MiB", maxOutput>>20), false}
}

// markTemplates inserts marks into all templates. A template that several layouts define calls
// what it calls in any of them.
func (l *Layouts) markTemplates() {
	graph := calls{}
	trees := map[*parse.Tree]bool{}
	for _, t := range l.byName {
		for _, defined := range t.Templates() {
			if !trees[defined.Tree] {
				trees[defined.Tree] = true
				graph[defined.Name()] = append(graph[defined.Name()], callsOf(defined.Tree)...)
			}
		}
	}
	for tree := range trees {
		l.markTree(graph, tree)
	}
}

// calls holds the calls in the templates of a name.
type calls map[string][]call

// reaches reports whether executing one template may execute another.
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

// markTree inserts marks into one template.
func (l *Layouts) markTree(graph calls, tree *parse.Tree) {
	file := Root + "/" + tree.ParseName
	walkLists(tree.Root, func(list *parse.ListNode) {
		var nodes []parse.Node
		for _, n := range list.Nodes {
			at := diag.Place{File: file, Offset: int(n.Position())}
			switch n := n.(type) {
			case *parse.RangeNode:
				at.Offset = int(n.Pipe.Position())
				n.List.Nodes = append([]parse.Node{newMark(markStep, l.number(markedNode{at: at}))}, n.List.Nodes...)
			case *parse.TemplateNode:
				if graph.reaches(n.Name, tree.Name, map[string]bool{}) {
					number := l.number(markedNode{n.Name, at})
					nodes = append(nodes, newMark(markEnter, number), n, newMark(markLeave, number))
					continue
				}
			}
			nodes = append(nodes, n)
		}
		list.Nodes = nodes
	})
}

// number returns a new number for a node.
func (l *Layouts) number(node markedNode) int {
	l.marked = append(l.marked, node)
	return len(l.marked) - 1
}

// walkLists calls f for a list of nodes and for all lists nested in it.
func walkLists(list *parse.ListNode, f func(*parse.ListNode)) {
	if list == nil {
		return
	}
	for _, n := range slices.Clone(list.Nodes) {
		switch n := n.(type) {
		case *parse.IfNode:
			walkLists(n.List, f)
			walkLists(n.ElseList, f)
		case *parse.RangeNode:
			walkLists(n.List, f)
			walkLists(n.ElseList, f)
		case *parse.WithNode:
			walkLists(n.List, f)
			walkLists(n.ElseList, f)
		}
	}
	f(list)
}

// pageWriter collects the text of a page and counts the marks in it.
type pageWriter struct {
	bytes.Buffer
	marked   []markedNode
	maxSteps int
	depth    int
	steps    int
	last     markedNode // the node of the latest mark
}

func (w *pageWriter) Write(p []byte) (int, error) {
	kind, number, isMark := readMark(p)
	if !isMark {
		if w.Len()+len(p) > maxOutput {
			return 0, w.last.tooLarge()
		}
		return w.Buffer.Write(p)
	}
	w.last = w.marked[number]
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

// execute executes a template for a view of a page. Without a buffer (nil) it returns a copy of
// the text without spare capacity, because kept pages take much memory.
func (r *Renderer) execute(t *template.Template, name string, view any, p *site.Page, buffer *bytes.Buffer) ([]byte, []diag.Fault) {
	if endless, ok := r.endless.Load(t); ok { // an endless loop takes its time once, not for every page
		return nil, []diag.Fault{endless.(diag.Fault)}
	}
	w, ok := r.writers.Get().(*pageWriter)
	if !ok {
		w = &pageWriter{marked: r.layouts.marked, maxSteps: maxSteps + pageSteps*len(r.site.Pages)}
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
	if buffer == nil {
		return bytes.Clone(w.Bytes()), nil
	}
	buffer.Reset()
	buffer.Write(w.Bytes())
	return buffer.Bytes(), nil
}
