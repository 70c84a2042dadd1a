package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAsks checks the section of each ask, written as HEADING: ASK, ASK.
func TestAsks(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"under headings", "```asks\n甲\n```\n# 题\n```asks\n乙\n```\n\n## 一\n正文\n\n```asks\n\n  丙 丁？ \n\t戊\n　己\n```\n\n正文\n## 二\n### 三\n~~~~ asks\nC++\n~~~~\n", "(甲, 乙) 一(丙 丁？, 戊, 己) 三(C++)"},
		{"several blocks", "## 一\n```asks\n甲\n```\n- 项\n\n```Asks x\n乙\n```\n", "一(甲, 乙)"},
		{"behind a quotation with a heading", "```asks\n甲\n```\n> ## 引\n> 正文\n\n```asks\n乙\n```\n## 一\n> ## 引\n\n```asks\n丙\n```\n", "(甲, 乙) 一(丙)"},
		{"with footnotes", "## 一\n甲[^1]\n\n[^1]: 注\n\n```asks\n乙\n```\n\n正文\n", "一(乙)"},
		{"no inline markup", "## 一\n```asks\n*甲* [乙](x.md) &amp; - [ ] `丙`\n```\n", "一(*甲* [乙](x.md) &amp; - [ ] `丙`)"},
		{"code that shows asks", "## 一\n````markdown\n```asks\n甲\n```\n````\n\n    ```asks\n    乙\n    ```\n", ""},
		{"other code", "```ask\n甲\n```\n```\nasks\n```\n", ""},
		{"the longest", "```asks\n" + strings.Repeat("长", MaxAsk) + "\n```\n", "(" + strings.Repeat("长", MaxAsk) + ")"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, html, faults := parse(test.source)
			var got []string
			for _, s := range d.Sections {
				if len(s.Asks) > 0 {
					got = append(got, s.Heading+"("+strings.Join(s.Asks, ", ")+")")
				}
				for i, at := range s.AsksAt {
					if !strings.HasPrefix(test.source[at.Offset:], s.Asks[i]+"\n") && !strings.HasPrefix(test.source[at.Offset:], s.Asks[i]+" \n") {
						t.Errorf("%s is not at %q", s.Asks[i], test.source[at.Offset:])
					}
				}
			}
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("the asks are %s, not %s", got, test.want)
			}
			if strings.Contains(faults, "ask") {
				t.Error(faults)
			}
			without, bare, _ := parse(withoutAsks(test.source))
			if test.want != "" && (html != bare || d.Text() != without.Text() || d.Tasks != 0) {
				t.Errorf("the asks change the page: %s", cmp.Diff(bare, html))
			}
		})
	}
}

// withoutAsks replaces each block of asks by an empty line.
func withoutAsks(source string) string {
	var kept []string
	fence := ""
	for line := range strings.SplitSeq(source, "\n") {
		switch {
		case fence != "":
			if line == fence {
				fence = ""
				kept = append(kept, "")
			}
		case strings.Contains(strings.ToLower(line), "asks"):
			fence = strings.TrimRight(line, " askAx")
		default:
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func TestFaultsOfAsks(t *testing.T) {
	const (
		nested = "error: this block of asks is in a list, a quotation or a footnote\n    write it without indentation, directly under the heading that it belongs to\n"
		noEnd  = "error: this block of asks does not end, so the page ends here\n    end it with a line that has only ```\n"
		empty  = "warning: this block of asks is empty\n    write what people type into the search when they mean this section, one ask a line, or remove the block\n"
		long   = "error: the ask is longer than 60 characters\n    write the few words that people type into the search\n"
		noWord = "error: the ask has no letter, digit or Chinese character\n    write the words that people type into the search, or remove it\n"
		twice  = "warning: the page has this ask twice\n    keep it under the heading that answers it best\n"
	)
	tests := []struct {
		name, source, want string
		asks               []string
	}{
		{"in a list", "- 甲\n\n  ```asks\n  乙\n  ```\n", "p.md:3:3: " + nested, nil},
		{"in a quotation", "> ```asks\n> 乙\n> ```\n", "p.md:1:3: " + nested, nil},
		{"in a slot", "> [!SLOT] a\n> ```asks\n> 乙\n> ```\n", "p.md:2:3: " + nested, nil},
		{"in a definition", "甲\n: 乙\n\n  ```asks\n  丙\n  ```\n", "p.md:4:3: " + nested, nil},
		{"in a footnote", "甲[^1]\n\n[^1]: 乙\n\n    ```asks\n    丙\n    ```\n", "p.md:5:5: " + nested, nil},
		{"without an end", "甲\n\n```asks\n乙\n\n## 丙\n[^1] ![](a.png)\n", "p.md:3:1: " + noEnd, nil},
		{"without an end and a line", "甲\n\n```asks", "p.md:3:1: " + noEnd, nil},
		{"with another end", "````asks\n乙\n```", "p.md:1:1: " + noEnd, nil},
		{"empty", "```asks\n```\n\n```asks\n \n\n```", "p.md:1:1: " + empty + "p.md:4:1: " + empty, nil},
		{"long", "```asks\n " + strings.Repeat("长", 61) + "\n乙\n```\n", "p.md:2:2: " + long, []string{"乙"}},
		{"without a word", "```asks\n乙\n  ？！\n```\n", "p.md:3:3: " + noWord, []string{"乙"}},
		{"twice", "```asks\nCafé 怎么去\n```\n\n## 甲\n```asks\nCAFE\u0301  怎么去\n乙\n```\n", "p.md:7:1: " + twice, []string{"Café 怎么去", "乙"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, _, got := parse(test.source)
			if got != test.want {
				t.Error(cmp.Diff(test.want, got))
			}
			var asks []string
			for _, s := range d.Sections {
				asks = append(asks, s.Asks...)
			}
			if !slices.Equal(asks, test.asks) {
				t.Errorf("the asks are %q", asks)
			}
		})
	}
}
