package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// bareLinkParser parses addresses without markup: https://a.example, www.a.example,
// a@b.example. An address is ASCII, so that it begins and ends next to Chinese. The library
// calls the parser at the character inside an address that identifies it; the parser takes the
// part before that character from the preceding text node.
type bareLinkParser struct{}

func (bareLinkParser) Trigger() []byte { return []byte{':', '.', '@'} }

func (bareLinkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before, ok := parent.LastChild().(*ast.Text)
	line, segment := block.PeekLine()
	if !ok || before.Segment.Stop != segment.Start || before.SoftLineBreak() || before.HardLineBreak() {
		return nil
	}
	if line[0] == '@' && !pc.IsInLinkLabel() {
		before = joinUnderscores(before, block.Source(), pc)
	}
	back, forth := bareLink(before.Segment.Value(block.Source()), line)
	if forth == 0 || pc.IsInLinkLabel() {
		return nil
	}
	start, end := segment.Start-back, segment.Start+forth
	if start == before.Segment.Start {
		parent.RemoveChild(parent, before)
	} else {
		before.Segment = before.Segment.WithStop(start)
	}
	block.Advance(forth)
	kind := ast.AutoLinkType(ast.AutoLinkURL)
	if line[0] == '@' {
		kind = ast.AutoLinkEmail
	}
	n := ast.NewAutoLink(kind, ast.NewTextSegment(text.NewSegment(start, end)))
	if line[0] == '.' {
		n.Protocol = []byte("http")
	}
	n.SetPos(start)
	return n
}

// joinUnderscores joins a text node to the one before it if only underscores are between
// them, which the library had taken for delimiters: a_b@c.example.
func joinUnderscores(t *ast.Text, source []byte, pc parser.Context) *ast.Text {
	for {
		d, ok := t.PreviousSibling().(*parser.Delimiter)
		if !ok || d.Char != '_' || d.Segment.Stop != t.Segment.Start || !isWord(source, d.Segment.Start) {
			return t
		}
		pc.RemoveDelimiter(d)
		before, ok := t.PreviousSibling().(*ast.Text)
		if !ok {
			return t
		}
		before.Segment = before.Segment.WithStop(t.Segment.Stop)
		before.Parent().RemoveChild(before.Parent(), t)
		t = before
	}
}

// isWord reports whether a letter or digit precedes an offset.
func isWord(source []byte, offset int) bool {
	return offset > 0 && util.IsAlphaNumeric(source[offset-1])
}

// bareLink returns the lengths of an address before and after its trigger character, with the
// trigger counted in forth. Both are 0 if there is no address.
func bareLink(before, line []byte) (back, forth int) {
	switch line[0] {
	case ':':
		if bytes.HasPrefix(line, []byte("://")) {
			back, forth = wordBefore(before, "https", "http"), webAddress(line, len("://"))
		}
	case '.':
		if back = wordBefore(before, "www"); back > 0 {
			forth = webAddress(line, 1)
		}
		if bytes.IndexByte(line[1:max(1, forth)], '.') < 0 {
			forth = 0
		}
	case '@':
		back, forth = mailBefore(before), mailAfter(line)
	}
	if back == 0 || forth == 0 {
		return 0, 0
	}
	return back, forth
}

// wordBefore returns the length of the one of words that the text ends with. It returns 0 if
// there is none, or if it is only the end of a longer word.
func wordBefore(text []byte, words ...string) int {
	for _, word := range words {
		if rest, ok := bytes.CutSuffix(text, []byte(word)); ok && !isWord(rest, len(rest)) {
			return len(word)
		}
	}
	return 0
}

// webAddress returns the length of the address at the beginning of line, whose host begins at
// start. It excludes punctuation at the end, which belongs to the sentence.
func webAddress(line []byte, start int) int {
	if start >= len(line) || !util.IsAlphaNumeric(line[start]) {
		return 0
	}
	end, open := start, 0
	for ; end < len(line) && (util.IsAlphaNumeric(line[end]) || bytes.IndexByte([]byte("-._~:/?#@!$&'()*+,;=%"), line[end]) >= 0); end++ {
		switch line[end] {
		case '(':
			open++
		case ')':
			open--
		}
	}
	for end > start {
		switch line[end-1] {
		case '?', '!', '.', ',', ':', ';', '*', '_', '~', '\'':
		case ')':
			if open >= 0 {
				return end
			}
			open++
		default:
			return end
		}
		end--
	}
	return 0
}

// mailBefore returns the length of a mail address's part before the @.
func mailBefore(text []byte) int {
	start := len(text)
	for start > 0 && (util.IsAlphaNumeric(text[start-1]) || bytes.IndexByte([]byte("._+-"), text[start-1]) >= 0) {
		start--
	}
	for start < len(text) && !util.IsAlphaNumeric(text[start]) {
		start++
	}
	return len(text) - start
}

// mailAfter returns the length of a mail address's part from the @ on, 0 if it is invalid.
func mailAfter(line []byte) int {
	end := 1
	for end < len(line) && (util.IsAlphaNumeric(line[end]) || line[end] == '-' || line[end] == '.') {
		end++
	}
	for end > 1 && line[end-1] == '.' {
		end--
	}
	if !util.IsAlphaNumeric(line[end-1]) || bytes.IndexByte(line[2:max(2, end)], '.') < 0 {
		return 0
	}
	return end
}
