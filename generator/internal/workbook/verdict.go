package workbook

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/sheet"
)

// phrase is a piece of a sentence: the formula that computes it, and its text now.
type phrase struct{ formula, text string }

// constant is a phrase that does not change.
func constant(s string) phrase { return phrase{text(s), s} }

// placeholder is the place of a phrase in a word: %s, or %[2]s for the second phrase.
var placeholder = regexp.MustCompile(`%(?:\[(\d)\])?s`)

// sentence fills a word with phrases.
func sentence(word string, phrases ...phrase) phrase {
	var formulas, texts []string
	add := func(p phrase) { formulas, texts = append(formulas, p.formula), append(texts, p.text) }
	next, from := 0, 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(word, -1) {
		if m[0] > from {
			add(constant(word[from:m[0]]))
		}
		if m[2] >= 0 {
			next = int(word[m[2]] - '1')
		}
		add(phrases[next])
		next, from = next+1, m[1]
	}
	if from < len(word) {
		add(constant(word[from:]))
	}
	return phrase{strings.Join(formulas, "&"), strings.Join(texts, "")}
}

// displayed returns a formula for the text of a number, as the page shows it: with
// thousands separators, without trailing zeros.
func displayed(cell string, decimals int, percent bool) string {
	if percent {
		return sprintf(`%s&"%%"`, displayed("(100*"+cell+")", decimals, false))
	}
	rounded := func(n int) string { return sprintf("ROUND(%s,%d)", to15Digits(cell), n) }
	all := sprintf("FIXED(%s,%d)", rounded(decimals), decimals)
	for n := decimals - 1; n >= 0; n-- {
		all = sprintf("IF(%s=%s,FIXED(%[1]s,%[3]d),%[4]s)", rounded(n), rounded(decimals), n, all)
	}
	return all
}

// addVerdict adds the verdict above all inputs, what to do about it, the part of the fiscal
// year, and the verdict under the cautious market variables.
func (w *worksheet) addVerdict() {
	t := w.template
	if !t.HasVerdict() {
		return
	}
	w.addSentence(&w.fills, w.styles.verdict, func() phrase { return w.verdictSentence(w.verdict) })
	if slices.ContainsFunc(t.Process, func(p *goal.Process) bool { return p.Capacity != nil }) {
		w.addSentence(&w.fills, w.styles.summary, func() phrase { return w.cureSentence(w.verdict) })
	}
	if c := t.Prorated(); c != nil {
		w.addSentence(&w.fills, w.styles.summary, func() phrase { return w.partSentence(w.verdict, c) })
	}
	cautious := slices.DeleteFunc(slices.Clone(t.Variables), func(v *goal.Variable) bool { return !v.Cautious })
	for i, now := range w.sheet.Finding.Cautious {
		w.addSentence(&w.last, w.styles.summary, func() phrase { return w.cautiousSentence(cautious[i], now) })
	}
}

// addSentence adds a computed sentence across all columns, which one of the fills writes.
func (w *worksheet) addSentence(fills *[]func(), style int, sentence func() phrase) {
	row := w.grid.row()
	w.grid.merged = append(w.grid.merged, merge{row, 1, len(w.grid.widths)})
	w.grid.add(nil)
	*fills = append(*fills, func() {
		p := sentence()
		w.grid.set(row, 1, excelize.Cell{StyleID: style, Formula: p.formula, Value: p.text})
		w.sentences = append(w.sentences, computedText{w.grid.ref(row, 1), p.text})
		w.grid.fit(row, sentenceRoom*w.grid.width(1, len(w.grid.widths)), w.styles.sizes[style], cmp.Or(p.text, " "))
	})
}

// sentenceRoom leaves room for a sentence that grows: its row is high enough for the present
// text in this part of the width.
const sentenceRoom = 0.6

// verdictSentence says whether the plan fits, with the worst finding.
func (w *worksheet) verdictSentence(v verdict) phrase {
	now := w.sheet.Finding
	label := w.missingLabel()
	missing := optional(v.missing+`<>""`, label != "", sentence(w.word("verdict_missing"), phrase{v.missing, label}), constant(w.word("verdict_blank")))
	steps := sentence(w.word("verdict_late"), phrase{v.lateLabels, strings.Join(now.Late, w.words["locale.list"])})
	if w.template.Target != "" && w.template.Prorated() == nil {
		steps = inARow(steps, constant(w.word("reach_elsewhere")))
	}
	late := optional(v.lateLabels+`<>""`, len(now.Late) > 0, steps, constant(w.word("verdict_nothing")))
	over, fits := w.strained(v, now.Strain)
	return v.choose(now.Kind, missing, late, over, inARow(fits, w.examples()))
}

// cautiousSentence is the verdict under a market variable; blank if it says no more than the
// verdict on the plan.
func (w *worksheet) cautiousSentence(variable *goal.Variable, now sheet.Cautious) phrase {
	v := w.scenarios[variable.Key].verdict()
	over, fits := w.strained(v, now.Strain)
	p := v.choose(now.Kind, constant(w.word("cautious_missing")), constant(w.word("cautious_late")), over, fits)
	return optional(v.repeats(w.verdict), now.Repeats(w.sheet.Finding), constant(""), sentence(w.word("cautious"), constant(variable.Label), p))
}

// choose returns the phrase of the first verdict that applies.
func (v verdict) choose(now sheet.Kind, missing, late, over, fits phrase) phrase {
	return phrase{
		sprintf(`IF(%[1]s=1,%[2]s,IF(%[1]s=2,%[3]s,IF(%[1]s=3,%[4]s,%[5]s)))`, v.kind, missing.formula, late.formula, over.formula, fits.formula),
		map[sheet.Kind]string{sheet.Missing: missing.text, sheet.Late: late.text, sheet.Over: over.text, sheet.Fits: fits.text}[now],
	}
}

// repeats returns a formula that is true if the verdict says no more than another one, as
// sheet.Cautious.Repeats does.
func (v verdict) repeats(other verdict) string {
	same := sprintf("AND(%s=%s,%s=%s,%s=%s,%s=%s,%s=%s)", v.label, other.label, v.period, other.period, v.rate, other.rate, v.limit, other.limit, v.load, other.load)
	return sprintf("AND(%s=%s,OR(%[1]s<3,%[3]s<0,IFERROR(%[4]s,FALSE)))", v.kind, other.kind, v.ratio, same)
}

// strained says that the plan does not fit, or that it fits, with the goal that takes the
// largest part of its capacity.
func (w *worksheet) strained(v verdict, now *sheet.Strain) (over, fits phrase) {
	strain := []phrase{{formula: v.period}, {formula: v.label}, {formula: v.rate}, {formula: v.limit}, {formula: v.load}}
	if now != nil {
		for i, text := range []string{w.whenText(now.Period), now.About, withUnit(now.Rate, now.Unit), withUnit(now.Limit, now.Unit), now.Load} {
			strain[i].text = text
		}
	}
	end := optional(v.load+`<>""`, now != nil && now.Load != "", sentence(w.word("verdict_taken"), strain[4]), constant(w.word("verdict_end")))
	over = inARow(sentence(w.word("verdict_over"), strain[:4]...), end)
	tight := optional(v.ratio+">=0", now != nil, inARow(sentence(w.word("verdict_tight"), strain[:4]...), end), constant(w.word("verdict_dates")))
	return over, inARow(constant(w.word("verdict_fits")), tight)
}

// missingLabel returns the label of the first input without which there is no verdict, "" if
// all are there.
func (b *book) missingLabel() string {
	for _, key := range b.template.Needed {
		if v := b.sheet.Value(key); v.IsBlank() || v == formula.Text("") {
			return b.template.Input(key).Label
		}
	}
	return ""
}

// whenText names a period of the sheet.
func (b *book) whenText(at sheet.When) string {
	switch {
	case at.ID != "" && at.Level == "month":
		return b.words.Month(at.Number)
	case at.ID != "" && at.Level == "quarter":
		return sprintf(b.word("quarter"), at.Number)
	}
	return b.word("year")
}

// withUnit returns a number with its unit: 5 次/周, 40%.
func withUnit(number, unit string) string {
	switch unit {
	case "":
		return number
	case "%":
		return number + "%"
	}
	return number + " " + unit
}

// computedText is a cell with its text now.
type computedText struct{ cell, text string }

// optional is a phrase under a condition, otherwise another one.
func optional(condition string, holds bool, p, otherwise phrase) phrase {
	q := phrase{sprintf(`IF(%s,%s,%s)`, condition, p.formula, otherwise.formula), otherwise.text}
	if holds {
		q.text = p.text
	}
	return q
}

// inARow puts phrases one after another.
func inARow(all ...phrase) phrase { return sentence(strings.Repeat("%s", len(all)), all...) }

// examples says how many inputs are still examples, as the page counts them.
func (w *worksheet) examples() phrase {
	var same []string
	n := 0
	for _, group := range w.template.Groups {
		for _, in := range group.Inputs {
			if in.Default.IsBlank() {
				continue
			}
			same = append(same, w.isExample(in))
			if w.sheet.Value(in.Key) == in.Default {
				n++
			}
		}
	}
	if len(same) == 0 {
		return constant("")
	}
	list := w.steps.plan.block.series(len(same), func(i int) string { return same[i] + "*1" })
	count := w.steps.plan.block.cell("SUM(%s)", list.span())
	return optional(count+">0", n > 0, sentence(w.word("verdict_examples"), phrase{count, strconv.Itoa(n)}), constant(""))
}

// isExample returns a formula that is true if an input has the value of its example and the reader
// has not confirmed that value on the page.
func (w *worksheet) isExample(in *goal.Input) string {
	same := "FALSE"
	switch value := inputValue(in.Default, in.Kind == goal.KindDate).(type) {
	case float64:
		same = sprintf("IFERROR(ABS(%s-%s)<=10^-12*ABS(%[2]s),FALSE)", w.refs[in.Key], number(value))
	case string:
		same = sprintf("EXACT(%s,%s)", w.refs[in.Key], text(value))
	}
	return sprintf(`IF(%s="",%s,FALSE)`, w.ownCells[in.Key], same)
}
