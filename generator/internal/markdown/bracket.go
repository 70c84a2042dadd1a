package markdown

import (
	"bytes"
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
)

// maxBracket is the maximum distance in bytes between a closing bracket and its opening one.
// It keeps the time linear for a text of nothing but brackets.
const maxBracket = 300

// hasWideBrackets reports whether a source contains full-width closing brackets.
func hasWideBrackets(source []byte) bool {
	return bytes.Contains(source, []byte("】")) || bytes.Contains(source, []byte("］"))
}

// checkBrackets reports brackets that CommonMark reads as text but that look like a link, a
// picture or the number of a footnote.
func (w *writer) checkBrackets(n *ast.Text) {
	for from := n.Segment.Start; from < n.Segment.Stop; {
		i := w.closing(w.source[from:n.Segment.Stop])
		if i < 0 {
			return
		}
		end := from + i
		_, width := utf8.DecodeRune(w.source[end:])
		from = end + width
		start, label := w.labelBefore(end)
		if start < 0 || end > 0 && w.source[end-1] == '\\' {
			continue
		}
		if name, ok := bytes.CutPrefix(label, []byte("^")); ok && width == 1 && len(bytes.TrimSpace(name)) > 0 {
			w.reportUnknownFootnote(start, name, w.source[from:])
		} else if !ok {
			w.checkLink(start, label, from, width > 1 || w.source[start] >= utf8.RuneSelf)
		}
	}
}

// closing returns the offset of the first closing bracket in a text, -1 if there is none.
func (w *writer) closing(text []byte) int {
	if w.wide {
		return bytes.IndexAny(text, "]】］")
	}
	return bytes.IndexByte(text, ']')
}

// labelBefore returns the text between the closing bracket at end and its opening
// bracket, at start; start is negative if the line has no opening bracket.
func (w *writer) labelBefore(end int) (start int, label []byte) {
	before := w.source[max(0, end-maxBracket):end]
	before = before[bytes.LastIndexByte(before, '\n')+1:]
	at := bytes.LastIndexByte(before, '[')
	if w.wide {
		at = max(at, bytes.LastIndex(before, []byte("【")), bytes.LastIndex(before, []byte("［")))
	}
	if at < 0 || at > 0 && before[at-1] == '\\' {
		return -1, nil
	}
	_, width := utf8.DecodeRune(before[at:])
	return end - len(before) + at, before[at+width:]
}

// checkLink warns of a label in brackets followed at from by an address in parentheses, if the
// two are not a link: because of full-width brackets, a space, or a misquoted title.
func (w *writer) checkLink(start int, label []byte, from int, wide bool) {
	address, apart := inParentheses(w.source[from:min(len(w.source), from+maxBracket)])
	address, title, titled := bytes.Cut(address, []byte(" “"))
	spaced := bytes.ContainsAny(address, " \t")
	picture := start > 0 && w.source[start-1] == '!'
	apart = apart || wide
	if !isAddress(address) || apart && spaced && !picture || !apart && !spaced && !titled {
		return
	}
	meant, fault := "", diag.Warnf(w.start.At(start), "no-link", "this is shown as text, not as a link")
	if picture {
		meant, fault = "!", diag.Warnf(w.start.At(start-1), "no-picture", "this is shown as text, not as a picture")
	}
	destination := string(address)
	switch {
	case link.Scheme(destination) != "" && !link.IsSafe(destination):
		destination = cmp.Or(link.Suggest(destination), addressPlaceholder(link.Scheme(destination)))
	case spaced:
		destination = "<" + destination + ">"
	}
	if titled {
		destination += ` "` + string(bytes.Trim(title, "“” ")) + `"`
	}
	meant += "[" + string(label) + "](" + destination + ")"
	switch {
	case apart:
		w.report(fault.WithHelp("write %s: half-width brackets with no space between them", meant))
	case titled:
		w.report(fault.WithHelp("write the title of a link in straight quotes: %s", meant))
	default:
		w.report(fault.WithHelp("the address contains a space: remove it, also from the file name, or write %s", meant))
	}
}

// addressPlaceholder returns a placeholder for an address that the author has to write.
func addressPlaceholder(scheme string) string {
	switch scheme {
	case "mailto", "tel":
		return scheme + ":…"
	}
	return "https://…"
}

// inParentheses returns the text in the parentheses at the beginning of a text, without a
// title. malformed is true if the parentheses cannot belong to a link: they are full-width, or
// a space precedes them.
func inParentheses(text []byte) (inner []byte, malformed bool) {
	text, _, _ = bytes.Cut(text, []byte("\n"))
	open := bytes.TrimLeft(text, " \u3000")
	depth := 0
	for i, r := range string(open) {
		switch r {
		case '(', '（':
			depth++
		case ')', '）':
			depth--
		}
		if depth > 0 {
			continue
		}
		if i == 0 {
			break
		}
		first, width := utf8.DecodeRune(open)
		inner = bytes.TrimSpace(open[width:i])
		if title := bytes.Index(inner, []byte(` "`)); title > 0 && inner[len(inner)-1] == '"' {
			inner = inner[:title]
		}
		return inner, len(open) < len(text) || first != '(' || r != ')'
	}
	return nil, false
}

// isAddress reports whether a text is unmistakably a link's destination, such as smart.md,
// ../a.md#b, https://a.example or #续约, but not e.g. or #1.
func isAddress(text []byte) bool {
	s := string(text)
	if anchor, ok := strings.CutPrefix(s, "#"); ok {
		return anchor != "" && (anchor[0] < '0' || anchor[0] > '9')
	}
	if strings.HasPrefix(s, "../") || strings.HasPrefix(s, "./") || link.IsWeb(s) || link.Scheme(s) != "" && link.IsSafe(strings.ReplaceAll(s, " ", "")) {
		return true
	}
	if end := strings.IndexAny(s, "#?"); end > 0 {
		s = s[:end]
	}
	dot := strings.LastIndexByte(s, '.')
	if dot < 1 || s[dot-1] == '/' || len(s)-dot < 3 || len(s)-dot > 6 {
		return false
	}
	return strings.Trim(s[dot+1:], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "" && s[dot+1] > '9'
}
