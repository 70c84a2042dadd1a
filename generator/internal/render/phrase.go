package render

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// Titles break between phrases. The style sheet forbids breaks between Han in them (word-break: keep-all),
// and the build marks with <wbr> where a line may end:
//
//   - before and behind a name: a term of the glossary, a track, a stage, an ability;
//   - behind 的 and 了, and before words with which a phrase begins, such as 怎么.
//
// After punctuation and at spaces a line may end anyway, except inside a name, before a separator and
// between a number and its unit: <span class="phrase"> keeps these together. <wbr> has no text: it changes neither
// what a reader copies nor what the search finds.

// names holds the names that no line breaks, by their first character, longer ones first.
type names map[rune][]string

// newNames returns the names of a site.
func newNames(s *site.Site) names {
	n := names{}
	for _, t := range s.Config.Tracks {
		n.add(t.Name, t.Short)
	}
	for _, stage := range s.Config.Stages {
		n.add(stage.Name)
	}
	for _, a := range s.Config.Abilities {
		n.add(a.Name)
	}
	for _, t := range s.Terms {
		n.add(t.Term, t.Name)
		n.add(t.Except...) // longer words that contain the term by chance
	}
	n.sort()
	return n
}

func (n names) sort() {
	for _, list := range n {
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	}
}

func (n names) add(all ...string) {
	for _, name := range all {
		if first, size := utf8.DecodeRuneInString(name); size > 0 && size < len(name) && !slices.Contains(n[first], name) {
			n[first] = append(n[first], name)
		}
	}
}

// at returns the longest name with which a text begins; "" if there is none.
func (n names) at(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	for _, name := range n[first] {
		if strings.HasPrefix(text, name) {
			return name
		}
	}
	return ""
}

// A title of at most shortTitle characters fits on a line of the narrowest screen.
const shortTitle = 8

// separator stands between two names, at the end of a line rather than at the beginning.
const separator = " ·"

// phrase is a part of a text that no line breaks, except at punctuation and spaces.
type phrase struct {
	from, to int
	isWhole  bool // nor at these
}

// phrases cuts a text into phrases.
func (n names) phrases(text string) (list []phrase) {
	from := 0
	end := func(at int) {
		if at > from {
			list = append(list, phrase{from, at, false})
		}
		from = at
	}
	whole := func(at int) {
		list = append(list, phrase{from, at, true})
		from = at
	}
	for i := 0; i < len(text); {
		if strings.HasPrefix(text[i:], separator) {
			if last := len(list) - 1; last >= 0 && from == i {
				from, list = list[last].from, list[:last]
			}
			if utf8.RuneCountInString(text[from:i]) <= shortTitle {
				i += len(separator)
				whole(i)
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if name := n.at(text[i:]); name != "" && isApart(text, i, i+len(name)) {
			if hanTail(text[from:i]) != 1 {
				end(i)
			}
			i += len(name)
			if next, size := utf8.DecodeRuneInString(text[i:]); strings.ContainsRune(suffixes, next) {
				i += size
			}
			i += closing(text[i:])
			if strings.Contains(name, " ") {
				whole(i)
			} else {
				end(i)
			}
			continue
		}
		if length := quantity(text[i:]); length > 0 && (i == 0 || !isLatin(lastRune(text[:i]))) {
			if hanTail(text[from:i]) != 1 {
				end(i)
			}
			i += length
			i += closing(text[i:])
			whole(i)
			continue
		}
		if isHan(r) && startsPhrase(text[from:i], text[i:]) {
			end(i)
		}
		i += size
		if endsPhrase(text[from:i], text[i:]) {
			end(i)
		}
	}
	end(len(text))
	return n.joined(text, list)
}

// joined joins a phrase of one character with the one behind it, or before it at the end.
func (n names) joined(text string, list []phrase) (result []phrase) {
	for i, p := range list {
		isOne := utf8.RuneCountInString(strings.TrimFunc(text[p.from:p.to], unicode.IsPunct)) <= 1
		if last := len(result) - 1; last >= 0 && !strings.HasSuffix(text[:p.from], " ") && !p.isWhole && !result[last].isWhole && isOne && i == len(list)-1 {
			result[last].to = p.to
			continue
		}
		result = append(result, p)
	}
	return result
}

// starters are the words with which a phrase begins, and the characters before or behind which they are
// part of another word.
var starters = []struct{ word, notBehind, notBefore string }{
	{"怎么", "", ""}, {"什么", "为", ""}, {"为什么", "", ""}, {"多少", "", ""}, {"哪", "", ""}, {"谁", "", ""},
	{"把", "", "握关控"}, {"从", "服听", ""}, {"或", "", ""}, {"也", "", ""}, {"再", "一", ""}, {"没", "", ""},
	{"和", "饱总", "解气平"}, {"让", "出转", ""}, {"先", "首优领预", ""}, {"不", "要来得差", "了下起动住够及上到满开出"},
	{"一", "统第唯周之万单进逐十同", "起定样直些"}, {"这", "", ""}, {"那", "", ""}, {"你", "", ""},
}

// startsPhrase reports whether a phrase begins with the text behind, after at least two characters.
func startsPhrase(before, behind string) bool {
	if hanTail(before) < 2 {
		return false
	}
	last := string(lastRune(before))
	for _, s := range starters {
		if rest, ok := strings.CutPrefix(behind, s.word); ok {
			next, _ := utf8.DecodeRuneInString(rest)
			return isHan(next) && !strings.Contains(s.notBehind, last) && !strings.ContainsRune(s.notBefore, next) && string(next) != last
		}
	}
	return false
}

// endsPhrase reports whether a phrase ends between two texts: behind 的 and 了.
func endsPhrase(before, behind string) bool {
	if hanTail(before) < 2 || utf8.RuneCountInString(behind) < 2 {
		return false
	}
	next, _ := utf8.DecodeRuneInString(behind)
	return isHan(next) && (strings.HasSuffix(before, "的") && !strings.ContainsRune("确话", next) || strings.HasSuffix(before, "了") && !strings.ContainsRune("解", next))
}

// quantity returns the length of the number at the beginning of a text, with 第 before it and the spaced
// unit behind it; 0 if there is none, or if it has no space.
func quantity(text string) int {
	rest := strings.TrimPrefix(text, "第 ")
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789,.–-%"))
	if digits == 0 || rest[0] < '0' || rest[0] > '9' {
		return 0
	}
	length := len(text) - len(rest) + digits
	if behind, ok := strings.CutPrefix(rest[digits:], " "); ok {
		for _, unit := range units {
			if strings.HasPrefix(behind, unit) {
				length += 1 + len(unit)
				break
			}
		}
	}
	if !strings.Contains(text[:length], " ") {
		return 0
	}
	return length
}

// units are what stands behind a number.
var units = []string{"个月", "个", "年", "家", "次", "天", "周", "页", "分钟", "小时", "万元", "万", "元", "人", "份", "场", "条", "月", "日", "张", "项"}

// suffixes are the characters that a name takes as its own: 签约额, 线索数.
const suffixes = "的额数率量单会期者型化表书"

// hanTail returns the number of Han at the end of a text.
func hanTail(text string) (n int) {
	for len(text) > 0 {
		r, size := utf8.DecodeLastRuneInString(text)
		if !isHan(r) {
			break
		}
		text = text[:len(text)-size]
		n++
	}
	return n
}

// closing returns the length of the punctuation at the beginning of a text that belongs to what precedes it.
func closing(text string) int {
	return len(text) - len(strings.TrimLeft(text, "，。：；、！？）》”’】〕…—–"))
}

func isHan(r rune) bool   { return '一' <= r && r <= '鿿' || unicode.Is(unicode.Han, r) }
func isLatin(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}

// isApart reports whether text[from:to] is not a part of a longer word in a Latin script.
func isApart(text string, from, to int) bool {
	first, _ := utf8.DecodeRuneInString(text[from:])
	next, _ := utf8.DecodeRuneInString(text[to:])
	return !(from > 0 && isLatin(first) && isLatin(lastRune(text[:from]))) && !(to < len(text) && isLatin(lastRune(text[:to])) && isLatin(next))
}

// edits marks the phrases of the texts in a part of an HTML text that is longer than a short title.
func (n names) edits(html string, part markdown.Span) []markdown.Edit {
	if utf8.RuneCountInString(html[part.From:part.To]) <= shortTitle {
		return nil
	}
	return n.allEdits(html, part)
}

// allEdits marks the phrases of the texts in a part of an HTML text, whose tags and character references
// stay as they are.
func (n names) allEdits(html string, part markdown.Span) (edits []markdown.Edit) {
	insert := func(at int, text string) {
		if last := len(edits) - 1; last >= 0 && edits[last].From == at {
			edits[last].HTML += text
			return
		}
		edits = append(edits, markdown.Edit{Span: markdown.Span{From: at, To: at}, HTML: text})
	}
	for at := part.From; at < part.To; {
		if html[at] == '<' {
			at += strings.IndexByte(html[at:], '>') + 1
			continue
		}
		end := part.To
		if i := strings.IndexByte(html[at:part.To], '<'); i >= 0 {
			end = at + i
		}
		for _, p := range n.phrases(html[at:end]) {
			if p.from > 0 && html[at+p.from-1] != ' ' && html[at+p.from] != ' ' {
				insert(at+p.from, "<wbr>")
			}
			if p.isWhole {
				insert(at+p.from, `<span class="phrase">`)
				insert(at+p.to, "</span>")
			}
		}
		at = end
	}
	return edits
}

// in returns the places of names in a text within a part of an HTML text. A name of one word in a Latin
// script needs no mark: no line breaks it.
func (n names) in(html string, part markdown.Span) (all []markdown.Span) {
	for i := part.From; i < part.To; {
		name := n.at(html[i:part.To])
		if name == "" || !isApart(html, i, i+len(name)) {
			_, size := utf8.DecodeRuneInString(html[i:])
			i += size
			continue
		}
		if strings.Contains(name, " ") || strings.ContainsFunc(name, isHan) {
			all = append(all, markdown.Span{From: i, To: i + len(name)})
		}
		i += len(name)
	}
	return all
}

// headingPhrases marks the phrases of a document's headings, except those that an edit replaces.
func (r *Renderer) headingPhrases(d *markdown.Document, given []markdown.Edit) (edits []markdown.Edit) {
	for _, h := range d.Headings {
		if !isReplaced(h.Outer.From, given) {
			edits = append(edits, r.names.edits(d.HTML, h.Inner)...)
		}
	}
	return edits
}

// title returns a plain text as the HTML of a title with marked phrases.
func (n names) title(text string) template.HTML {
	return n.mark(escaped(text))
}

// mark marks the phrases of HTML.
func (n names) mark(html template.HTML) template.HTML {
	return edited(html, n.edits(string(html), markdown.Span{From: 0, To: len(html)}))
}

// narrow returns a plain text with marked phrases for a place that is narrower than a short title.
func (n names) narrow(text string) template.HTML {
	html := escaped(text)
	return edited(html, n.allEdits(string(html), markdown.Span{From: 0, To: len(html)}))
}

// edited returns HTML with its edits, which are in the order of their places.
func edited(html template.HTML, edits []markdown.Edit) template.HTML {
	if len(edits) == 0 {
		return html
	}
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(string(html[at:e.From]) + e.HTML)
		at = e.To
	}
	b.WriteString(string(html[at:]))
	return template.HTML(b.String())
}
