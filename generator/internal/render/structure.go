package render

import (
	"html/template"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// call is where a template calls another, by {{template "name"}} or {{.Shared "name"}}.
type call struct {
	name string
	at   diag.Place
}

// callsOf are the calls in a template, in the order of its text.
func callsOf(tree *parse.Tree) []call {
	var all []call
	lists(tree.Root, func(list *parse.ListNode) {
		for _, n := range list.Nodes {
			at := diag.Place{File: Root + "/" + tree.ParseName, Offset: int(n.Position())}
			switch n := n.(type) {
			case *parse.TemplateNode:
				all = append(all, call{n.Name, at})
			case *parse.ActionNode:
				for _, command := range n.Pipe.Cmds {
					if name, ok := sharedName(command); ok {
						all = append(all, call{name, at})
					}
				}
			}
		}
	})
	slices.SortStableFunc(all, func(a, b call) int { return a.at.Offset - b.at.Offset })
	return all
}

// sharedName is the name in `.Shared "name"` and `$.Shared "name"`.
func sharedName(command *parse.CommandNode) (string, bool) {
	if len(command.Args) != 2 || !strings.HasSuffix(command.Args[0].String(), ".Shared") {
		return "", false
	}
	name, ok := command.Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return name.Text, true
}

// roots are the templates that the renderer itself executes for a layout, with
// the file in which the theme defines each.
func roots(layout string) map[string]string {
	roots := map[string]string{"base.html": "base.html", "main": layout + ".html", "sidebar": "partials/sidebar.html"}
	switch site.Layout(layout) {
	case site.LayoutPage:
		roots["redirect"] = "partials/redirect.html"
	case site.LayoutGoal:
		roots["paper"] = "partials/paper.html"
	}
	return roots
}

// reachable are the templates of a layout that rendering a page may execute, by name.
func reachable(layout string, t *template.Template) map[string]*template.Template {
	found := map[string]*template.Template{}
	var visit func(name string)
	visit = func(name string) {
		defined := t.Lookup(name)
		if found[name] != nil || defined == nil || defined.Tree == nil {
			return
		}
		found[name] = defined
		for _, call := range callsOf(defined.Tree) {
			visit(call.name)
		}
	}
	for name := range roots(layout) {
		visit(name)
	}
	return found
}

// checkStructure finds what is wrong with how the templates of a layout call
// each other: one that is missing, "main" above all, and text in the layout's
// own file that belongs to no template.
func (l *Layouts) checkStructure(layout string, t *template.Template) []diag.Fault {
	var faults []diag.Fault
	for name, file := range roots(layout) {
		if _, exists := l.texts[Root+"/"+file]; exists && t.Lookup(name) == nil {
			faults = append(faults, undefined(Root+"/"+file, name))
		}
	}
	for _, defined := range reachable(layout, t) {
		for _, call := range callsOf(defined.Tree) {
			if t.Lookup(call.name) == nil && roots(layout)[call.name] == "" {
				faults = append(faults, unknownTemplate(call, t))
			}
		}
	}
	return faults
}

// undefined reports a layout file that does not define a template it must define.
func undefined(file, name string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "layout-root", "the layout does not define %q", name).
		WithHelp("put {{define %q}} before what it shows, and {{end}} behind it", name)
}

// AtOwnFiles moves faults of missing templates. They are found where the template is
// called; if the site replaced the theme's file that defines the template, the fault
// belongs to the replacement. isOwn reports whether a file is the site's.
func (l *Layouts) AtOwnFiles(faults []diag.Fault, isOwn func(file string) bool) []diag.Fault {
	for i, f := range faults {
		if f.Code != codeUnknownTemplate {
			continue
		}
		name, _ := f.Message.Args[0].(string)
		for _, layout := range slices.Sorted(maps.Keys(l.byName)) {
			if defined := l.byName[layout].Lookup(name); defined != nil && defined.Tree != nil && isOwn(Root+"/"+defined.Tree.ParseName) {
				faults[i] = undefined(Root+"/"+defined.Tree.ParseName, name)
			}
		}
	}
	return faults
}

const codeUnknownTemplate = "layout-template"

func unknownTemplate(call call, t *template.Template) diag.Fault {
	f := diag.Errorf(call.at, codeUnknownTemplate, "there is no template %s", call.name)
	var names []string
	for _, defined := range t.Templates() {
		if !strings.HasSuffix(defined.Name(), ".html") {
			names = append(names, defined.Name())
		}
	}
	slices.Sort(names)
	if near := diag.Nearest(call.name, names); near != "" {
		return f.WithHelp("did you mean %s?", near)
	}
	return f.WithHelp("define it in %s/partials/, or take the call out", Root)
}

// checkOutside reports the first text or action of a file that stands outside of
// every {{define}}. It belongs to a template with the file's name, which is
// executed of base.html alone.
func checkOutside(file string, t *template.Template) []diag.Fault {
	if t.Tree == nil || file == Root+"/base.html" {
		return nil
	}
	for _, n := range t.Tree.Root.Nodes {
		at := diag.Place{File: file, Offset: int(n.Position())}
		if text, ok := n.(*parse.TextNode); ok {
			shown := strings.TrimLeft(string(text.Text), " \t\n")
			if shown == "" {
				continue
			}
			at.Offset += len(text.Text) - len(shown)
		}
		return []diag.Fault{diag.Warnf(at, "layout-outside", "this stands outside of every {{define}} and is never shown").
			WithHelp("move it into one, or make it a comment: {{/* … */}}")}
	}
	return nil
}
