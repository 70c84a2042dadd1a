package render_test

import (
	"regexp"
	"strings"
	"testing"

	"cairn/generator/internal/sitetest"
)

// guided returns a site with a playbook, its worksheet and its reading path.
func guided(t *testing.T) *sitetest.Assembled {
	t.Helper()
	a := sitetest.Files(map[string]string{
		"site.toml":                          sitetest.Tracks,
		"content/index.md":                   "# 首页\n",
		"content/calendar/2027.toml":         "year = 2027\n[[holidays]]\nname = \"春节\"\nfrom = 2027-04-02\nto = 2027-04-05\n[[workdays]]\ndate = 2027-04-10\n",
		"content/goals/saas/newcomer.toml":   "title = \"表\"\nfiscal_year = 2027\nfiscal_start = 4\n[[inputs]]\nkey = \"n\"\nlabel = \"n\"\ndefault = 1\n",
		"content/playbooks/saas/newcomer.md": "+++\n[[steps]]\nmonth = 1\ntitle = \"一\"\nanchor = \"一\"\n[[rhythm]]\ntitle = \"复盘\"\nweeks = [-2, -1]\n+++\n# 甲\n\n## 一\n",
		"content/start/saas.md": "+++\ntrack = \"saas\"\nstage = \"newcomer\"\npath = true\n[[steps]]\nweek = 0\ntitle = \"之前\"\n[[steps]]\nweek = 1\ntitle = \"头\"\nanchor = \"头\"\ndays = [1, 2]\n+++\n" +
			"# 路线\n\n总说。\n\n## 头\n\n- [ ] [甲](../playbooks/saas/newcomer.md)：读\n\n### 小\n\n[回头](#头)\n\n## 尾\n\n- [ ] 乙\n",
	}).Assemble(sitetest.Options{Today: "2027-02-01"})
	if a.HasErrors() {
		t.Fatal(a.Report())
	}
	return a
}

// guidesOf returns the home page, with plain quotation marks.
func guidesOf(t *testing.T) string {
	t.Helper()
	return page(t, rendered(t, guided(t)), "index.html")
}

// The home page has what its script needs to know of a playbook and its path. Week 0 is a
// week, and a list that a guide always has is never null.
func TestGuides(t *testing.T) {
	html := guidesOf(t)
	for _, want := range []string{
		`"sheet":"goals/saas/newcomer.html","fiscal":"2027-04-01"`,
		`"steps":[{"title":"一","anchor":"一","month":1}],"rhythm":[{"title":"复盘","weeks":[-2,-1]}]`,
		`"path":"start/saas.html","weeks":[{"title":"之前","week":0},{"title":"头","anchor":"头","week":1,"days":[1,2]}]`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the home page lacks %s:\n%s", want, part(t, html, `data-guides='[^>]*`))
		}
	}
}

// A worksheet without a split and without a capacity shows no verdict, neither on its page nor on
// paper.
func TestNothingToJudge(t *testing.T) {
	pages := rendered(t, guided(t))
	for _, path := range []string{"goals/saas/newcomer.html", "print.html", "index.html"} {
		if found := regexp.MustCompile(`data-finding|ui:finding|"pen judged"`).FindAllString(page(t, pages, path), -1); found != nil {
			t.Errorf("%s has %q", path, found)
		}
	}
	if !strings.Contains(pages["print.html"], "goals/saas/newcomer") {
		t.Error("the worksheet is not on print.html")
	}
}

// The calendar of the home page lists the weekdays off and the worked weekends, and no weekend
// that is off.
func TestIrregularDays(t *testing.T) {
	html := guidesOf(t)
	if want := `data-irregular='["2027-04-02","2027-04-05","2027-04-10"]'`; !strings.Contains(html, want) {
		t.Errorf("the home page lacks %s: %s", want, part(t, html, `data-irregular='[^>]*`))
	}
}

// A path is brought to the home page as its sections, hidden, with addresses relative to the home page.
// Their tasks have the keys of the path's own page, and their anchors a prefix.
func TestPathsOnTheHomePage(t *testing.T) {
	a := guided(t)
	data, faults := rendererOf(t, a).Path(a.At("start/saas.html"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	html := strings.NewReplacer(`\"`, `"`, `\n`, "\n").Replace(string(data))
	if !strings.HasPrefix(html, `cairnPath("start/saas.html","<div`) {
		t.Errorf("the script begins with %.60s", html)
	}
	for _, want := range []string{
		`data-ticks-key="ticks:start/saas.html"`,
		`<section data-section="头" hidden>`, `<h3><a href="start/saas.html#%e5%a4%b4">头</a></h3>`, `<section data-section="尾" hidden>`,
		`data-task="0"`, `href="playbooks/saas/newcomer.html">甲</a>`, `data-task="1"`, `<h3 id="start/saas::小">`,
		`href="start/saas.html#头">回头</a>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the path lacks %s:\n%s", want, html)
		}
	}
	if strings.Contains(html, "总说") || strings.Contains(html, "<h2") {
		t.Errorf("the path has more than its sections:\n%s", html)
	}
}
