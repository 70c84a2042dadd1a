package markdown

import (
	"hash/fnv"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/text/unicode/norm"
)

// A reader's tick is stored by the text of its task. Each box has a digest of the task's
// text (data-key), without nested items, footnote marks and destinations of links, and
// a digest of the headings and items around it (data-place), which distinguishes two
// tasks with the same text.

func isTask(n ast.Node) bool {
	_, ok := n.FirstChild().(*extast.TaskCheckBox)
	return ok
}

// taskBox writes the box of a task, with its number in the document.
func (w *writer) taskBox(n *extast.TaskCheckBox) {
	w.tag(`<input type="checkbox" data-task="`, strconv.Itoa(w.doc.Tasks), `"`)
	w.doc.Tasks++
	if !w.plainOnly {
		text, _ := w.textOf(n.Parent())
		w.attribute("data-key", taskDigest(text))
		if place := w.placeDigest(n.Parent().Parent()); place != "" {
			w.attribute("data-place", place)
		}
	}
	if n.IsChecked {
		w.tag(" checked")
	}
	w.tag("> ")
}

// placeDigest returns a digest of the headings and items around an item, "" if there are none.
func (w *writer) placeDigest(item ast.Node) string {
	var around strings.Builder
	for n := item.Parent(); n != nil; n = n.Parent() {
		if n.Kind() == ast.KindListItem {
			around.WriteString(w.itemDigest(n) + "\n")
		}
	}
	around.WriteString(w.headingPath())
	if around.Len() == 0 {
		return ""
	}
	return taskDigest(around.String())
}

// itemDigest returns a digest of an item's first text. It is cached, because every task within
// the item needs it.
func (w *writer) itemDigest(item ast.Node) string {
	name, known := w.items[item]
	if !known {
		if first := item.FirstChild(); first != nil && (first.Kind() == ast.KindTextBlock || first.Kind() == ast.KindParagraph) {
			text, _ := w.textOf(first)
			name = taskDigest(text)
		}
		w.items[item] = name
	}
	return name
}

// headingPath returns the text of the current heading and of the headings above it in the
// hierarchy, one a line. The page's title is excluded, because all tasks are below it.
func (w *writer) headingPath() string {
	if w.headingsSeen != len(w.doc.Headings) {
		var b strings.Builder
		level := 7
		for i := len(w.doc.Headings) - 1; i >= 0 && level > 1; i-- {
			if h := w.doc.Headings[i]; h.Level < level && h.ID != w.doc.Title.ID {
				level = h.Level
				b.WriteString(h.Text + "\n")
			}
		}
		w.currentPath, w.headingsSeen = b.String(), len(w.doc.Headings)
	}
	return w.currentPath
}

// taskDigest returns a digest of a task's text that ignores line breaks and spaces next to
// Chinese characters.
func taskDigest(text string) string {
	h := fnv.New64a()
	last := ' '
	space := false
	for _, r := range norm.NFC.String(text) {
		if r == ' ' || r == '\n' || r == '\t' || r == '\u3000' || r == '\u00a0' {
			space = true
			continue
		}
		if space && last != ' ' && !isCJK(last) && !isCJK(r) {
			h.Write([]byte{' '})
		}
		h.Write(utf8.AppendRune(nil, r))
		last, space = r, false
	}
	return strconv.FormatUint(h.Sum64(), 36)
}
