package render

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"slices"
	"strings"
	texttemplate "text/template"
	"text/template/parse"
)

// Many actions of a layout print the same on every page, such as {{.Word "nav.menu"}}. They are
// executed once, when the first page needs the layout, and replaced by the text that they print.

// prepare makes a copy of a layout that html/template escapes, and puts the text of these
// actions into it, for a site of which only the configuration and the words are known. The text
// is what the escaped actions would write into each page.
func prepare(layout string, parsed *texttemplate.Template, s *View) (*template.Template, error) {
	t := template.New("").Option("missingkey=error")
	for _, defined := range parsed.Templates() {
		template.Must(t.AddParseTree(defined.Name(), defined.Tree.Copy()))
	}
	one := template.Must(t.New("a constant").Parse(""))
	for name := range executed(layout, parsed) {
		// html/template escapes a template when it is executed for the first time, and with it
		// those that it calls. Alone these may be wrong: one may begin a tag that another ends.
		var wrong *template.Error
		if err := t.ExecuteTemplate(full{}, name, nil); errors.As(err, &wrong) {
			return nil, err
		}
	}
	if err := one.Execute(io.Discard, nil); err != nil {
		return nil, err
	}
	data := struct{ *View }{s} // for .Word and for .View.Word
	for _, defined := range t.Templates() {
		if defined.Tree == nil || defined == one {
			continue
		}
		walkLists(defined.Tree.Root, func(list *parse.ListNode) {
			for i, n := range list.Nodes {
				if a, ok := n.(*parse.ActionNode); !ok || !isEscaped(a) || !isConstant(a.Pipe) {
					continue
				}
				var text bytes.Buffer
				one.Tree.Root.Nodes = []parse.Node{n}
				if one.Execute(&text, data) == nil { // otherwise a page reports the error
					list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Position(), Text: text.Bytes()}
				}
			}
		})
	}
	return t, nil
}

// full is a writer that takes nothing, which ends the execution of a template.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// isEscaped reports whether an action ends with an escaper of html/template. It does not if no
// call of its template was escaped, but only a copy of the template for calls in another context.
func isEscaped(a *parse.ActionNode) bool {
	last := a.Pipe.Cmds[len(a.Pipe.Cmds)-1]
	escaper, ok := last.Args[0].(*parse.IdentifierNode)
	return ok && strings.HasPrefix(escaper.Ident, "_html_template_")
}

// isConstant reports whether an expression depends only on the site and its words.
func isConstant(n parse.Node) bool {
	switch n := n.(type) {
	case *parse.PipeNode:
		return len(n.Decl) == 0 && !slices.ContainsFunc(n.Cmds, func(c *parse.CommandNode) bool { return !isConstant(c) })
	case *parse.CommandNode:
		return !slices.ContainsFunc(n.Args, func(arg parse.Node) bool { return !isConstant(arg) })
	case *parse.FieldNode:
		return isConstantField(n.Ident)
	case *parse.VariableNode:
		return n.Ident[0] == "$" && isConstantField(n.Ident[1:])
	case *parse.IdentifierNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return true
	}
	return false
}

func isConstantField(names []string) bool {
	if len(names) > 0 && names[0] == "View" {
		names = names[1:]
	}
	switch {
	case len(names) == 1:
		return names[0] == "Word" || names[0] == "WordsJSON" || names[0] == "Data"
	case len(names) > 2:
		return names[0] == "Site" && names[1] == "Config"
	}
	return false
}
