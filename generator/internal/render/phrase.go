package render

import (
	"html/template"
	"regexp"
	"strings"
)

// phraseEnd matches the end of a phrase in a heading: punctuation, or the separator of two
// names, with the space behind it.
var phraseEnd = regexp.MustCompile(`[，。：；、！？·—–] ?|[,:!?] `)

// keepPhrases marks the phrases of a heading, which a narrow screen breaks only if a phrase
// is wider than the line: Han characters could otherwise be broken anywhere, as in 新人 / 期.
// A heading of one phrase, or with elements of its own, is returned as it is.
func keepPhrases(heading template.HTML) template.HTML {
	text := string(heading)
	ends := phraseEnd.FindAllStringIndex(text, -1)
	if len(ends) == 0 || strings.Contains(text, "<") {
		return heading
	}
	var b strings.Builder
	from := 0
	for _, end := range append(ends, []int{0, len(text)}) {
		phrase := text[from:end[1]]
		from = end[1]
		whole := strings.TrimSuffix(phrase, " ")
		if whole == "" {
			continue
		}
		b.WriteString(`<span class="phrase">` + whole + `</span>` + phrase[len(whole):])
	}
	return template.HTML(b.String())
}
