package render

import (
	"html/template"
	"testing"
)

// The phrases of a heading end at punctuation and at the separator of names; the text stays
// the same. A heading of one phrase and one with elements are left alone.
func TestKeepPhrases(t *testing.T) {
	const open, end = `<span class="phrase">`, `</span>`
	for heading, want := range map[template.HTML]template.HTML{
		"通用 SaaS · 新人期工作表":     open + "通用 SaaS ·" + end + " " + open + "新人期工作表" + end,
		"通用 SaaS：第一年读什么":       open + "通用 SaaS：" + end + open + "第一年读什么" + end,
		"A &amp; B, then C":    open + "A &amp; B," + end + " " + open + "then C" + end,
		"词汇表":                  "词汇表",
		"这个目标，够吗？":             open + "这个目标，" + end + open + "够吗？" + end,
		"<code>A · B</code>，C": "<code>A · B</code>，C",
	} {
		if got := keepPhrases(heading); got != want {
			t.Errorf("%s becomes %s, want %s", heading, got, want)
		}
	}
}
