package render

import (
	"iter"
	"maps"
	"slices"
	"strings"
	texttemplate "text/template"
	"text/template/parse"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/site"
)

// call is a call of a template, by {{template "name"}} or {{.Shared "name"}}.
type call struct {
	name     string
	at       diag.Place
	isShared bool // by .Shared
}

// callsOf returns the calls in a template in the order of its text.
func callsOf(tree *parse.Tree) []call {
	var all []call
	file := Root + "/" + tree.ParseName
	walkLists(tree.Root, func(list *parse.ListNode) {
		for _, n := range list.Nodes {
			at := diag.Place{File: file, Offset: int(n.Position())}
			switch n := n.(type) {
			case *parse.TemplateNode:
				all = append(all, call{name: n.Name, at: at})
			case *parse.ActionNode:
				for _, command := range n.Pipe.Cmds {
					if name, ok := sharedName(command); ok {
						all = append(all, call{name, at, true})
					}
				}
			}
		}
	})
	slices.SortStableFunc(all, func(a, b call) int { return a.at.Offset - b.at.Offset })
	return all
}

// sharedName returns the name in `.Shared "name"` or `$.Shared "name"`.
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

// entryTemplates returns the templates that the renderer itself executes for a layout, each
// with the file in which the theme defines it.
func entryTemplates(layout string) map[string]string {
	files := map[string]string{"base.html": "base.html", "main": layout + ".html", "sidebar": "partials/sidebar.html"}
	switch site.Layout(layout) {
	case site.LayoutPage:
		files["redirect"] = "partials/redirect.html"
	case site.LayoutGoal:
		files["paper"] = "partials/paper.html"
	}
	return files
}

// reachable returns the templates that rendering a page of a layout may execute, by name.
func reachable(layout string, t *texttemplate.Template) map[string]*texttemplate.Template {
	return reachableFrom(maps.Keys(entryTemplates(layout)), t)
}

func reachableFrom(names iter.Seq[string], t *texttemplate.Template) map[string]*texttemplate.Template {
	found := map[string]*texttemplate.Template{}
	var visit func(name string)
	visit = func(name string) {
		defined := t.Lookup(name)
		if found[name] != nil || defined == nil {
			return
		}
		found[name] = defined
		for _, call := range callsOf(defined.Tree) {
			visit(call.name)
		}
	}
	for name := range names {
		visit(name)
	}
	return found
}

// executed returns the names of the templates that Go code executes for pages of a layout: base.html
// and others of the renderer, and those of .Shared. Templates call the rest.
func executed(layout string, t *texttemplate.Template) map[string]bool {
	names := map[string]bool{}
	for name := range entryTemplates(layout) {
		names[name] = name != "main" && t.Lookup(name) != nil
	}
	for _, defined := range reachable(layout, t) {
		for _, call := range callsOf(defined.Tree) {
			if call.isShared && t.Lookup(call.name) != nil {
				names[call.name] = true
			}
		}
	}
	maps.DeleteFunc(names, func(_ string, is bool) bool { return !is })
	return names
}

// checkStructure reports each template that a layout must define, such as "main", and does
// not, and each call of a template that does not exist.
func (l *Layouts) checkStructure(layout string, t *texttemplate.Template) []diag.Fault {
	var faults []diag.Fault
	for name, file := range entryTemplates(layout) {
		if _, exists := l.texts[Root+"/"+file]; exists && t.Lookup(name) == nil {
			faults = append(faults, undefined(Root+"/"+file, name))
		}
	}
	for _, defined := range reachable(layout, t) {
		for _, call := range callsOf(defined.Tree) {
			if t.Lookup(call.name) == nil && entryTemplates(layout)[call.name] == "" {
				faults = append(faults, unknownTemplate(call, t))
			}
		}
	}
	return faults
}

// undefined reports a layout file that does not define a template it must define.
func undefined(file, name string) diag.Fault {
	return diag.Errorf(diag.WholeFile(file), "layout-root", "the layout does not define %q", name).
		WithHelp("put {{define %q}} before the content, and {{end}} after it", name)
}

// MoveToOwnFiles moves faults of missing templates from the call of the template to the
// site's file that replaced the theme's definition, if there is one. l are the theme's
// layouts; isOwn reports whether a file is the site's.
func (l *Layouts) MoveToOwnFiles(faults []diag.Fault, isOwn func(file string) bool) []diag.Fault {
	for i, f := range faults {
		if f.Code != codeUnknownTemplate {
			continue
		}
		name, _ := f.Message.Args[0].(string)
		for _, layout := range slices.Sorted(maps.Keys(l.byName)) {
			if defined := l.byName[layout].Lookup(name); defined != nil && isOwn(Root+"/"+defined.Tree.ParseName) {
				faults[i] = undefined(Root+"/"+defined.Tree.ParseName, name)
			}
		}
	}
	return faults
}

const codeUnknownTemplate = "layout-template"

func unknownTemplate(call call, t *texttemplate.Template) diag.Fault {
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
	return f.WithHelp("define it in %s/partials/, or remove the call", Root)
}

// CheckUse reports the templates of a site's own files that no layout calls, as an update of the
// theme may leave them behind. isOwn reports whether a file is the site's.
func (l *Layouts) CheckUse(isOwn func(file string) bool) []diag.Fault {
	used := map[*parse.Tree]bool{}
	for layout, t := range l.byName {
		entries := entryTemplates(layout)
		entries[homePath] = "" // if t defines it
		for _, defined := range reachableFrom(maps.Keys(entries), t) {
			used[defined.Tree] = true
		}
	}
	var faults []diag.Fault
	for _, t := range l.byName {
		for _, defined := range t.Templates() {
			tree := defined.Tree
			if file := Root + "/" + tree.ParseName; isOwn(file) && !used[tree] && defined.Name() != tree.ParseName {
				used[tree] = true // reported once
				faults = append(faults, diag.Warnf(diag.Place{File: file, Offset: int(tree.Root.Position())}, "layout-unused",
					"no layout calls the template %s, so it is never shown", defined.Name()).
					WithHelp("remove it, or call it; an earlier version of Cairn may have called it"))
			}
		}
	}
	return sortedByName(faults)
}

// checkOutside reports the first text or action of a file outside of every {{define}}. It
// is never shown: html/template puts it into a template with the file's name, and only that
// of base.html is executed.
func checkOutside(file string, t *texttemplate.Template) []diag.Fault {
	if file == Root+"/base.html" {
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
		return []diag.Fault{diag.Warnf(at, "layout-outside", "this is outside of every {{define}}, so it is never shown").
			WithHelp("move it into a {{define}}, or make it a comment: {{/* … */}}")}
	}
	return nil
}
