package markdown

import (
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasisParser finds the delimiters of emphasis and strikethrough.
// CommonMark requires a space or punctuation next to some delimiters, and Chinese has
// no spaces between words: **“续约”**率 would not be emphasis. Here Chinese punctuation
// counts as a letter, and a Chinese character next to a delimiter as a space.
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_', '~'} }

func (emphasisParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	length := 1
	for length < len(line) && line[length] == line[0] {
		length++
	}
	if line[0] == '~' && (length > 2 || before == '~') {
		return nil
	}
	after := ' '
	if length < len(line) {
		after = util.ToRune(line, length)
	}
	open, close := flanks(before, after, line[0])
	d := parser.NewDelimiter(open, close, length, line[0], delimiters(line[0]))
	d.Segment = segment.WithStop(segment.Start + length)
	block.Advance(length)
	pc.PushDelimiter(d)
	return d
}

// flanks reports whether a run of delimiters between two characters can open and can close
// emphasis.
func flanks(before, after rune, delimiter byte) (open, close bool) {
	left := !util.IsSpaceRune(after) && (!punctuation(after) || util.IsSpaceRune(before) || punctuation(before) || isCJK(before))
	right := !util.IsSpaceRune(before) && (!punctuation(before) || util.IsSpaceRune(after) || punctuation(after) || isCJK(after))
	if delimiter == '_' {
		return left && (!right || util.IsPunctRune(before)), right && (!left || util.IsPunctRune(after))
	}
	return left, right
}

// punctuation reports whether CommonMark counts a character as punctuation, Chinese
// punctuation excepted.
func punctuation(r rune) bool { return !isCJK(r) && util.IsPunctRune(r) }

// isCJK reports whether a character is written without spaces around it: Han, kana and
// full-width punctuation. Quotation marks, dashes and ellipses count too, because a Chinese
// text uses the same code points for the full-width ones.
func isCJK(r rune) bool {
	switch {
	case r < 0x2000:
		return false
	case r >= 0x4E00 && r <= 0x9FFF:
		return true
	case r >= 0x2014 && r <= 0x201F, r == 0x2026:
		return true
	case r >= 0x3000 && r <= 0x303F, r >= 0xFE30 && r <= 0xFE4F, r >= 0xFF00 && r <= 0xFFEF:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// delimiters makes the nodes between matched delimiters of one character.
type delimiters byte

func (d delimiters) IsDelimiter(b byte) bool { return b == byte(d) }

func (d delimiters) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char && (d != '~' || opener.Length == closer.Length)
}

func (d delimiters) OnMatch(consumes int) ast.Node {
	if d == '~' {
		return extast.NewStrikethrough()
	}
	return ast.NewEmphasis(consumes)
}
