package render

import (
	"regexp"
	"strings"
	texttemplate "text/template"
	"text/template/parse"

	"cairn/generator/internal/diag"
)

// checkScripts reports template actions inside <script> and <style> of a layout. A value of
// a page could run as code there, and the content security policy of pages forbids inline
// scripts and styles anyway. Layouts pass values to scripts in data attributes instead.
func checkScripts(file string, t *texttemplate.Template) []diag.Fault {
	var faults []diag.Fault
	for _, defined := range t.Templates() {
		if Root+"/"+defined.Tree.ParseName == file {
			s := scripts{file: file}
			s.list(defined.Tree.Root)
			faults = append(faults, s.faults...)
		}
	}
	return faults
}

// scripts walks a template and tracks whether the position is inside <script> or <style>.
type scripts struct {
	file    string
	element string // script or style while its tag or its content is open
	content bool
	faults  []diag.Fault
}

func (s *scripts) list(nodes *parse.ListNode) {
	if nodes == nil {
		return
	}
	for _, n := range nodes.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			s.text(string(n.Text))
		case *parse.IfNode:
			s.branch(&n.BranchNode)
		case *parse.RangeNode:
			s.branch(&n.BranchNode)
		case *parse.WithNode:
			s.branch(&n.BranchNode)
		default:
			s.action(n)
		}
	}
}

func (s *scripts) branch(n *parse.BranchNode) {
	s.action(n)
	before := *s
	s.list(n.ElseList)
	s.element, s.content = before.element, before.content
	s.list(n.List)
}

func (s *scripts) action(n parse.Node) {
	if s.content {
		s.faults = append(s.faults, diag.Errorf(diag.Place{File: s.file, Offset: int(n.Position())}, "layout-script",
			"a template action inside <%s>", s.element).
			WithHelp("put the value into a data- attribute, and read it in a file of static/"))
	}
}

// rawElement matches the start of a comment, a <script> or a <style>.
var rawElement = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<(script|style)\b`)

func (s *scripts) text(text string) {
	for {
		end := ""
		switch {
		case s.content:
			end = "</" + s.element
		case s.element != "":
			end = ">"
		default:
			m := rawElement.FindStringSubmatchIndex(text)
			if m == nil {
				return
			}
			if m[2] >= 0 {
				s.element = strings.ToLower(text[m[2]:m[3]])
			}
			text = text[m[1]:]
			continue
		}
		_, rest, found := strings.Cut(strings.ToLower(text), end)
		if !found {
			return
		}
		text = text[len(text)-len(rest):]
		if s.content = !s.content; !s.content {
			s.element = ""
		}
	}
}
