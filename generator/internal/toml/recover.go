package toml

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"cairn/generator/internal/diag"
)

// maxSyntaxFaults bounds the number of syntax errors reported for a file.
const maxSyntaxFaults = 20

// syntaxFaults finds the syntax errors of a text. The library stops at the first, so
// syntaxFaults blanks out the statement with the error and decodes the text again.
// It reports only independent errors: it stops, for example, at a text that is not
// closed, since everything behind that may be a consequence.
func syntaxFaults(file, source string, start int, err error) []diag.Fault {
	r := recovery{text: []byte(source)}
	var faults []diag.Fault
	for range maxSyntaxFaults {
		at, message := position(source, err)
		s := r.find(at)
		causeAt, message := s.cause(source, at, message)
		fault := syntaxFault(file, source, start, causeAt, message)
		if fault.Code != "duplicate-key" || r.headers == 0 { // the keys below a replaced header may repeat keys of another table
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

// recovery is a text whose faulty statements are overwritten with spaces. Offsets
// and lines stay the same.
type recovery struct {
	text    []byte
	headers int // number of replaced table headers
}

// statement is the range of a key with its value, or of the header of a table.
type statement struct {
	from, to int
	openAt   int // the bracket that is still open where the next statement begins, or -1
	textAt   int // the last text in triple quotes, whose end is uncertain, or -1
	isHeader bool
}

// cause returns the offset and the message to report for an error. An unclosed
// list, table or text is reported where it begins, not where the library notices.
func (s statement) cause(source string, at int, message string) (int, string) {
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

// find returns the statement that causes the error at an offset: the statement
// there, or the previous one if that is not closed.
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

// blank overwrites a statement with an error at an offset. It returns false if the
// text behind the statement cannot be judged.
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

// fill overwrites a range with a text and spaces, and keeps its line ends. It
// reports whether that changed the text.
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

// replaceHeader replaces a faulty header by a unique valid one, which keeps the keys
// below it out of other tables. If the header is too short for that, replaceHeader
// blanks out the whole table.
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

// elementLine returns the line of an offset. inside is true if the line is within
// the statement, neither its first nor its last, and closes all brackets that it
// opens: then the line alone can be blanked out.
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

// statement returns the statement that begins at an offset of a text that may not be
// TOML. It ends with the first line after which no bracket is open, or before a line
// that begins another statement although a list is open.
func (r *recovery) statement(from int) statement {
	l := lenient{text: string(r.text), pos: from, textAt: -1, isStatement: true}
	l.run()
	s := statement{from: from, to: l.pos, openAt: -1, textAt: l.textAt, isHeader: l.isHeader}
	if len(l.open) > 0 {
		s.openAt = l.open[0]
	}
	return s
}

// lenient scans a text that may not be TOML.
type lenient struct {
	text        string
	isStatement bool // stop at the end of the statement
	isHeader    bool // the statement is the header of a table
	pos         int
	open        []int // offsets of the open brackets
	surplus     bool  // a bracket was closed that was not open
	textAt      int   // the last text in triple quotes, or -1
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

// ends reports whether the statement ends before the current line.
func (l *lenient) ends() bool {
	if len(l.open) == 0 || l.isHeader {
		return true
	}
	rest := l.text[l.pos:]
	header := beginsHeader.FindStringSubmatch(rest)
	isHeader := header != nil && !slices.Contains([]string{"true", "false", "inf", "nan"}, header[1])
	return isHeader || l.text[l.open[len(l.open)-1]] == '[' && beginsEntry.MatchString(rest)
}

// quoted skips a text. An unclosed text ends with its line.
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
