package site

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
)

// A page with quoted = true in its front matter is what other pages quote. A link to one of its sections
// states what the section says: [每周 3–5 家〔原文要求〕](sources.md#过程目标). Each number in the text of the link
// must be in the section, as a whole (5 is not 5–8) and with the same measure word behind it (5–8 家 is not 5–8 年),
// and so must each mark. If a mark follows the number, it must be in a sentence of the section with that number,
// unless no sentence with the number has a mark.

// stated is a number in a text.
type stated struct {
	number string // in one spelling: without spaces and commas, with – in a range
	unit   string // the measure word behind the number, or ""
	mark   string // the next mark behind it, or ""
}

func (s stated) String() string {
	if s.unit == "" {
		return s.number
	}
	return s.number + " " + s.unit
}

// statedNumber matches a number, a range or a fraction. A number behind a letter, as in Q1, is a name.
var statedNumber = regexp.MustCompile(`[A-Za-z]?` + oneNumber + `(?:(?:[–~～/-]| ?[到至] ?)` + oneNumber + `)*`)

// measureWords are the characters behind a number that say what is counted. Any other is a part of the sentence.
const measureWords = "家个份次条年月周天人名位套场项页季倍元台笔单"

const oneNumber = `\d+(?:,\d{3})*(?:\.\d+)?(?: ?[%％万亿])?`

// oneSpelling removes what may differ between two spellings of a number.
var oneSpelling = strings.NewReplacer(" ", "", ",", "", "％", "%", "-", "–", "~", "–", "～", "–", "到", "–", "至", "–")

// statedIn returns the numbers in a text.
func statedIn(text string) (all []stated) {
	for _, at := range statedNumber.FindAllStringIndex(text, -1) {
		found := text[at[0]:at[1]]
		if found[0] > '9' {
			continue
		}
		s := stated{number: oneSpelling.Replace(found)}
		next, size := utf8.DecodeRuneInString(strings.TrimPrefix(text[at[1]:], " "))
		if size > 0 && strings.ContainsRune(measureWords, next) {
			s.unit = string(next)
		}
		if marks := markdown.Marks(text[at[1]:]); len(marks) > 0 {
			s.mark = marks[0]
		}
		all = append(all, s)
	}
	return all
}

// agrees reports whether a number of the section is the number of a link.
func (s stated) agrees(section stated) bool {
	return s.number == section.number && (s.unit == "" || s.unit == section.unit)
}

// checkStated compares the text of a link with the section of a quoted page that it leads to.
func (a *assembler) checkStated(to *Page, anchor string, l markdown.Link) {
	heading, sentences := sectionOf(to.Document, anchor)
	if heading == "" {
		return // the anchor is broken, and reported
	}
	var known []stated
	for _, sentence := range sentences {
		known = append(known, statedIn(sentence)...)
	}
	for _, s := range statedIn(l.Text) {
		if !slices.ContainsFunc(known, s.agrees) {
			a.report(notStated(l, s, known, heading, to.Source))
			return
		}
	}
	marks := markdown.Marks(strings.Join(sentences, "\n"))
	for _, mark := range markdown.Marks(l.Text) {
		if !slices.Contains(marks, mark) {
			f := diag.Errorf(l.Place, "stated-mark", "the text says %s, but the section %s of %s does not", mark, heading, to.Source)
			if len(marks) == 0 {
				a.report(f.WithHelp("the section has no mark: leave it out, or link to another section"))
			} else {
				a.report(f.WithHelp("its marks are %s: write the one that stands at what you quote", list(marks)))
			}
			return
		}
	}
	for _, s := range statedIn(l.Text) {
		if marks := marksOf(s, sentences); s.mark != "" && len(marks) > 0 && !slices.Contains(marks, s.mark) {
			a.report(diag.Errorf(l.Place, "stated-mark", "the text marks %s with %s, but the section %s of %s marks it with %s", s, s.mark, heading, to.Source, list(marks)).
				WithHelp("write %s", list(marks)))
			return
		}
	}
}

// sectionOf returns the heading of a section and its sentences, with those of the sections in it.
func sectionOf(d *markdown.Document, anchor string) (heading string, sentences []string) {
	level := 0
	for _, s := range d.Sections {
		switch {
		case level == 0 && s.Anchor == anchor && s.Level > 0:
			heading, level = s.Heading, s.Level
		case level == 0:
			continue
		case s.Level <= level:
			return heading, sentences
		}
		sentences = append(sentences, s.Heading)
		sentences = append(sentences, strings.FieldsFunc(s.Text, func(r rune) bool { return strings.ContainsRune("\n。；！？", r) })...)
	}
	return heading, sentences
}

// marksOf returns the marks in the sentences with a number.
func marksOf(s stated, sentences []string) (marks []string) {
	for _, sentence := range sentences {
		if slices.ContainsFunc(statedIn(sentence), s.agrees) {
			marks = append(marks, markdown.Marks(sentence)...)
		}
	}
	return marks
}

// notStated describes a number that a section does not have: it says what the section has instead.
func notStated(l markdown.Link, s stated, known []stated, heading, file string) diag.Fault {
	var same, others, all []string
	for _, k := range known {
		switch {
		case k.number == s.number:
			same = append(same, k.String())
		case k.unit == s.unit && strings.HasSuffix(k.number, "%") == strings.HasSuffix(s.number, "%"):
			others = append(others, k.String())
		}
		all = append(all, k.String())
	}
	if len(same) > 0 {
		return diag.Errorf(l.Place, "stated-unit", "the text says %s, but the section %s of %s says %s", s, heading, file, list(same)).
			WithHelp("write the number as the section does, with the word behind it")
	}
	f := diag.Errorf(l.Place, "stated-number", "the text says %s, but the section %s of %s does not", s, heading, file)
	switch {
	case len(all) == 0:
		return f.WithHelp("the section has no number: link to another section, or remove the link")
	case len(others) == 0:
		others = all
	}
	return f.WithHelp("the section says %s: write what it says, or link to another section", list(others))
}

// list joins the first few different texts.
func list(texts []string) string {
	var different []string
	for _, text := range texts {
		if !slices.Contains(different, text) {
			different = append(different, text)
		}
	}
	return strings.Join(different[:min(len(different), 8)], ", ")
}
