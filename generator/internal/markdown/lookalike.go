package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"cairn/generator/internal/diag"
)

// checkLines warns of lines that look like a heading, a code fence, a task or a table but are text.
func (w *writer) checkLines(n ast.Node) {
	_, paragraph := n.(*ast.Paragraph)
	_, item := n.Parent().(*ast.ListItem)
	item = item && n.PreviousSibling() == nil
	task := isTask(n)
	var before text.Segment
	rows := 0
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text := line.Value(w.source)
		if paragraph {
			w.checkHeading(line, text)
			w.checkFullWidth(before, line)
		}
		if !task || i > 0 {
			w.checkTask(line, text, item && i == 0)
		}
		if rows = w.noTable(before, line, rows); rows == 2 {
			w.report(diag.Warnf(w.start.At(before.Start), "no-table", "these lines are shown as text, not as a table").
				WithHelp("add a line of dashes below the first of them: %s", rule(before.Value(w.source))))
		}
		before = line
	}
}

// checkHeading warns of ##续约 and of ＃ 续约, typed with a full-width sign. A single # without a
// space is accepted: it often begins a number.
func (w *writer) checkHeading(line text.Segment, text []byte) {
	wide := len(text) - len(bytes.TrimLeft(text, "＃"))
	level := len(text) - len(bytes.TrimLeft(text, "#"))
	if wide > 0 {
		level = wide / len("＃")
	}
	if level > 6 || wide == 0 && (level < 2 || len(bytes.TrimSpace(text)) == level) {
		return
	}
	w.report(diag.Warnf(w.start.At(line.Start), "no-heading", "this line is shown as text, not as a heading").
		WithHelp("a heading is %s, a space and its text; write \\# to show a #", strings.Repeat("#", level)))
}

// Code fences and delimiter rows typed with full-width characters; a Chinese keyboard
// gives ｀ or · for `.
var (
	wideFence = regexp.MustCompile(`^(?:｀{3,}|·{3})[a-z]*\s*$`)
	wideRule  = regexp.MustCompile(`^[｜|]?[ :：—－-]*[—－-][ :：—－-]*(?:[｜|][ :：—－-]*)+\s*$`)
)

// checkFullWidth warns of ｀｀｀ and of a delimiter row ｜－｜.
func (w *writer) checkFullWidth(before, line text.Segment) {
	text, head := line.Value(w.source), before.Value(w.source)
	switch {
	case (bytes.HasPrefix(text, []byte("｀")) || bytes.HasPrefix(text, []byte("·"))) && wideFence.Match(text):
		w.report(diag.Warnf(w.start.At(line.Start), "no-code", "this line is shown as text: it does not begin or end code").
			WithHelp("code is between two lines of half-width ```"))
	case bytes.Contains(text, []byte("｜")) && wideRule.Match(text) && bytes.Contains(head, []byte("｜")):
		w.report(diag.Warnf(w.start.At(before.Start), "no-table", "these lines are shown as text, not as a table: their ｜ is full-width").
			WithHelp("write | instead, and below the first line %s", rule(bytes.ReplaceAll(head, []byte("｜"), []byte("|")))))
	}
}

// checkTask warns of a misspelt box, which the reader cannot tick: - [ ]电话, - []电话, -[ ] 电话,
// and - 【 】电话. In an item, the text does not include the leading dash.
func (w *writer) checkTask(line text.Segment, text []byte, item bool) {
	switch {
	case item:
	case bytes.HasPrefix(text, []byte("[ ] ")):
	case len(text) > 0 && (text[0] == '-' || text[0] == '*' || text[0] == '+'):
		text = text[1:]
	default:
		return
	}
	if beginsWithBox(text) {
		w.report(diag.Warnf(w.start.At(line.Start), "no-task", "this line is shown without a check box").
			WithHelp("a task is - [ ] and its text: half-width brackets, with a space before, between and after them"))
	}
}

// beginsWithBox reports whether a text is a box, ticked or not, followed by words.
func beginsWithBox(text []byte) bool {
	inner := bytes.TrimLeft(text, "[【［")
	if width := len(text) - len(inner); width != 1 && width != len("【") {
		return false
	}
	inner = bytes.TrimLeft(inner, " \u3000")
	if r, width := utf8.DecodeRune(inner); strings.ContainsRune("xX√✓✔", r) {
		inner = bytes.TrimLeft(inner[width:], " \u3000")
	}
	words := bytes.TrimLeft(inner, "]】］")
	if width := len(inner) - len(words); width != 1 && width != len("】") {
		return false
	}
	words = bytes.TrimSpace(words)
	return len(words) > 0 && bytes.IndexByte([]byte("([:"), words[0]) < 0
}

// noTable warns of a delimiter row whose cells do not match the line before. It returns the
// number of consecutive lines, including this one, that look like rows of a table.
func (w *writer) noTable(before, line text.Segment, rows int) int {
	text := line.Value(w.source)
	bars := bars(text)
	if bars == 0 {
		return 0
	}
	if head := before.Value(w.source); isRule(text) && bytes.IndexByte(head, '|') >= 0 && cells(head) != cells(text) {
		w.report(diag.Warnf(w.start.At(line.Start), "no-table", "this is shown as text, not as a table: the line of dashes has %d cells, the header has %d", cells(text), cells(head)).
			WithHelp("write as many as the header has: %s", rule(head)))
		return 3 // it has been told
	}
	if bars < 2 || bytes.ContainsAny(text, "`$") || bytes.Count(text, []byte(`\`)) > bytes.Count(text, []byte(`\|`)) {
		return 0 // code, or a formula
	}
	return rows + 1
}

// isRule reports whether a line is the delimiter row of a table, such as | --- | --- |.
func isRule(line []byte) bool {
	return len(bytes.Trim(line, "|-: \t\n")) == 0 && bytes.IndexByte(line, '-') >= 0
}

// rule returns the delimiter row for a table's head.
func rule(head []byte) string { return "|" + strings.Repeat(" --- |", min(cells(head), maxColumns)) }

// bars counts the | in a line that separate cells.
func bars(line []byte) int {
	n := bytes.Count(line, []byte("|"))
	if n > 0 {
		n -= bytes.Count(line, []byte(`\|`))
	}
	return n
}

// nextBar returns the offset of the next | that separates cells, -1 if there is none.
func nextBar(line []byte) int {
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') {
			return i
		}
	}
	return -1
}

// cells counts the cells of a line.
func cells(line []byte) int {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte("|"))
	if bytes.HasSuffix(line, []byte("|")) {
		line = line[:len(line)-1]
	}
	return bars(line) + 1
}

// checkAlert warns of a quotation that begins like an alert, such as [!提示], but not of one
// that begins with a picture inside a link.
func (w *writer) checkAlert(n ast.Node, line []byte) {
	mark, _, found := bytes.Cut(bytes.TrimSpace(line), []byte("]"))
	if found && bytes.HasPrefix(mark, []byte("[!")) && !bytes.HasPrefix(mark, []byte("[![")) {
		w.report(diag.Warnf(w.place(n), "unknown-alert", "unknown alert type %s]", mark).
			WithHelp("write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION] on a separate line, [!SLOT] and a name of letters, digits and hyphens, or [!COPY] and a title"))
	} else if meant := halfWidthAlert(line); meant != "" {
		w.report(diag.Warnf(w.place(n), "unknown-alert", "the characters of this alert are full-width, so it is shown as a quotation").
			WithHelp("write %s on a separate line", meant))
	}
}

// halfWidthAlert returns the alert mark at the beginning of a line that uses full-width
// characters, 【!TIP】 or [！TIP], in its correct form. It returns "" if there is none.
func halfWidthAlert(line []byte) string {
	text := bytes.TrimSpace(line)
	rest := bytes.TrimLeft(text, "[【［")
	if len(rest) == len(text) || !bytes.HasPrefix(rest, []byte("!")) && !bytes.HasPrefix(rest, []byte("！")) {
		return ""
	}
	half := strings.NewReplacer("【", "[", "［", "[", "！", "!", "】", "]", "］", "]").Replace(string(text))
	mark, name, _ := strings.Cut(half, "]")
	if mark = strings.ToUpper(mark) + "]"; mark == "[!SLOT]" || mark == "[!COPY]" {
		mark += name
	}
	if kind, _ := alertKind([]byte(mark)); kind == "" {
		return ""
	}
	return mark
}

// checkIndented warns of an indented block of Chinese text. It is shown as code, but its author
// probably pasted a paragraph with its indentation.
func (w *writer) checkIndented(n *ast.CodeBlock) {
	han := false
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text := bytes.TrimRight(line.Value(w.source), " \n")
		if looksLikeCode(text) {
			return
		}
		han = han || bytes.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	if han {
		w.report(diag.Warnf(w.place(n), "no-paragraph", "this is shown as code, because it is indented by a tab or four spaces").
			WithHelp("remove the indentation; to show it as code, put it between two lines of ```"))
	}
}

// looksLikeCode reports whether a line has signs that prose does not: brackets and operators,
// aligning spaces, options, a call, lines of a folder tree, or a command's name in front.
func looksLikeCode(line []byte) bool {
	if len(line) > 0 && line[0] >= 'a' && line[0] <= 'z' || bytes.ContainsAny(line, "{}[]<>=;$`|\\#*_^~@&\"'\t") {
		return true
	}
	before := ' '
	for _, r := range string(line) {
		switch {
		case r == before && (r == ' ' || r == '-' || r == '/'):
			return true
		case r == '(' && before < utf8.RuneSelf && unicode.IsLetter(before), r >= 0x2500 && r <= 0x257F:
			return true
		case before == '-' && r < utf8.RuneSelf && unicode.IsLetter(r):
			return true
		}
		before = r
	}
	return false
}
