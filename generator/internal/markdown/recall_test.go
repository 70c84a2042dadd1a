package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuestions(t *testing.T) {
	fold := func(ask, answer, key string) string {
		return "<details><summary>" + ask + "</summary>\n<p data-question=\"" + key + "\">" + answer + "</p></details>\n"
	}
	key1, key2 := taskDigest("甲 & 乙？"), taskDigest("丙？")
	source := "> **问**：**甲** \\& 乙？\n>\n> **答：** [丁](d.md)〔建议〕\n>\n> **问**：\n> 丙？\n>\n> **答**: “<戊>”\n"
	d, got, faults := parse(source)
	want := "<div class=\"recall\">\n" + fold("<strong>甲</strong> &amp; 乙？", `<a href="d.md">丁</a><span class="mark">〔建议〕</span>`, key1) + fold("丙？", "“&lt;戊&gt;”", key2) +
		"<ol class=\"recall-answers\" aria-hidden=\"true\">\n<li>丁〔建议〕</li>\n<li>“&lt;戊&gt;”</li>\n</ol>\n</div>\n"
	text := "甲 & 乙？\n丁〔建议〕\n丙？\n“<戊>”"
	questions := []Question{{key1, "甲 & 乙？", "丁〔建议〕"}, {key2, "丙？", "“<戊>”"}}
	if got != want || d.Text() != text || faults != "" {
		t.Error(cmp.Diff(want, got), cmp.Diff(text, d.Text()), faults)
	}
	if diff := cmp.Diff(questions, d.Questions); diff != "" {
		t.Error(diff)
	}
	for _, prose := range d.Texts {
		if text := d.HTML[prose.From:prose.To]; strings.Contains(text, "丙") || strings.Contains(text, "甲") {
			t.Errorf("the question %q is prose, in which terms are marked", text)
		}
	}
}

// The digest of a question does not depend on its markup and line breaks, so that the browser knows it again.
func TestKeysOfQuestions(t *testing.T) {
	var keys []string
	for _, ask := range []string{"哪天以前要有线索？", "**哪天**以前\n> 要有[线索](a.md)？", "哪天以前要有 线索？"} {
		d, _, _ := parse("> **问**：" + ask + "\n>\n> **答**：八月底")
		keys = append(keys, d.Questions[0].Key)
	}
	if keys[0] != keys[1] || keys[0] != keys[2] {
		t.Errorf("the keys are %s", keys)
	}
}

// A dialogue in which questions and answers do not alternate stays a dialogue, with a warning; so does one of
// people with these names, without a warning.
func TestQuestionsWithoutAnswers(t *testing.T) {
	const alone = "warning: questions and answers do not alternate here, so this is shown as a dialogue\n    write one paragraph **答** after each **问**\n"
	for _, test := range []struct{ source, want string }{
		{"> **问**：甲\n>\n> **问**：乙\n>\n> **答**：丙", "p.md:3:3: " + alone},
		{"> **答**：甲\n>\n> **问**：乙", "p.md:1:3: " + alone},
		{"> **问**：甲\n>\n> **答**：乙\n>\n> **问**：丙", "p.md:5:3: " + alone},
		{"> **问**：甲\n>\n> **答**：乙\n>\n> **客户**：丙", ""},
		{"> **答**：甲\n>\n> **答**：乙", ""},
	} {
		d, got, faults := parse(test.source)
		if faults != test.want || !strings.Contains(got, `class="dialogue"`) || d.Questions != nil {
			t.Errorf("%q gives %s %s", test.source, got, cmp.Diff(test.want, faults))
		}
	}
}
