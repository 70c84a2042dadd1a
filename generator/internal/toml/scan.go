package toml

import "strings"

// node is the place of a value. The nodes of a document form the same tree as its
// values.
type node struct {
	keyAt, at int
	keys      []string // of a table, in the order of the source
	children  map[string]*node
	elements  []*node // of an array
}

// child returns the node of a key, which it creates if needed.
func (n *node) child(key string, keyAt int) *node {
	if c, ok := n.children[key]; ok {
		return c
	}
	if n.children == nil {
		n.children = map[string]*node{}
	}
	c := &node{keyAt: keyAt, at: keyAt}
	n.keys = append(n.keys, key)
	n.children[key] = c
	return c
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
	n := root
	for _, k := range s.path() {
		n = n.table().child(k.name, k.at)
	}
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
	for _, k := range s.path() {
		in = in.child(k.name, k.at)
	}
	s.pos++ // =
	s.skipSpace()
	s.value(in)
}

type segment struct {
	name string
	at   int
}

// path reads a dotted key and the space after it.
func (s *scanner) path() []segment {
	var path []segment
	for {
		s.skipSpace()
		at := s.pos
		path = append(path, segment{s.key(), at})
		s.skipSpace()
		if s.pos >= len(s.text) || s.text[s.pos] != '.' {
			return path
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
	for s.pos < len(s.text) && !strings.ContainsRune(" \t.=]\n", rune(s.text[s.pos])) {
		s.pos++
	}
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
		for s.pos < len(s.text) && !strings.ContainsRune(",]}#\n", rune(s.text[s.pos])) {
			s.pos++
		}
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
	if triple := strings.Repeat(string(quote), 3); strings.HasPrefix(s.text[s.pos:], triple) {
		s.pos += 3
		s.skipTo(triple, quote)
		for s.pos < len(s.text) && s.text[s.pos] == quote { // the string itself may end with up to two quotes
			s.pos++
		}
		return
	}
	s.pos++
	s.skipTo(string(quote), quote)
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
