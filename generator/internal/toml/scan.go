package toml

import (
	"slices"
	"strings"
)

// node is the place of a value. The nodes of a document form the same tree as its
// values.
type node struct {
	keyAt, at int
	keys      []string         // of a table, in the order of the source
	children  []*node          // of the keys
	byKey     map[string]*node // the children, if there are many
	elements  []*node          // of an array
}

// manyKeys is the number of keys from which a map finds one sooner than a search of all.
const manyKeys = 16

// child returns the node of a key, which it creates if needed.
func (n *node) child(key string, keyAt int) *node {
	if c := n.find(key); c != nil {
		return c
	}
	c := &node{keyAt: keyAt, at: keyAt}
	n.keys, n.children = append(n.keys, key), append(n.children, c)
	if n.byKey != nil {
		n.byKey[key] = c
	}
	return c
}

func (n *node) find(key string) *node {
	if len(n.keys) >= manyKeys && n.byKey == nil {
		n.byKey = map[string]*node{}
		for i, key := range n.keys {
			n.byKey[key] = n.children[i]
		}
	}
	if n.byKey != nil {
		return n.byKey[key]
	}
	if i := slices.Index(n.keys, key); i >= 0 {
		return n.children[i]
	}
	return nil
}

// table returns the table to which a header's segment refers: in an array of
// tables, the last.
func (n *node) table() *node {
	if len(n.elements) > 0 {
		return n.elements[len(n.elements)-1]
	}
	return n
}

// scanner finds the places of keys and values. It assumes that the library has
// accepted the text, and checks nothing.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) document() *node {
	root := &node{}
	current := root
	for s.skipBlank(); s.pos < len(s.text); s.skipBlank() {
		if s.text[s.pos] == '[' {
			current = s.header(root)
			continue
		}
		s.keyValue(current)
	}
	return root
}

// header reads [a.b] or [[a.b]] and returns the table that it opens.
func (s *scanner) header(root *node) *node {
	at := s.pos
	array := strings.HasPrefix(s.text[s.pos:], "[[")
	s.pos++
	if array {
		s.pos++
	}
	n := s.path(root)
	s.pos++
	if array {
		s.pos++
		n.elements = append(n.elements, &node{keyAt: at, at: at})
		return n.table()
	}
	n.at = at
	return n
}

func (s *scanner) keyValue(in *node) {
	n := s.path(in)
	s.pos++ // =
	s.skipSpace()
	s.value(n)
}

// path reads a dotted key and the space after it. It returns the node of the key in n.
func (s *scanner) path(n *node) *node {
	for {
		s.skipSpace()
		at := s.pos
		n = n.table().child(s.key(), at)
		s.skipSpace()
		if s.pos >= len(s.text) || s.text[s.pos] != '.' {
			return n
		}
		s.pos++
	}
}

func (s *scanner) key() string {
	at := s.pos
	if c := s.text[s.pos]; c == '"' || c == '\'' {
		s.skipString()
		name, _ := unquote(s.text[at:s.pos], -1)
		return name
	}
	s.skipUntil(" \t.=]\n")
	return s.text[at:s.pos]
}

func (s *scanner) value(n *node) {
	n.at = s.pos
	switch s.text[s.pos] {
	case '"', '\'':
		s.skipString()
	case '[':
		s.list(']', func() {
			element := &node{keyAt: s.pos}
			n.elements = append(n.elements, element)
			s.value(element)
		})
	case '{':
		s.list('}', func() { s.keyValue(n) })
	default:
		s.skipUntil(",]}#\n")
	}
}

// list reads the items between brackets.
func (s *scanner) list(closing byte, item func()) {
	s.pos++
	for s.skipBlank(); s.text[s.pos] != closing; s.skipBlank() {
		if s.text[s.pos] == ',' {
			s.pos++
			continue
		}
		item()
	}
	s.pos++
}

// skipString skips a string of any of the four kinds. An unclosed string ends with
// the text.
func (s *scanner) skipString() {
	quote := s.text[s.pos]
	triple := `"""`
	if quote == '\'' {
		triple = "'''"
	}
	if strings.HasPrefix(s.text[s.pos:], triple) {
		s.pos += 3
		s.skipTo(triple, quote)
		for s.pos < len(s.text) && s.text[s.pos] == quote { // the string itself may end with up to two quotes
			s.pos++
		}
		return
	}
	s.pos++
	s.skipTo(triple[:1], quote)
}

func (s *scanner) skipTo(closing string, quote byte) {
	for s.pos < len(s.text) && !strings.HasPrefix(s.text[s.pos:], closing) {
		if quote == '"' && s.text[s.pos] == '\\' {
			s.pos++
		}
		s.pos++
	}
	s.pos = min(s.pos+len(closing), len(s.text))
}

// skipUntil skips the text before one of the characters in stops.
func (s *scanner) skipUntil(stops string) {
	if n := strings.IndexAny(s.text[s.pos:], stops); n >= 0 {
		s.pos += n
	} else {
		s.pos = len(s.text)
	}
}

func (s *scanner) skipSpace() {
	for s.pos < len(s.text) && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t') {
		s.pos++
	}
}

// skipBlank skips white space, line ends and comments.
func (s *scanner) skipBlank() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		case '#':
			s.skipComment()
		default:
			return
		}
	}
}

func (s *scanner) skipComment() {
	for s.pos < len(s.text) && s.text[s.pos] != '\n' {
		s.pos++
	}
}

// tooDeep finds a bracket that is nested more than maxDepth deep, or the dot of a
// key with more than maxDepth parts. The text may not be TOML.
func tooDeep(text string) (at int, found bool) {
	s := scanner{text: text}
	depth, parts := 0, 0
	for s.pos < len(text) {
		switch text[s.pos] {
		case '"', '\'':
			s.skipString()
			continue
		case '#':
			s.skipComment()
			continue
		case '[', '{':
			depth, parts = depth+1, 0
		case ']', '}':
			depth = max(0, depth-1)
		case '.':
			parts++
		case '=', ',', '\n':
			parts = 0
		}
		if max(depth, parts) > maxDepth {
			return s.pos, true
		}
		s.pos++
	}
	return 0, false
}
