package site_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// doorsOf lists the doors of a site and, in the order of the reading order, the pages with their door.
func doorsOf(s *site.Site) string {
	var b strings.Builder
	for _, d := range s.Doors {
		fmt.Fprintf(&b, "%s (aside %t):", d.Title, d.Aside)
		for _, n := range d.Entries {
			b.WriteString(" " + n.Title)
		}
		b.WriteString("\n")
	}
	b.WriteString("loose:")
	for _, n := range s.Loose.Children {
		b.WriteString(" " + n.Title)
	}
	for _, p := range s.Pages {
		if p.Source != "" {
			fmt.Fprintf(&b, "\n%s", p.Path)
			if p.Door != nil {
				b.WriteString(" " + p.Door.Title)
			}
		}
	}
	return b.String()
}

// Doors group the top-level entries, in the order of site.toml: first those for readers, then what is
// in no door as navigation has it, and last the doors that are aside.
func TestDoors(t *testing.T) {
	files := sitetest.Files{
		"site.toml": "title = \"手册\"\nnavigation = [\"z\", \"e\"]\n" +
			"[[doors]]\ntitle = \"幕后\"\npages = [\"b\"]\naside = true\n[[doors]]\ntitle = \"做\"\npages = [\"d\", \"c\", \"gone\"]\n",
		"content/index.md": "# 首页\n", "content/a.md": "# a\n", "content/b/index.md": "# b\n", "content/b/in/deep.md": "# 深\n", "content/c.md": "# c\n",
		"content/d/x.md": "# x\n", "content/e.md": "# e\n", "content/z.md": "# z\n",
	}
	const want = `幕后 (aside true): b
做 (aside false): d c
loose: z e a
index.html
d/x.html 做
c.html 做
z.html
e.html
a.html
b/index.html 幕后
b/in/deep.html 幕后`
	draft := files.With("content/gone.md", "+++\ndraft = true\n+++\n# 草稿\n").Assemble(sitetest.Options{})
	if diff := cmp.Diff(want, doorsOf(draft.Site)); diff != "" || draft.HasErrors() {
		t.Error(diff, draft.Report())
	}
	if faults := draft.Report(draft.Check()...); strings.Contains(faults, "door") {
		t.Errorf("a door leads to a draft: %s", faults)
	}
	unknown := files.Replace("site.toml", `"c", "gone"`, `"c", "cc"`).Assemble(sitetest.Options{})
	const fault = "site.toml:9:20: warning: the door 做 leads to cc, which is no page of the top level\n    did you mean c?\n"
	if faults := unknown.Report(unknown.Check()...); faults != fault {
		t.Errorf("an unknown page: %s, want %s", faults, fault)
	}
}

// Without doors every entry of the root is loose.
func TestNoDoors(t *testing.T) {
	if a := sitetest.Small().Assemble(sitetest.Options{}); a.Loose != a.Root || len(a.Doors) > 0 {
		t.Errorf("%d doors", len(a.Doors))
	}
}

// A reading path leads to the playbook of its track and stage, the playbook to its worksheet, and that
// to the next playbook. Each page leads back to the one before.
func TestWay(t *testing.T) {
	const goal = "title = \"表\"\n"
	a := sitetest.Files{
		"site.toml": sitetest.Tracks + "[[stages]]\nid = \"growth\"\nname = \"成长期\"\n", "content/index.md": "# 首页\n",
		"content/start/saas.md":              "+++\npath = true\ntrack = \"saas\"\nstage = \"newcomer\"\n+++\n# 路线\n",
		"content/start/other.md":             "+++\npath = true\n+++\n# 谁都能读\n",
		"content/playbooks/saas/newcomer.md": "# 新人\n", "content/playbooks/saas/growth.md": "# 成长\n", "content/playbooks/index.md": "# 打法\n",
		"content/goals/saas/newcomer.toml": goal, "content/goals/index.md": "# 目标\n", "content/print.md": "# 打印\n",
	}.Assemble(sitetest.Options{})
	var way []string
	for p := a.Home; p != nil; p = p.Next {
		way = append(way, p.Path)
		if p.Next != nil && p.Next.Prev != p {
			t.Errorf("%s leads to %s, which leads back to another page", p.Path, p.Next.Path)
		}
		if len(way) > len(a.Pages) {
			t.Fatal("the way goes in a circle")
		}
	}
	want := []string{
		"index.html", "goals/index.html", "playbooks/index.html", "start/saas.html", "playbooks/saas/newcomer.html", "goals/saas/newcomer.html", "playbooks/saas/growth.html",
		"stages/newcomer.html", "stages/growth.html", "start/other.html", "tracks/saas.html", "tracks/industry.html",
	}
	if diff := cmp.Diff(want, way); diff != "" {
		t.Error(diff)
	}
}

// The entries of a folder that is for all tracks, or all stages, name the one that they are for.
func TestEntriesForReaders(t *testing.T) {
	a := sitetest.Small().Assemble(sitetest.Options{})
	var marked []string
	var visit func(n *site.Node)
	visit = func(n *site.Node) {
		if n.Track != nil {
			marked = append(marked, strings.TrimSpace(n.Folder+" "+n.First().Path)+" "+n.Track.ID)
		}
		if n.Stage != nil {
			marked = append(marked, strings.TrimSpace(n.Folder+" "+n.First().Path)+" "+n.Stage.ID)
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(a.Root)
	want := []string{
		"playbooks/saas playbooks/saas/newcomer.html saas", "playbooks/saas/newcomer.html newcomer",
		"goals/saas goals/saas/newcomer.html saas", "goals/saas/newcomer.html newcomer",
		"stages/newcomer.html newcomer", "stages/expert.html expert", "tracks/saas.html saas", "tracks/industry.html industry",
	}
	if diff := cmp.Diff(want, marked); diff != "" {
		t.Error(diff)
	}
}
