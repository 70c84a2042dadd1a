package formula

import (
	"strings"
	"testing"
)

// A formula reads as a person would write it, with no more parentheses than
// necessary.
func TestPhrase(t *testing.T) {
	words := map[string]string{
		"IF": "如果 {1}，就 {2}，否则 {3}", "MIN": "（… 里最小的）", "ROUNDUP": "{1} 向上取到 {2} 位小数", "INT": "{2}{0}{x}整",
		"group": "（{1}）", "quoted": "“{1}”", "separator": "、",
	}
	verifyPhrases(t, words, map[string]string{
		"签约 / 赢单率":                  "[签约] ÷ [赢单率]",
		"(a + b) * c - d / (e * 2)": "（[a] + [b]） × [c] − [d] ÷ （[e] × 2）",
		"a - (b - c)":               "[a] − （[b] − [c]）",
		"(a - b) - c":               "[a] − [b] − [c]",
		"-(a + b)":                  "−（[a] + [b]）",
		"-a * 25%":                  "−[a] × 25%",
		`IF(打法 <> "低价", a, b)`:      "如果 [打法] ≠ “低价”，就 [a]，否则 [b]",
		"MIN(a, b, 3) >= 2":         "（[a]、[b]、3 里最小的） ≥ 2",
		"ROUNDUP(签约额 / 客单价, 0) <= 10": "[签约额] ÷ [客单价] 向上取到 0 位小数 ≤ 10",
		"MAX(a, b)": "MAX（[a]、[b]）", // a function without a phrase
		"INT(a)":    "整",            // slots without an argument
	})
}

// Without words a formula reads in its own notation.
func TestPhraseWithoutWords(t *testing.T) {
	verifyPhrases(t, nil, map[string]string{
		`IF(打法 <> "低价", -(a + b) * c, MAX(a, b))`: `IF([打法] ≠ "低价", −([a] + [b]) × [c], MAX([a], [b]))`,
	})
}

func verifyPhrases(t *testing.T, words, phrases map[string]string) {
	t.Helper()
	for formula, want := range phrases {
		var b strings.Builder
		for _, p := range mustParse(t, formula).Phrase(words) {
			if p.Name != "" {
				b.WriteString("[" + p.Name + "]")
			}
			b.WriteString(p.Text)
		}
		if b.String() != want {
			t.Errorf("%s reads %q, want %q", formula, b.String(), want)
		}
	}
}
