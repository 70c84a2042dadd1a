package build

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cairn"
	"cairn/generator/internal/content"
)

// desk is a site's source and an author who edits it at random.
type desk struct {
	random *rand.Rand
	files  fstest.MapFS // site.toml, content/, and what lies over the theme
	theme  fs.FS
	goal   string
	sites  int
	broken bool // the last step gave no site

	saved   []fstest.MapFS  // states to return to
	changed map[string]bool // what a watcher names since the last step
	log     []string        // of the last step
}

func newDesk(t *testing.T, seed uint64) *desk {
	d := &desk{random: rand.New(rand.NewPCG(seed, 1)), files: fstest.MapFS{}, theme: lightTheme(t), changed: map[string]bool{}}
	d.goal = strings.NewReplacer("{{toml .Title}}", `"工作表"`, "{{.Year}}", "2027").Replace(themeText(t, "layouts/new/goal.toml"))
	for _, name := range d.names() {
		if strings.HasPrefix(name, "content/") || name == "site.toml" {
			d.write(name, d.sound(name))
		}
	}
	return d
}

func themeText(t *testing.T, name string) string {
	t.Helper()
	data, err := fs.ReadFile(cairn.Theme(), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// lightTheme returns the layouts of the standard theme with scripts and styles that are
// bundled quickly.
func lightTheme(t *testing.T) fs.FS {
	t.Helper()
	theme := fstest.MapFS{}
	err := fs.WalkDir(cairn.Theme(), ".", func(name string, d fs.DirEntry, err error) error {
		switch folder, ext := path.Dir(name), path.Ext(name); {
		case err != nil || d.IsDir():
		case folder == "static" && ext == ".ts":
			theme[name] = file("import \"./lib/one\";\nconsole.log(\"" + name + "\");\n")
		case folder == "static" && ext == ".css":
			theme[name] = file("@import \"./styles/one.css\";\n")
		case strings.HasPrefix(name, "layouts/") || strings.HasPrefix(name, "static/img/"):
			theme[name] = file(themeText(t, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	theme["static/lib/one.ts"], theme["static/styles/one.css"] = file("console.log(1);\n"), file("a { color: red }\n")
	return theme
}

// names returns the files that the author adds and removes: at least one of every kind.
func (d *desk) names() []string {
	return []string{
		"site.toml", "content/index.md", "content/a.md", "content/b.md", "content/guide/index.md", "content/guide/c.md", "content/guide/deep/d.md",
		"content/playbooks/saas/newcomer.md", "content/playbooks/saas/senior.md", "content/tracks/saas.md", "content/print.md",
		"content/company/prices.md", "content/glossary.toml", "content/goals/saas/newcomer.toml", "content/goals/saas/senior.toml",
		"content/calendar/2027.toml", "content/calendar/statutory.toml", "content/assessments/fit.toml",
		"content/p.svg", "content/guide/表.xlsx", "content/anchors.txt", "content/.a.md.swp",
		"layouts/page.html", "layouts/glossary.html", "layouts/partials/foot.html", "layouts/words.zh.toml",
		"static/theme.ts", "static/lib/one.ts", "static/styles/one.css", "static/img/mark.svg",
	}
}

// edit changes a few files and returns the paths that a watcher would report, or nil if it
// would report that any file may have changed.
func (d *desk) edit() []string {
	clear(d.changed)
	d.log = nil
	if d.broken && d.random.IntN(3) > 0 {
		d.restore()
		return slices.AppendSeq([]string{}, maps.Keys(d.changed))
	}
	for range 1 + d.random.IntN(3) {
		d.editOnce()
	}
	if d.random.IntN(8) == 0 {
		return nil
	}
	return slices.AppendSeq([]string{}, maps.Keys(d.changed))
}

func (d *desk) editOnce() {
	name, other := d.pick(d.names()), d.pick(d.names())
	switch d.random.IntN(20) {
	case 0, 1:
		d.remove(name)
	case 2:
		d.rename(name, other)
	case 3:
		d.rename(path.Dir(name), path.Join(path.Dir(other), "moved"))
	case 4:
		d.rename("content/guide", "content/指南")
	case 5:
		d.rename("content/指南", "content/guide")
	case 6:
		d.remove(d.pick([]string{path.Dir(name), "content", "layouts", "static"}))
	case 7:
		d.write(name, d.pick([]string{"", " \n", "\xff\xfe\x00a", "a\x00b", "[没有](none.md)\n", "= \"\n[[", "{{if}}{{end}}", "+++\n标题\n"}))
	case 8:
		d.write(name+"/x.md", "# 文件成了文件夹\n") // and the other way round, when the name is written again
	case 9:
		d.write(name, "")
		d.files[name] = &fstest.MapFile{Mode: fs.ModeDir | 0o777} // an empty folder
	case 10:
		d.restore()
	case 11:
		d.changed[name] = true // saved as it was
	case 12:
		link := d.pick([]string{"content/link.md", "content/guide/link.svg", "layouts/path.html"})
		d.write(link, "")
		d.files[link] = &fstest.MapFile{Mode: fs.ModeSymlink | 0o777, Data: []byte(strings.Repeat("../", strings.Count(link, "/")) + name)}
	default:
		d.write(name, d.sound(name))
	}
}

func (d *desk) pick(from []string) string { return from[d.random.IntN(len(from))] }

func (d *desk) dates() map[string]string {
	dates := map[string]string{}
	for _, name := range d.names() {
		if d.random.IntN(8) == 0 {
			dates[name] = fmt.Sprintf("2026-10-%02d", 1+d.random.IntN(2))
		}
	}
	return dates
}

func (d *desk) write(name, text string) {
	d.log = append(d.log, fmt.Sprintf("write %s %.40q", name, text))
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		d.drop(folder)
	}
	d.removeBelow(name)
	d.files[name] = file(text)
	d.changed[name] = true
}

func (d *desk) remove(name string) {
	d.log = append(d.log, "remove "+name)
	d.removeBelow(name)
	d.drop(name)
}

func (d *desk) drop(name string) {
	if d.files[name] != nil {
		delete(d.files, name)
		d.changed[name] = true
	}
}

func (d *desk) removeBelow(folder string) {
	for name := range d.files {
		if strings.HasPrefix(name, folder+"/") {
			d.drop(name)
			d.changed[folder] = true
		}
	}
}

// rename moves a file or a folder. A watcher reports the folder, not its files.
func (d *desk) rename(from, to string) {
	d.log = append(d.log, "rename "+from+" "+to)
	if from == "." || to == from || strings.HasPrefix(to, from+"/") || strings.HasPrefix(from, to+"/") {
		return
	}
	moved := fstest.MapFS{}
	for name, f := range d.files {
		if name == from || strings.HasPrefix(name, from+"/") {
			moved[to+strings.TrimPrefix(name, from)] = f
		}
	}
	if len(moved) == 0 {
		return
	}
	d.remove(to)
	for name := range d.files {
		if name == from || strings.HasPrefix(name, from+"/") {
			delete(d.files, name)
		}
	}
	for folder := path.Dir(to); folder != "."; folder = path.Dir(folder) {
		d.drop(folder)
	}
	maps.Copy(d.files, moved)
	d.changed[from], d.changed[to] = true, true
}

// save keeps a state without errors, which restore may bring back.
func (d *desk) save() {
	d.sites++
	if d.saved = append(d.saved, maps.Clone(d.files)); len(d.saved) > 8 {
		d.saved = d.saved[1:]
	}
}

// restore brings a saved state back, as a checkout does.
func (d *desk) restore() {
	if len(d.saved) == 0 {
		return
	}
	d.log = append(d.log, "restore")
	state := d.saved[d.random.IntN(len(d.saved))]
	for name := range d.files {
		if state[name] == nil {
			d.drop(name)
		}
	}
	for name, f := range state {
		if d.files[name] != f {
			d.files[name] = f
			d.changed[name] = true
		}
	}
}

// sound returns the text of a file that usually has no errors, with random variations.
func (d *desk) sound(name string) string {
	n := d.random.IntN(4)
	some := func(texts ...string) string { return d.pick(append(texts, "")) }
	switch base := path.Base(name); {
	case name == "site.toml":
		return fmt.Sprintf("title = \"手册 %d\"\n", n) + some("base_url = \"https://example.com/a/\"\n") + some("language = \"zh-CN\"\n") +
			some("navigation = [\"guide\", \"a\"]\n") +
			"[[tracks]]\nid = \"saas\"\nname = \"" + d.pick([]string{"SaaS", "通用"}) + "\"\n[[stages]]\nid = \"newcomer\"\nname = \"新人期\"\n" +
			"[[stages]]\nid = \"senior\"\nname = \"成熟期\"\n[[abilities]]\nid = \"tech\"\nname = \"技术\"\n"
	case base == "glossary.toml":
		return "[[terms]]\nterm = \"ARR\"\nname = \"年度收入\"\naliases = [\"经常性收入\"]\nsee = [\"续约\"]\ndefinition = \"[首页](index.md)上的一年收入。\"\n" +
			"[[terms]]\nterm = \"续约\"\nsee = [\"ARR\"]\ndefinition = \"再签 " + fmt.Sprint(n) + "。\"\n" +
			some("[[terms]]\nterm = \"续约率\"\nexcept = [\"不续约率\"]\ndefinition = \"续了的占到期的。\"\n")
	case base == "statutory.toml":
		return fmt.Sprintf("statutory = true\n[[holidays]]\nname = \"劳动节\"\nmonth = 5\nday = %d\n", 1+n)
	case strings.HasPrefix(name, "content/calendar/"):
		return fmt.Sprintf("year = 2027\n[[holidays]]\nname = \"春节\"\nfrom = 2027-02-0%d\nto = 2027-02-12\n", 5+n)
	case strings.HasPrefix(name, "content/assessments/"):
		return fmt.Sprintf("title = \"合不合适 %d\"\n[[scales]]\nid = \"a\"\nname = \"合适\"\nlink = \"../index.md\"\n[[questions]]\ntext = \"问\"\n", n) +
			"[[questions.answers]]\ntext = \"否\"\n[[questions.answers]]\ntext = \"是\"\npoints = { a = 2 }\n"
	case path.Ext(base) == ".toml" && strings.HasPrefix(name, "content/"):
		return strings.Replace(d.goal, "default = 6", fmt.Sprint("default = ", 6+n), 1)
	case base == "words.zh.toml":
		return d.edited(name, "跳到正文", "永久链接", "提示", "词汇表")
	case path.Ext(base) == ".html":
		return d.edited(name, "<main", "<h1>", "</p>", "<nav")
	case path.Ext(base) == ".ts":
		return fmt.Sprintf("export {};\nconsole.log(%d);\n", n)
	case path.Ext(base) == ".css":
		return fmt.Sprintf("a { margin: %dpx }\n", n)
	case strings.HasPrefix(name, content.SlotRoot+"/"):
		return fmt.Sprintf("三折起，%d，看[首页](../index.md)，谈 ARR。\n", n)
	case path.Ext(base) == ".md":
		return d.page(some, strings.Repeat("../", strings.Count(name, "/")-1))
	}
	return fmt.Sprintf("<svg>%d</svg>", n)
}

// edited returns a file of the theme in which one of the texts, if it is there, is repeated.
func (d *desk) edited(name string, texts ...string) string {
	data, _ := fs.ReadFile(d.theme, name)
	text := d.pick(texts)
	return strings.Replace(string(data), text, text+d.pick([]string{" ", text}), 1)
}

// quote returns a sentence that states a value of a goal template, most of the time as its example
// gives it; "" without the template.
func (d *desk) quote(root string) string {
	goal := d.files["content/goals/saas/newcomer.toml"]
	if goal == nil || d.random.IntN(3) > 0 {
		return ""
	}
	_, after, _ := strings.Cut(string(goal.Data), "key = \"目标签约\"")
	_, after, _ = strings.Cut(after, "default = ")
	stated, _, _ := strings.Cut(after, "\n")
	if d.random.IntN(4) == 0 {
		stated = fmt.Sprint(6 + d.random.IntN(4))
	}
	return "头一年签[" + stated + " 家](" + root + "goals/saas/newcomer.toml#目标签约)。\n\n"
}

func (d *desk) page(some func(...string) string, root string) string {
	front := some("tags = [\"甲\", \"乙\"]\n", "tags = [\"甲\"]\nabilities = [\"tech\"]\n", "title = \"别的题\"\n") +
		some("draft = true\n", "publish = 2026-11-22\n", "expires = 2026-11-22\n", "path = true\n", "updated = 2026-09-01\n", "weight = 3\n") +
		some(fmt.Sprintf("aliases = [\"alt/%d.html\"]\n", d.random.IntN(5000)))
	body := fmt.Sprintf("# 第 %d 版\n\n", d.random.IntN(5)) +
		some("谈 ARR 和续约，不谈续约率。\n\n", "看[首页]("+root+"index.md)和[甲]("+root+"a.md)。\n\n", "看[词]("+root+"glossary.toml#arr)。\n\n", "续约[^1]。\n\n[^1]: 注。\n\n", d.quote(root)) +
		some("## 续约\n\n- [ ] 做\n- [x] 做过\n\n", "> [!TIP]\n> 早谈\n\n", "> [!SLOT] prices\n> 还没有写。\n\n") +
		some("| 甲 | 乙 |\n| --- | --- |\n| 一 | 年度收入 |\n\n", "<b>原样</b>\n\n", "### 跳级\n\n经常性收入\n")
	if front != "" {
		front = "+++\n" + front + "+++\n"
	}
	return front + body
}
