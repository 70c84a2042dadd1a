package build

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// saying is a phrase that must not be said, and why.
type saying struct {
	phrase *regexp.Regexp
	why    string
}

// fact is a number of the source: how texts say it, with the number as the first group, and the number.
type fact struct {
	id      string
	pattern *regexp.Regexp
	want    string
}

// unsaid are phrases that the handbook does not use, and why.
var unsaid = []saying{
	{regexp.MustCompile(`(?m)是标准(?:[，。；、：]|示例|里的|的那)`), "the source mostly gives examples: say 原文要求 or 原文举例"},
	{regexp.MustCompile(`(?m)(?:^|[，。；、：“（ ])标准(?:是|举|没|写|只|数的|里的|两件|示例|：)`), "the source is no standard: say 原文"},
	{regexp.MustCompile(`(?m)手册的标准|照标准|现成的标准|(?:离|够|按)标准(?:的|举|写|要求)`), "the source is no standard: say 原文要求 or 原文举例"},
	{regexp.MustCompile(`(?m)十次有[一二三四五六七八九]次|十个(?:人|客户)里有[一二三四五六七八九]个|十家里有[一二三四五六七八九]家`), "nobody has counted: say 常常, or what happens"},
	{regexp.MustCompile(`(?m)据统计|研究表明|研究显示|数据显示|调查显示|大数据`), "the handbook has no statistics"},
	{regexp.MustCompile(`(?m)真实的(?:话|对话|案例)`), "the dialogues and customers are invented"},
	{regexp.MustCompile(`(?m)签约 \| 回款到账`), "签约 is a signed contract; the money comes later"},
	{regexp.MustCompile(`(?m)一盘注|肚子里的行业|比前半生还多`), "a riddle: say it as a colleague does"},
}

// facts are the numbers of the source, wherever a text says them. A text with another number contradicts it.
var facts = []fact{
	{"B1", regexp.MustCompile(`(?m)SaaS(?: 的单子| 一单| 周期)? ([\d–]+–\d+) 个月`), "1–3"},
	{"B2", regexp.MustCompile(`(?m)行业(?:解决)?方案(?:一单)? ([\d–]+–\d+) 个月`), "3–12"},
	{"B3", regexp.MustCompile(`(?m)企业级(?:软件)?(?:一个周期|写|一单)? ([\d–]+–\d+) 个月`), "6–18"},
	{"B4", regexp.MustCompile(`(?m)新兴技术(?:一单)? ([\d–]+–\d+) 个月`), "2–6"},
	{"C1b", regexp.MustCompile(`(?m)(\d+) 份以上(?:客户)?需求分析报告`), "10"},
	{"C1c", regexp.MustCompile(`(?m)([\d–]+) 家中小客户`), "5–8"},
	{"C1c", regexp.MustCompile(`(?m)1 年内签 ([\d–]+) 家`), "5–8"},
	{"C1c", regexp.MustCompile(`(?m)([\d–]+) 个 ?SaaS ?续费周期`), "1–2"},
	{"C2a", regexp.MustCompile(`(?m)年签约额(?:进入?|在|进了|过了)(?:所在)?区域前 (\d+%)`), "30%"},
	{"C2a", regexp.MustCompile(`(?m)([\d–]+) 个行业标杆`), "2–3"},
	{"C3a", regexp.MustCompile(`(?m)GMV(?:（总交易额）)?增长 (\d+%) 以上`), "30%"},
	{"D1s", regexp.MustCompile(`(?m)签 (\d+) 家年营收超`), "3"},
	{"D1s", regexp.MustCompile(`(?m)年营收超 (\d+) 万的制造业`), "5000"},
	{"D1m", regexp.MustCompile(`(?m)年度续约率到 (\d+%)`), "90%"},
	{"D1m", regexp.MustCompile(`(?m)新客户 ARR 占比超 (\d+%)`), "40%"},
	{"D1a", regexp.MustCompile(`(?m)SaaS 客户存量 (\d+) 家`), "200"},
	{"D1a", regexp.MustCompile(`(?m)新拓 (\d+) 家(?:先用|，其中)`), "40"},
	{"D1a", regexp.MustCompile(`(?m)其中 (\d+) 家升级`), "10"},
	{"D1t", regexp.MustCompile(`(?m)Q1 (?:完成|挖|就要挖) ?(\d+) 家线索`), "15"},
	{"D1t", regexp.MustCompile(`(?m)Q2 出 (\d+) 份方案`), "8"},
	{"D1t", regexp.MustCompile(`(?m)Q3 签 (\d+) 家`), "5"},
	{"D1t", regexp.MustCompile(`(?m)8/15(?:，|（)约 (\d+%)`), "53%"},
	{"D2a", regexp.MustCompile(`(?m)每周(?:拜访)? ?(\d+–\d+) 家`), "3–5"},
	{"D2a", regexp.MustCompile(`(?m)至少 (\d+) 家高潜力`), "1"},
	{"D2b", regexp.MustCompile(`(?m)每月 ([\d–]+) 份定制化`), "2–3"},
	{"D2c", regexp.MustCompile(`(?m)每季度? (\d+) 次健康度诊断`), "1"},
	{"D2c", regexp.MustCompile(`(?m)使用率低于 (\d+%)`), "60%"},
	{"E1a", regexp.MustCompile(`(?m)(\d+) 次技术(?:团队)?的?内训`), "1"},
	{"E2a", regexp.MustCompile(`(?m)研读 (\d+) 份行业研究报告`), "1"},
	{"E3a", regexp.MustCompile(`(?m)用满 (\d+) 个月`), "6"},
	{"E3b", regexp.MustCompile(`(?m)1 个客户带来 (\d+) 个线索`), "3"},
}

// marked are the numbers that may have a mark of the source.
var marked = map[string]string{
	"原文要求": "1–3 3–12 6–18 2–6 1 3 6 1–2 3–5 2–3 5–8 10 30%",
	"原文举例": "1 3 5 6 8 10 15 40 200 5000 1–2 8/15 53% 62.5% 40% 50% 60% 90% 2–3",
}

var markedNumber = regexp.MustCompile(`([\d–/.]*\d%?)[^\d〔〕。；，、|：\n]*〔(原文要求|原文举例)〕`)

// said returns what a text says that the handbook must not say.
func said(text string) []string { return append(phrases(text), contradictions(text)...) }

func phrases(text string) (faults []string) {
	for _, u := range unsaid {
		for _, found := range u.phrase.FindAllString(text, -1) {
			faults = append(faults, fmt.Sprintf("%q: %s", found, u.why))
		}
	}
	return faults
}

// contradictions returns the numbers of a text that are not those of the source.
func contradictions(text string) (faults []string) {
	for _, f := range facts {
		for _, found := range f.pattern.FindAllStringSubmatch(text, -1) {
			if found[1] != f.want {
				faults = append(faults, fmt.Sprintf("%q: %s says %s", found[0], f.id, f.want))
			}
		}
	}
	for _, found := range markedNumber.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(strings.Fields(marked[found[2]]), found[1]) {
			faults = append(faults, fmt.Sprintf("%q: the source has no such number", found[0]))
		}
	}
	return faults
}

// linkDestination matches what a reader does not see of a link, or of a heading that keeps the anchor of its former words.
var linkDestination = regexp.MustCompile(`\]\([^)\s]*\)|\[| \{#[^}\s]*\}`)

// handbook returns the texts of the handbook by their files, without the destinations of their links. The
// folders for authors and for those who host it are about the program.
func handbook(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	files := repository(t)
	err := fs.WalkDir(files, "content", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (file == "content/authoring" || file == "content/hosting") {
			return fs.SkipDir
		}
		if ext := path.Ext(file); ext != ".md" && ext != ".toml" {
			return nil
		}
		data, err := fs.ReadFile(files, file)
		texts[file] = linkDestination.ReplaceAllString(strings.ReplaceAll(string(data), "**", ""), "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// The handbook agrees with its source wherever it says one of the source's numbers, claims no more than the
// source does, and invents no statistics.
func TestContentAgreesWithItsSource(t *testing.T) {
	texts := handbook(t)
	for file, text := range texts {
		for _, fault := range said(text) {
			t.Errorf("%s: %s", file, fault)
		}
	}
	for _, f := range facts {
		found := false
		for _, text := range texts {
			found = found || f.pattern.MatchString(text)
		}
		if !found {
			t.Errorf("no text has %s, %s: correct the pattern, so that it holds the fact again", f.id, f.pattern)
		}
	}
}

// A contradiction that is planted in any of the texts is found.
func TestPlantedContradictions(t *testing.T) {
	texts := handbook(t)
	planted := 0
	for file, text := range texts {
		before := len(said(text))
		for _, f := range facts {
			at := f.pattern.FindStringSubmatchIndex(text)
			if at == nil || text[at[2]:at[3]] != f.want {
				continue
			}
			planted++
			other := text[:at[2]] + strings.Replace(f.want, f.want[:1], "7", 1) + text[at[3]:]
			if len(said(other)) <= before {
				t.Errorf("%s: nobody finds another number in %q", file, text[at[0]:at[1]])
			}
		}
	}
	if planted < 2*len(facts) {
		t.Errorf("only %d contradictions were planted", planted)
	}
	for _, text := range []string{
		"这些数字是标准。", "标准是每周 3 家", "手册的标准", "十次有八次会丢", "据统计，", "两段真实的话", "| 签约 | 回款到账 |",
		"每周 4–6 家〔原文要求〕", "签 5 家〔原文要求〕", "续约率 95%〔原文举例〕", "赢单率 62.5%〔原文要求〕",
	} {
		if len(said(text)) == 0 {
			t.Errorf("%s is not found", text)
		}
	}
	for _, text := range []string{
		"不是标准报价。", "验收标准是三条", "标准报价", "这是标准产品", "每周 2 家", "签 5–8 家〔原文要求〕", "续约率到 90%，占比超 40%〔原文举例〕",
	} {
		if faults := said(text); len(faults) > 0 {
			t.Errorf("%s: %v", text, faults)
		}
	}
}
