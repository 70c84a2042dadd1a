package toml

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"cairn/generator/internal/diag"
)

// maxSyntaxFaults bounds how many syntax errors of a file are reported.
const maxSyntaxFaults = 20

// syntaxFaults finds the syntax errors of a text. The library stops at the first:
// the statement that has it is blanked out, and the rest is tried again. Each
// fault is one that stands whatever else is mended: what may follow from an
// error before, as from a text that is not closed, is held back.
func syntaxFaults(file, source string, start int, err error) []diag.Fault {
	r := recovery{text: []byte(source)}
	var faults []diag.Fault
	for range maxSyntaxFaults {
		at, message := position(source, err)
		s := r.find(at)
		shownAt, message := s.root(source, at, message)
		fault := syntaxFault(file, source, start, shownAt, message)
		if fault.Code != "duplicate-key" || r.headers == 0 { // a table without its header repeats keys of others
			faults = append(faults, fault)
		}
		var data map[string]any
		if !r.blank(s, at) {
			return faults
		}
		if _, err = toml.Decode(string(r.text), &data); err == nil {
			return faults
		}
	}
	return faults
}

// recovery is a text of which faulty statements are blanked out. Its length and
// its lines stay the same.
type recovery struct {
	text    []byte
	headers int // how many headers of tables were replaced
}

// statement is a key with its value, or the header of a table.
type statement struct {
	from, to int
	openAt   int  // the bracket that is not closed where the next statement begins; -1 if all are
	textAt   int  // the last text of several lines, whose end may be anywhere; -1 if there is none
	isHeader bool // of a table
}

// root is where an error is reported, and as what: a list, a table or a text that
// is not closed where it begins, and not where that shows.
func (s statement) root(source string, at int, message string) (int, string) {
	_, wide, _ := fullWidth(source, at)
	switch {
	case wide != "" || s.isHeader:
	case s.textAt >= 0 && strings.HasPrefix(message, "unexpected EOF"):
		return s.textAt, message
	case s.openAt >= 0 && source[s.openAt] == '[':
		return s.openAt, "expected a comma (',') or array terminator (']'), but got end of file"
	case s.openAt >= 0:
		return s.openAt, "expected a comma or an inline table terminator '}', but got end of file instead"
	}
	return at, message
}

var (
	beginsEntry  = regexp.MustCompile(`^[ \t]*(?:[\w.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*=`)
	beginsHeader = regexp.MustCompile(`^[ \t]*\[\[?[ \t]*([A-Za-z_][\w.-]*)[ \t]*\]\]?[ \t]*(?:#.*)?(?:\n|$)`)
)

// find finds the statement that has the error at an offset: the one before, if
// that is not closed.
func (r *recovery) find(at int) statement {
	none := statement{openAt: -1, textAt: -1}
	before, s := none, none
	for s.to <= at && s.to < len(r.text) {
		before, s = s, r.statement(s.to)
	}
	if before.openAt >= 0 && !before.isHeader {
		return before
	}
	return s
}

// blank blanks out a statement with an error at an offset. It is false if nothing
// can be told of what follows.
func (r *recovery) blank(s statement, at int) bool {
	if s.textAt >= 0 || s.from == s.to {
		return false
	}
	line, inside := r.elementLine(s, at)
	switch {
	case s.isHeader:
		return r.replaceHeader(s)
	case inside && s.openAt < 0:
		return r.fill(line.from, line.to, "")
	}
	return r.fill(s.from, s.to, "")
}

// fill puts a text at the begin of a part, and spaces in the rest.
func (r *recovery) fill(from, to int, with string) bool {
	changed := false
	for i := from; i < to; i++ {
		c := byte(' ')
		if i-from < len(with) {
			c = with[i-from]
		}
		if r.text[i] != '\n' && r.text[i] != c {
			r.text[i], changed = c, true
		}
	}
	return changed
}

// replaceHeader puts a header of its own in the place of one, so that the keys
// behind it do not get into another table. Where it is too short for that, its
// table is blanked out.
func (r *recovery) replaceHeader(s statement) bool {
	text := string(r.text[s.from:s.to])
	from := s.from + len(text) - len(strings.TrimLeft(text, " \t\n"))
	width := len(strings.TrimSpace(text)) - len("[]")
	r.headers++
	name := strconv.Itoa(r.headers)
	if width >= len(name) {
		return r.fill(from, s.to, "["+strings.Repeat("_", width-len(name))+name+"]")
	}
	to := s.to
	for to < len(r.text) && !beginsHeader.Match(r.text[to:]) {
		to = r.statement(to).to
	}
	return r.fill(s.from, to, "")
}

// elementLine is the line of an offset, if it is one of several lines of a list
// whose brackets are closed on it, and neither the first nor the last.
func (r *recovery) elementLine(s statement, at int) (line statement, inside bool) {
	text := string(r.text)
	line.from = strings.LastIndexByte(text[:at], '\n') + 1
	line.to = len(text)
	if end := strings.IndexByte(text[line.from:], '\n'); end >= 0 {
		line.to = line.from + end
	}
	if at >= s.to || line.from <= s.from || line.to > s.to || strings.TrimSpace(text[s.from:line.from]) == "" || strings.TrimSpace(text[line.to:s.to]) == "" {
		return line, false
	}
	l := lenient{text: text[line.from:line.to], textAt: -1}
	l.run()
	return line, len(l.open) == 0 && !l.surplus && l.textAt < 0
}

// statement finds the statement that begins at an offset, in a text that may not
// be TOML: up to the end of a line on which no bracket is open, or to where in an
// open list another statement begins.
func (r *recovery) statement(from int) statement {
	l := lenient{text: string(r.text), pos: from, textAt: -1, isStatement: true}
	l.run()
	s := statement{from: from, to: l.pos, openAt: -1, textAt: l.textAt, isHeader: l.isHeader}
	if len(l.open) > 0 {
		s.openAt = l.open[0]
	}
	return s
}

// lenient passes over a text that may not be TOML.
type lenient struct {
	text        string
	isStatement bool // ends at the end of a statement
	isHeader    bool // which is the header of a table, on one line
	pos         int
	open        []int // the brackets that are open
	surplus     bool  // one was closed that was not open
	textAt      int   // the last text of several lines; -1 without one
}

func (l *lenient) run() {
	begun := false
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		if !begun && c == '[' {
			l.isHeader = l.isStatement
		}
		begun = begun || !strings.ContainsRune(" \t\n#", rune(c))
		switch c {
		case '"', '\'':
			l.quoted(c)
			continue
		case '#':
			for l.pos < len(l.text) && l.text[l.pos] != '\n' {
				l.pos++
			}
			continue
		case '[', '{':
			l.open = append(l.open, l.pos)
		case ']', '}':
			l.surplus = l.surplus || len(l.open) == 0
			l.open = l.open[:max(0, len(l.open)-1)]
		}
		l.pos++
		if c == '\n' && begun && l.isStatement && l.ends() {
			return
		}
	}
}

// ends tells whether a statement ends before the line that begins here.
func (l *lenient) ends() bool {
	if len(l.open) == 0 || l.isHeader {
		return true
	}
	rest := l.text[l.pos:]
	header := beginsHeader.FindStringSubmatch(rest)
	isHeader := header != nil && !slices.Contains([]string{"true", "false", "inf", "nan"}, header[1])
	return isHeader || l.text[l.open[len(l.open)-1]] == '[' && beginsEntry.MatchString(rest)
}

// quoted passes over a text. One that is not closed ends with its line.
func (l *lenient) quoted(quote byte) {
	if strings.HasPrefix(l.text[l.pos:], strings.Repeat(string(quote), 3)) {
		l.textAt = l.pos
		s := scanner{text: l.text, pos: l.pos}
		s.skipString()
		l.pos = s.pos
		return
	}
	for l.pos++; l.pos < len(l.text) && l.text[l.pos] != '\n'; l.pos++ {
		switch {
		case l.text[l.pos] == '\\' && quote == '"' && l.pos+1 < len(l.text) && l.text[l.pos+1] != '\n':
			l.pos++
		case l.text[l.pos] == quote:
			l.pos++
			return
		}
	}
}
