package e2e

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/jstest"
)

// A pasted roster is read as managers write them, and told line by line where it
// cannot be.
func TestRoster(t *testing.T) {
	vm := jstest.Load(t, "../../../static/print/roster.ts")
	const tracks = `[{id: "saas", name: "通用 SaaS", short: "SaaS"}, {id: "industry", name: "行业解决方案", short: "行业"}]`
	const stages = `[{id: "newcomer", name: "新人期", short: ""}, {id: "manager", name: "成熟期 · 管理型", short: "管理型"}]`
	for text, want := range map[string]string{
		"":    `{"people":[],"problems":[]}`,
		"\n ": `{"people":[],"problems":[]}`,
		"陈晨":  `{"people":[{"line":1,"name":"陈晨","joined":"","territory":"","track":"","stage":""}],"problems":[]}`,
		"姓名\t入职日期\t区域\t赛道\r\n陈晨\t2027/3/1\t华东\tsaas\r\n": `{"people":[{"line":2,"name":"陈晨","joined":"2027-03-01","territory":"华东","track":"saas","stage":""}],"problems":[]}`,
		"陈晨，2027年3月1日，华东，通用SaaS":                         `{"people":[{"line":1,"name":"陈晨","joined":"2027-03-01","territory":"华东","track":"saas","stage":""}],"problems":[]}`,
		"陈晨;20270301;;行业":                                `{"people":[{"line":1,"name":"陈晨","joined":"2027-03-01","territory":"","track":"industry","stage":""}],"problems":[]}`,
		"陈晨，，，SaaS，新人期":                                  `{"people":[{"line":1,"name":"陈晨","joined":"","territory":"","track":"saas","stage":"newcomer"}],"problems":[]}`,
		"陈晨\t\t\t\t管理型\n李雷,,,,成熟期·管理型":                   `{"people":[{"line":1,"name":"陈晨","joined":"","territory":"","track":"","stage":"manager"},{"line":2,"name":"李雷","joined":"","territory":"","track":"","stage":"manager"}],"problems":[]}`,
		"甲,,,saas,老人":                                    `{"people":[],"problems":[{"line":1,"word":"badstage","cell":"老人"}]}`,
		"陈晨,2027-02-30":                                  `{"people":[],"problems":[{"line":1,"word":"baddate","cell":"2027-02-30"}]}`,
		"甲,2027-03-01\n\n,2027-03-01\n乙,,,火星":            `{"people":[{"line":1,"name":"甲","joined":"2027-03-01","territory":"","track":"","stage":""}],"problems":[{"line":3,"word":"noname","cell":""},{"line":4,"word":"badtrack","cell":"火星"}]}`,
		"<b>x</b>,,\"><script>":                          `{"people":[{"line":1,"name":"<b>x</b>","joined":"","territory":"\"><script>","track":"","stage":""}],"problems":[]}`,
	} {
		got, err := vm.RunString("JSON.stringify(module.parseRoster(" + strconv.Quote(text) + ", " + tracks + ", " + stages + "))")
		if err != nil {
			t.Fatal(err)
		}
		var left, right any
		if json.Unmarshal([]byte(got.String()), &left) != nil || json.Unmarshal([]byte(want), &right) != nil {
			t.Fatal(got)
		}
		if diff := cmp.Diff(right, left); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
	long, err := vm.RunString(`module.parseRoster("甲\n".repeat(100000), ` + tracks + `, ` + stages + `).people.length`)
	if err != nil || long.ToInteger() != 200 {
		t.Errorf("of a hundred thousand people %v are read, %v", long, err)
	}
}
