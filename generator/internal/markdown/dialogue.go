package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
)

// A quotation is a dialogue if each of its blocks is a turn or a stage direction:
//
//	> （第二次见面，信息科。）
//	>
//	> **主任**：“几家都说能过评级。”
//	>
//	> **别这样**：“我们过的医院最多。”
//	>
//	> **这样**：“上次检查，病历质控那一项是怎么交的材料？”
//
// A turn is a paragraph that begins with a name in bold and a colon. Two names are words of the
// interface: they mark what not to say and what to say. A stage direction is a paragraph in one
// pair of parentheses. A dialogue has at least two turns, or one that is marked or whose words
// are in quotation marks: > **注**：… stays a quotation.

// maxName is the largest width of a speaker's name, in Latin letters; a Chinese character is two.
const maxName = 32

// part is a block of a quotation.
type part struct {
	node   ast.Node
	kind   partKind
	offset int // in the source
	name   string
	colon  string
	quoted bool // the words begin with a quotation mark

	bold, words *ast.Text // of a turn: the end of its name, and the beginning of its words
	inside      int       // the length of the colon within the bold
	before      int       // the length of the colon and the spaces before the words
}

type partKind int

const (
	otherPart     partKind = iota
	plainPart              // begins as a turn does, but the name is not in bold
	directionPart          // a stage direction
	turnPart
	wrongPart // a turn that shows what not to say
	rightPart // a turn that shows what to say

	questionPart // a turn that may be a question of recall.go
	answerPart
)

func (p *part) isTurn() bool   { return p.kind >= turnPart }
func (p *part) isMarked() bool { return p.kind == wrongPart || p.kind == rightPart }

// dialogue writes a quotation if it is a dialogue, and warns of one that nearly is. It reports
// whether it has written the quotation.
func (w *writer) dialogue(quote ast.Node) bool {
	if w.strict {
		return false
	}
	var parts []part
	var turns, sure, plain, others int
	for n := quote.FirstChild(); n != nil; n = n.NextSibling() {
		p := w.partOf(n)
		switch parts = append(parts, p); {
		case p.isTurn():
			turns++
			if p.quoted || p.isMarked() {
				sure++
			}
		case p.kind == plainPart:
			plain++
		case p.kind == otherPart:
			others++
		}
	}
	switch {
	case turns > 0 && plain+others == 0:
		w.checkTurns(parts)
		switch {
		case w.isRecall(parts):
			w.recall(parts)
			return true
		case turns+sure > 1:
			w.turns(parts)
			return true
		}
	case others == 0 && turns+plain > 1, sure > 0 && turns > 1 && turns > others:
		w.reportParts(parts)
	}
	return false
}

// partOf reads a block of a quotation.
func (w *writer) partOf(n ast.Node) part {
	p := part{node: n}
	paragraph, ok := n.(*ast.Paragraph)
	if !ok || paragraph.Lines().Len() == 0 {
		return p
	}
	line := paragraph.Lines().At(0)
	p.offset = line.Start
	if bold, ok := paragraph.FirstChild().(*ast.Emphasis); ok && w.readTurn(&p, bold) {
		return p
	}
	if w.isDirection(paragraph) {
		p.kind = directionPart
	} else {
		w.readPlain(&p, line.Value(w.source))
	}
	return p
}

// readTurn reads a turn that begins with a name in bold, and reports whether it is one. The colon
// stands behind the bold, or at its end.
func (w *writer) readTurn(p *part, bold *ast.Emphasis) bool {
	first, ok := bold.FirstChild().(*ast.Text)
	words, follows := bold.NextSibling().(*ast.Text)
	if !ok || !follows || bold.Level != 2 {
		return false
	}
	last := first
	for n := ast.Node(first); n != nil; n = n.NextSibling() {
		if last, ok = n.(*ast.Text); !ok || last.SoftLineBreak() || last.HardLineBreak() {
			return false
		}
	}
	name, rest := w.source[first.Segment.Start:last.Segment.Stop], words.Segment.Value(w.source)
	p.inside = len(name) - len(bytes.TrimSuffix(bytes.TrimSuffix(name, []byte("：")), []byte(":")))
	outside := 0
	if p.inside == 0 {
		outside = colonAt(rest)
	}
	text := bytes.TrimLeft(rest[outside:], " \u3000")
	name, colon := name[:len(name)-p.inside], string(name[len(name)-p.inside:])+string(rest[:outside])
	name = unescape(name)
	if colon == "" || !isName(name) || len(text) == 0 && words.NextSibling() == nil {
		return false
	}
	p.bold, p.words, p.before = last, words, len(rest)-len(text)
	p.name, p.colon, p.quoted = string(name), colon, isQuoted(text)
	switch {
	case w.words.Wrong != "" && strings.EqualFold(p.name, w.words.Wrong):
		p.kind = wrongPart
	case w.words.Right != "" && strings.EqualFold(p.name, w.words.Right):
		p.kind = rightPart
	case w.words.Question != "" && strings.EqualFold(p.name, w.words.Question):
		p.kind = questionPart
	case w.words.Answer != "" && strings.EqualFold(p.name, w.words.Answer):
		p.kind = answerPart
	default:
		p.kind = turnPart
	}
	return true
}

// readPlain reads a line that begins as a turn does, but not in bold: 主任：“……”. A line such as
// 他说：“……” does not: it is a sentence.
func (w *writer) readPlain(p *part, line []byte) {
	name, rest, wide := bytes.Cut(line, []byte("："))
	if narrow, behind, ok := bytes.Cut(name, []byte(":")); ok || !wide {
		name, rest, wide = narrow, behind, false
	}
	name = bytes.Trim(name, "*_ ")
	last, _ := utf8.DecodeLastRune(name)
	if !isName(name) || !isQuoted(bytes.TrimLeft(rest, "*_ \u3000")) || strings.ContainsRune("说道问答讲写想", last) {
		return
	}
	p.kind, p.name, p.colon = plainPart, string(name), ":"
	if wide {
		p.colon = "："
	}
}

// isDirection reports whether a paragraph is in one pair of parentheses.
func (w *writer) isDirection(n *ast.Paragraph) bool {
	lines := n.Lines()
	text := bytes.TrimSpace(w.source[lines.At(0).Start:lines.At(lines.Len()-1).Stop])
	open, end := '（', '）'
	if bytes.HasPrefix(text, []byte("(")) {
		open, end = '(', ')'
	}
	depth := 0
	for i, r := range string(text) {
		switch r {
		case open:
			depth++
		case end:
			depth--
		}
		if depth <= 0 {
			return i > 0 && i+utf8.RuneLen(r) == len(text)
		}
	}
	return false
}

// colonAt returns the length of the colon that a text begins with, 0 if there is none.
func colonAt(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("：")):
		return len("：")
	case bytes.HasPrefix(text, []byte(":")):
		return len(":")
	}
	return 0
}

// isName reports whether a text may be the name of a speaker: it is short and no sentence.
func isName(text []byte) bool {
	if len(text) == 0 || len(text) > 2*maxName || bytes.ContainsAny(text, ",;:!?，、。；：！？“”[]") {
		return false
	}
	width := 0
	for _, r := range string(text) {
		if width++; isCJK(r) {
			width++
		}
	}
	return width <= maxName
}

// isQuoted reports whether a text begins with a quotation mark.
func isQuoted(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return strings.ContainsRune("“\"「『‘«„", r)
}

// turns writes a dialogue. Marked turns that follow each other are one group. The name precedes
// the words as text, so that a screen reader, a feed and the search have it.
func (w *writer) turns(parts []part) {
	w.tag("<blockquote class=\"dialogue\">\n")
	for i, p := range parts {
		marked := p.isMarked()
		if marked && (i == 0 || !parts[i-1].isMarked()) {
			w.tag("<div class=\"ways\">\n")
		}
		w.turn(p)
		if marked && (i+1 == len(parts) || !parts[i+1].isMarked()) {
			w.tag("</div>\n")
		}
	}
	w.tag("</blockquote>\n")
}

func (w *writer) turn(p part) {
	w.checkLines(p.node)
	switch p.kind {
	case directionPart:
		w.text(`<p class="direction">`, p.node, "</p>\n")
		return
	case wrongPart:
		w.tag(`<p class="wrong">`)
	case rightPart:
		w.tag(`<p class="right">`)
	default:
		w.tag("<p>")
	}
	start, name := len(w.plain), p.bold.Parent()
	w.tag("<b>")
	p.bold.Segment = p.bold.Segment.WithStop(p.bold.Segment.Stop - p.inside)
	w.openInline++ // the name is not prose
	w.inlines(name)
	w.openInline--
	w.tag("<span>")
	w.write([]byte(p.colon))
	w.tag("</span></b>")
	if spaces := p.before - len(p.colon) + p.inside; spaces > 0 {
		w.write(p.words.Segment.Value(w.source)[p.before-spaces : p.before])
	}
	w.wordsAfter(p)
	w.tag("</p>\n")
	w.endBlock(start)
	w.measure(p.node, w.plain[start:])
}

// wordsAfter writes the words of a turn, without its name.
func (w *writer) wordsAfter(p part) {
	p.words.Segment = p.words.Segment.WithStart(p.words.Segment.Start + p.before)
	for n := p.bold.Parent().NextSibling(); n != nil; n = n.NextSibling() {
		w.inline(n)
	}
}

// checkTurns warns of two turns in one paragraph, and of two ways to say something that do not
// have the names of such.
func (w *writer) checkTurns(parts []part) {
	for i, p := range parts {
		if i > 0 && w.words.Wrong != "" && areWays(parts[i-1].name, p.name) && !(parts[i-1].isMarked() && p.isMarked()) {
			w.report(diag.Warnf(w.start.At(parts[i-1].offset), "other-ways", "%s and %s are shown as two speakers", parts[i-1].name, p.name).
				WithHelp("write **%s** and **%s**", w.words.Wrong, w.words.Right))
		}
		if !p.isTurn() {
			continue
		}
		for n := p.words.NextSibling(); n != nil; n = n.NextSibling() {
			bold, ok := n.(*ast.Emphasis)
			before, follows := n.PreviousSibling().(*ast.Text)
			if ok && follows && (before.SoftLineBreak() || before.HardLineBreak()) && w.readTurn(&part{}, bold) {
				first := bold.FirstChild().(*ast.Text)
				w.report(diag.Warnf(w.start.At(first.Segment.Start-len("**")), "turns-together", "this line belongs to the turn before it, although it begins with a name").
					WithHelp("put a line with only > before it"))
			}
		}
	}
}

// reportParts warns of the parts that keep a quotation from being a dialogue.
func (w *writer) reportParts(parts []part) {
	example := ""
	for i, p := range parts {
		switch {
		case p.isTurn() && example == "":
			example = "**" + p.name + "**" + p.colon
		case p.kind == plainPart:
			name := p.name
			if i+1 < len(parts) && areWays(p.name, parts[i+1].name) && w.words.Wrong != "" {
				name = w.words.Wrong
			} else if i > 0 && areWays(parts[i-1].name, p.name) && w.words.Right != "" {
				name = w.words.Right
			}
			w.report(diag.Warnf(w.start.At(p.offset), "plain-speaker", "the name is not in bold, so this is shown as a quotation, not as a dialogue").
				WithHelp("write **%s**%s", name, p.colon))
		}
	}
	for _, p := range parts {
		if p.kind == otherPart {
			w.report(diag.Warnf(w.place(p.node), "no-speaker", "this has no speaker, so the quotation is not shown as a dialogue").
				WithHelp("begin it with a name in bold, such as %s; write a stage direction in parentheses; move anything else out of the quotation", example))
		}
	}
}

// areWays reports whether two names, such as 别说 and 说, are the wrong and the right way to say
// something.
func areWays(wrong, right string) bool {
	wrong, right = strings.TrimPrefix(strings.ToLower(wrong), "也"), strings.ToLower(right)
	if right == "" {
		return false
	}
	for _, not := range []string{"别", "不要", "不", "don't ", "don’t ", "do not ", "not "} {
		if rest, ok := strings.CutPrefix(wrong, not); ok && strings.HasPrefix(rest, right) {
			return true
		}
	}
	switch wrong + "/" + right {
	case "错/对", "反例/正例", "bad/good", "wrong/right", "don't/do", "don’t/do":
		return true
	}
	return false
}
