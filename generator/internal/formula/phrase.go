package formula

import (
	"strconv"
	"strings"
)

// Piece is a part of a formula in words: either a text, or a name whose value
// stands there.
type Piece struct{ Text, Name string }

// Phrase writes the formula for readers, with × ÷ − ≤ ≥ ≠ and no more parentheses
// than necessary. words gives the phrase of a function under its name, in which
// {1}, {2} stand for its arguments and … for all of them: "如果 {1}，就 {2}，否则 {3}".
// It gives the language's punctuation under three more keys, where {1} stands for
// the text inside: group "（{1}）", quoted "“{1}”" and, between arguments,
// separator "、". Without words the formula keeps its own notation.
func (e *Expr) Phrase(words map[string]string) []Piece {
	p := phrase{words: words}
	p.node(e.root, noPower)
	return p.pieces
}

type phrase struct {
	words  map[string]string
	pieces []Piece
}

// word returns fallback if there is no word for key.
func (p *phrase) word(key, fallback string) string {
	if word := p.words[key]; word != "" {
		return word
	}
	return fallback
}

func (p *phrase) text(s string) {
	if s == "" {
		return
	}
	if last := len(p.pieces) - 1; last >= 0 && p.pieces[last].Name == "" {
		p.pieces[last].Text += s
		return
	}
	p.pieces = append(p.pieces, Piece{Text: s})
}

// node writes n as an operand of an operator with the power around.
func (p *phrase) node(n *node, around power) {
	switch n.kind {
	case numberNode:
		p.text(n.text)
	case textNode:
		p.text(strings.Replace(p.word("quoted", `"{1}"`), "{1}", n.text, 1))
	case nameNode:
		p.pieces = append(p.pieces, Piece{Name: n.text})
	case callNode:
		p.fill(p.word(n.function.name, n.function.name+p.groupWord("…")), n.args)
	case operatorNode:
		p.grouped(n, n.operator.power < around)
	default:
		panic(n.unknownKind())
	}
}

func (p *phrase) groupWord(inner string) string {
	return strings.Replace(p.word("group", "({1})"), "{1}", inner, 1)
}

// grouped writes the operation n, in parentheses if needed.
func (p *phrase) grouped(n *node, inParentheses bool) {
	if !inParentheses {
		p.operation(n)
		return
	}
	before, after, _ := strings.Cut(p.groupWord("{1}"), "{1}")
	p.text(before)
	p.operation(n)
	p.text(after)
}

func (p *phrase) operation(n *node) {
	if n.operator.isPrefix() {
		p.text(n.operator.sign)
		p.node(n.args[0], n.operator.power)
		return
	}
	p.node(n.args[0], n.operator.power)
	p.text(" " + n.operator.sign + " ")
	p.node(n.args[1], n.operator.power+1)
}

// fill writes a function's phrase with its arguments. A slot without an argument
// stays empty.
func (p *phrase) fill(word string, args []*node) {
	for word != "" {
		at := strings.IndexAny(word, "{…")
		if at < 0 {
			p.text(word)
			return
		}
		p.text(word[:at])
		word = word[at:]
		if rest, all := strings.CutPrefix(word, "…"); all {
			p.list(args)
			word = rest
			continue
		}
		number, rest, _ := strings.Cut(word[1:], "}")
		if i, err := strconv.Atoi(number); err == nil && i > 0 && i <= len(args) {
			p.node(args[i-1], noPower)
		}
		word = rest
	}
}

func (p *phrase) list(args []*node) {
	for i, arg := range args {
		if i > 0 {
			p.text(p.word("separator", ", "))
		}
		p.node(arg, noPower)
	}
}
