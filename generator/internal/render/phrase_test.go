package render

import (
	"html/template"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/generator/internal/markdown"
)

func testNames() names {
	n := names{}
	n.add("通用 SaaS", "SaaS", "新人期", "成长期", "签约", "线索", "POC", "C")
	n.sort()
	return n
}

// A title breaks between phrases, and never inside a name. The text stays the same.
func TestPhrases(t *testing.T) {
	const whole, end = `<span class="phrase">`, `</span>`
	for title, want := range map[template.HTML]template.HTML{
		"词汇表":                 "词汇表",
		"通用 SaaS · 新人期工作表":    whole + "通用 SaaS ·" + end + " 新人期<wbr>工作表",
		"成熟期 · 管理型":           whole + "成熟期 ·" + end + " 管理型",
		"通用 SaaS：第一年读什么":      whole + "通用 SaaS：" + end + "<wbr>第一年读什么",
		"MySaaS 和 SaaSy 怎么用":  "MySaaS 和 SaaSy 怎么用",
		"你的线索数够不够，怎么算":        "你的<wbr>线索数<wbr>够不够，怎么算",
		"到第 12 个月：第一批签约":      whole + "到第 12 个月：" + end + "<wbr>第一批<wbr>签约",
		"我们和手册不一样的地方":         "我们<wbr>和手册<wbr>不一样的<wbr>地方",
		"升到 30% 以上，或者 3–5 家":  "升到 30% 以上，或者 " + whole + "3–5 家" + end,
		"客户砍预算，或者竞品低价":        "客户砍预算，或者竞品低价",
		"A &amp; B, then C++": "A &amp; B, then C++",
		"先看<a href=\"新人期的新人期.html\">新人期的签约</a>，再说": "先看<a href=\"新人期的新人期.html\">新人期的<wbr>签约</a>，再说",
	} {
		if got := testNames().mark(title); got != want {
			t.Errorf("%s becomes %s, want %s", title, got, want)
		}
	}
}

// No heading, title or summary of this site breaks inside a name, or loses a character.
func TestNoBreakInsideNames(t *testing.T) {
	files := os.DirFS("../../../content")
	all := namesOfContent(t)
	heading := regexp.MustCompile(`(?m)^(?:#{1,3} (.*?)(?: \{#.*)?|(?:title|summary) = "(.*)")$`)
	marks := strings.NewReplacer("<wbr>", "", `<span class="phrase">`, "", "</span>", "")
	checked := 0
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".md") {
			return err
		}
		text, err := fs.ReadFile(files, path)
		for _, match := range heading.FindAllStringSubmatch(string(text), -1) {
			title := match[1] + match[2]
			got := string(all.title(title))
			if plain := marks.Replace(got); plain != template.HTMLEscapeString(title) {
				t.Errorf("%s: %s becomes %s", path, title, got)
			}
			broken := strings.Split(got, "<wbr>")
			at := 0
			for _, part := range broken[:len(broken)-1] {
				at += len(marks.Replace(part))
				for _, list := range all {
					for _, name := range list {
						for from := max(0, at-len(name)+1); from < at; from++ {
							if strings.HasPrefix(title[min(from, len(title)):], name) && utf8.RuneStart(title[from]) && all.at(title[from:]) == name && !overlapsEarlier(all, title, from) {
								t.Errorf("%s: %s breaks inside %s", path, got, name)
							}
						}
					}
				}
			}
			checked++
		}
		return err
	})
	if err != nil || checked < 500 {
		t.Errorf("%d titles were checked: %v", checked, err)
	}
}

// overlapsEarlier reports whether a name that begins earlier covers the beginning of a name at from.
func overlapsEarlier(all names, title string, from int) bool {
	for i := 0; i < from; {
		_, size := utf8.DecodeRuneInString(title[i:])
		if name := all.at(title[i:]); name != "" {
			size = len(name)
		}
		if i += size; i > from {
			return true
		}
	}
	return false
}

// namesOfContent returns the names in this site's site.toml and glossary.
func namesOfContent(t *testing.T) names {
	all := names{}
	for file, pattern := range map[string]string{"../../../site.toml": `(?m)^name = "(.*)"$`, "../../../content/glossary.toml": `(?m)^(?:term|name) = "(.*)"$`} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			all.add(match[1])
		}
	}
	all.sort()
	if all.at("新人期的事") != "新人期" || len(all) < 90 {
		t.Fatalf("there are only %d names", len(all))
	}
	return all
}

// The places of names in a part of a text: the longest at each, none inside a Latin word.
func TestNamesIn(t *testing.T) {
	html := "x 新人期签约 POC 通用 SaaS y"
	var got []string
	for _, s := range testNames().in(html, markdown.Span{From: 2, To: len(html)}) {
		got = append(got, html[s.From:s.To])
	}
	if want := "新人期|签约|通用 SaaS"; strings.Join(got, "|") != want {
		t.Errorf("the names are %q, want %s", got, want)
	}
}
