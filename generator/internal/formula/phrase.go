package formula

import (
	"strconv"
	"strings"
)

// Piece is a part of a formula in words: a text, or the value that Name names.
type Piece struct{ Text, Name string }

// Phrase writes the formula for readers, with × ÷ − ≤ ≥ ≠ and as few parentheses
// as it takes. words say how a function reads, by its name: {1}, {2} stand for
// its arguments, … for all of them with 、 between: "如果 {1}，就 {2}，否则 {3}".
func (e *Expr) Phrase(words map[string]string) []Piece {
	p := phrase{words: words}
	p.node(e.Root, 0)
	return p.pieces
}

type phrase struct {
	words  map[string]string
	pieces []Piece
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

// binding tells how tightly an operator binds its operands.
func binding(op string) int {
	switch op {
	case "+", "-":
		return 2
	case "*", "/":
		return 3
	case "neg":
		return 4
	}
	return 1 // comparisons
}

// sign is an operator as readers know it.
func sign(op string) string {
	switch op {
	case "*":
		return "×"
	case "/":
		return "÷"
	case "-":
		return "−"
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	case "<>":
		return "≠"
	}
	return op
}

// node writes a node where an operator around it binds so tightly.
func (p *phrase) node(n *Node, around int) {
	switch _, isFunction := function(n.Op); {
	case n.Op == "n":
		p.text(n.Text)
	case n.Op == "t":
		p.text("“" + n.Text + "”")
	case n.Op == "v":
		p.pieces = append(p.pieces, Piece{Name: n.Text})
	case isFunction:
		p.call(n)
	default:
		own := binding(n.Op)
		if own < around {
			p.text("（")
		}
		if n.Op == "neg" {
			p.text("−")
			p.node(n.Args[0], own)
		} else {
			p.node(n.Args[0], own)
			p.text(" " + sign(n.Op) + " ")
			p.node(n.Args[1], own+1)
		}
		if own < around {
			p.text("）")
		}
	}
}

// call writes a function with its arguments.
func (p *phrase) call(n *Node) {
	word := p.words[n.Op]
	if word == "" {
		word = n.Op + "（…）"
	}
	for word != "" {
		at := strings.IndexAny(word, "{…")
		if at < 0 {
			p.text(word)
			return
		}
		p.text(word[:at])
		word = word[at:]
		if rest, all := strings.CutPrefix(word, "…"); all {
			p.list(n.Args)
			word = rest
			continue
		}
		number, rest, _ := strings.Cut(word[1:], "}")
		if i, err := strconv.Atoi(number); err == nil && i > 0 && i <= len(n.Args) {
			p.node(n.Args[i-1], 0)
		}
		word = rest
	}
}

func (p *phrase) list(args []*Node) {
	for i, arg := range args {
		if i > 0 {
			p.text("、")
		}
		p.node(arg, 0)
	}
}
