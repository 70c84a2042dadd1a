package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
)

// lookalikes tells of lines of a paragraph that were meant as headings: ##续约,
// and ＃ 续约 from a Chinese keyboard. A single # begins many a number.
func (w *writer) lookalikes(n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text := line.Value(w.source)
		wide := len(text) - len(bytes.TrimLeft(text, "＃"))
		level := len(text) - len(bytes.TrimLeft(text, "#"))
		if wide > 0 {
			level = wide / len("＃")
		}
		if level > 6 || wide == 0 && (level < 2 || len(bytes.TrimSpace(text)) == level) {
			continue
		}
		w.report(diag.Warnf(w.start.At(line.Start), "no-heading", "this line is text, not a heading").
			WithHelp("a heading is %s, a space and its words; \\# is the sign itself", strings.Repeat("#", level)))
	}
}

// unknownAlert tells of a quotation that begins like an alert, [!提示], but not
// like a picture that is a link.
func (w *writer) unknownAlert(n ast.Node, line []byte) {
	mark, _, found := bytes.Cut(bytes.TrimSpace(line), []byte("]"))
	if found && bytes.HasPrefix(mark, []byte("[!")) && !bytes.HasPrefix(mark, []byte("[![")) {
		w.report(diag.Warnf(w.place(n), "unknown-alert", "%s] begins no alert", mark).
			WithHelp("write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] on a line of its own, or [!SLOT] and a name of letters, digits and dashes"))
	}
}
