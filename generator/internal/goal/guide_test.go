package goal_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
)

// The guide has an example for every key that the decoder knows.
func TestGuideUsesEveryKey(t *testing.T) {
	parts, _ := readSchema(t, "schema.json")
	tables := map[string][]string{}
	parts.properties("", tables)
	text := goaltest.Guide(t)
	for table, keys := range keysOf(t, slices.Collect(maps.Keys(tables)), func(text string) []diag.Fault { _, faults := goal.Parse("g.toml", text, nil); return faults }) {
		section := text
		if table != "" && !strings.Contains(table, ".") {
			section = ""
			for chunk := range strings.SplitSeq(text, "\n[[") {
				if strings.HasPrefix(chunk, table+"]]") {
					section += chunk + "\n"
				}
			}
		}
		for _, key := range keys {
			if !regexp.MustCompile(`(?m)(^|[{,] ?|\[\[)` + key + `( =|\]\])`).MatchString(section) {
				t.Errorf("the guide has no example of %s in [[%s]]", key, table)
			}
		}
	}
	for _, kind := range []goal.Kind{goal.KindMoney, goal.KindPercent, goal.KindDate, goal.KindText, goal.KindChoice} {
		if !strings.Contains(text, `kind = "`+string(kind)+`"`) {
			t.Errorf("the guide has no input of the kind %s", kind)
		}
	}
}

// The faults that the guide quotes are the texts that the program writes.
func TestGuideQuotesRealMessages(t *testing.T) {
	guide, text := goaltest.Read(t, goaltest.GuideFile), goaltest.Guide(t)
	for _, test := range []struct{ from, to, message string }{
		{`formula = "增购 * 平均年费"`, `formula = "增购 + 平均年费 * 接手客户"`, "单位不一致：家 + 万元"},
		{`formula = "增购 * 平均年费"`, `formula = "平均年费"`, "公式得出的是万元/家，可单位写的是万元"},
		{"value = 4\n", "value = 4\n[[constants]]\nkey = \"礼\"\nunit = \"元\"\nvalue = 1\n[[values]]\nkey = \"坏\"\nlabel = \"坏\"\nunit = \"元\"\nformula = \"续费额 + 礼\"\n", "单位不一致：万元 + 元"},
		{`formula = "接手客户 * 平均年费 * 续约率"`, `formula = "接手客戶 * 平均年费 * 续约率"`, "没有叫 接手客戶 的输入或值"},
		{`formula = "增购 * 平均年费"`, `formula = "增购 ^ 2"`, "没有乘方运算符"},
		{"label = \"先做哪个行业\"", "lable = \"先做哪个行业\"", "不认识的键 lable"},
		{`kind = "money"`, `kind = "monney"`, "没有 monney 这种输入"},
	} {
		broken := strings.Replace(text, test.from, test.to, 1)
		if broken == text {
			t.Fatalf("%q is not in the guide", test.from)
		}
		if faults := parseChinese(broken); !strings.Contains(faults, ": "+test.message+"\n") {
			t.Errorf("%q gives %s", test.to, faults)
		}
		if !strings.Contains(guide, "\n"+test.message+"\n") {
			t.Errorf("the guide does not quote %q", test.message)
		}
	}
	circle := strings.Replace(strings.Replace(text, `formula = "接手客户 * 平均年费 * 续约率"`, `formula = "年走访 / 每家走访 * 平均年费"`, 1), `MAX(接手客户, 走访客户) * 每家走访`, `续费额 / 平均年费 * 每家走访`, 1)
	if faults := parseChinese(circle); !strings.Contains(faults, "公式用到了自己的值：续费额 → 年走访 → 续费额\n") {
		t.Errorf("a circle gives %s", faults)
	}
}

// parseChinese returns the faults of a template in Chinese.
func parseChinese(text string) string {
	_, faults := goal.Parse("g.toml", text, nil)
	var b strings.Builder
	diag.Print(&b, diag.CatalogueOf("zh").Resolve(faults, func(string) string { return text }))
	return b.String()
}
