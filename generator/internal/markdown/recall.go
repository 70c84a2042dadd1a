package markdown

import (
	"strings"

	"cairn/generator/internal/diag"
)

// A dialogue in which two names that are words of the interface take turns has questions to answer
// without looking:
//
//	> **问**：客户要等明年预算，先问他哪一句？
//	>
//	> **答**：明年的预算几月定，谁报。
//
// The page shows each answer in a fold beneath its question, and on paper all answers below the
// questions, upside down. The browser keeps what the reader knew by a digest of the question.

// Question is a question to answer without looking.
type Question struct {
	Key         string // a digest of the question, by which what the reader knew is stored
	Ask, Answer string // plain texts
}

// isRecall reports whether a dialogue has questions to answer. A question without an answer, or
// an answer without a question, is a fault.
func (w *writer) isRecall(parts []part) bool {
	var questions, answers int
	for _, p := range parts {
		switch p.kind {
		case questionPart:
			questions++
		case answerPart:
			answers++
		}
	}
	if questions == 0 || questions+answers < len(parts) {
		return false // a person may be called 问 in a dialogue
	}
	for i, p := range parts {
		if isQuestion := p.kind == questionPart; isQuestion != (i%2 == 0) || isQuestion && i+1 == len(parts) {
			w.report(diag.Warnf(w.start.At(p.offset), "question-alone", "questions and answers do not alternate here, so this is shown as a dialogue").
				WithHelp("write one paragraph **%s** after each **%s**", w.words.Answer, w.words.Question))
			return false
		}
	}
	return true
}

// recall writes questions with their answers.
func (w *writer) recall(parts []part) {
	from := len(w.doc.Questions)
	w.tag("<div class=\"recall\">\n")
	for i := 0; i < len(parts); i += 2 {
		w.openInline++ // the question is the label of a fold, not prose in which terms are marked
		ask := w.spoken("<details><summary>", parts[i], "</summary>\n")
		w.openInline--
		answer := w.spoken(`<p data-question="`+taskDigest(ask)+`">`, parts[i+1], "</p></details>\n")
		w.doc.Questions = append(w.doc.Questions, Question{taskDigest(ask), ask, answer})
	}
	w.tag("<ol class=\"recall-answers\" aria-hidden=\"true\">\n")
	for _, q := range w.doc.Questions[from:] {
		w.tag("<li>", escape(q.Answer), "</li>\n")
	}
	w.tag("</ol>\n</div>\n")
}

// spoken writes the words of a turn between two tags, and returns them as plain text.
func (w *writer) spoken(open string, p part, end string) string {
	w.checkLines(p.node)
	start := len(w.plain)
	w.tag(open)
	if p.before == p.words.Segment.Len() {
		p.words.SetSoftLineBreak(false) // the words begin on the next line
	}
	w.wordsAfter(p)
	w.tag(end)
	w.endBlock(start)
	w.measure(p.node, w.plain[start:])
	return strings.TrimSuffix(string(w.plain[start:]), "\n")
}
