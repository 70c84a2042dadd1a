package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestDoors(t *testing.T) {
	c, faults := parse("title = \"手册\"\naside = [\"adoption\"]\n" +
		"[[doors]]\ntitle = \"动手\"\npages = [\"tasks\", \"cafe\u0301\"]\n[[doors]]\ntitle = \"幕后\"\npages = [\"hosting\"]\naside = true\n")
	want := []*Door{{Title: "动手", Pages: []string{"tasks", "caf\u00e9"}}, {Title: "幕后", Pages: []string{"hosting"}, Aside: true}}
	if diff := cmp.Diff(want, c.Doors, cmpopts.IgnoreFields(Door{}, "PagesAt")); diff != "" || faults != "" {
		t.Error(diff, faults)
	}
	if diff := cmp.Diff([]string{"adoption", "hosting"}, c.Aside); diff != "" {
		t.Errorf("pages that are aside: %s", diff)
	}
}

func TestFaultsOfDoors(t *testing.T) {
	const (
		list  = "\n    list folders or pages of the top level: pages = [\"playbooks\", \"glossary\"]; or remove the door\n"
		twice = "\n    a page stands behind one door: remove it from one of the two\n"
	)
	var eight strings.Builder
	for i := range 9 {
		fmt.Fprintf(&eight, "[[doors]]\ntitle = \"%d\"\npages = [\"p%d\"]\naside = %t\n", i, i, i == 3)
	}
	for text, want := range map[string]string{
		"[[doors]]\ntitle = \"学\"\npages = []\n": "4:9: error: the door 学 leads to no page" + list,
		"[[doors]]\ntitle = \"学\"\n":             "2:1: error: pages is missing\n    add a line `pages = [\"…\", \"…\"]`\n",
		"[[doors]]\npages = [\"a\"]\n":           "2:1: error: title is missing\n    add a line `title = \"…\"`\n",
		"[[doors]]\ntitle = \" \"\npages = [\"a\"]\n": "3:9: error: the title of the door is empty\n" +
			"    write in a few characters what a reader does there\n",
		"[[doors]]\ntitle = \"学\"\npages = [\"a\", \"a\"]\n":                                     "4:15: error: a is behind the door 学 already" + twice,
		"[[doors]]\ntitle = \"学\"\npages = [\"a\"]\n[[doors]]\ntitle = \"做\"\npages = [\"a\"]\n": "7:10: error: a is behind the door 学 already" + twice,
		"[[doors]]\ntitle = \"学\"\npages = [\"a\"]\npagse = [\"b\"]\n":                           "5:1: warning: unknown key pagse\n    remove it; the keys allowed here are aside, pages, title\n",
		eight.String(): "35:9: warning: this is the 8th door for readers\n" +
			"    nobody takes in more than 7 at a glance: join two of them, or write aside = true for one that is not for readers\n",
	} {
		if _, got := parse("title = \"手册\"\n" + text); got != "site.toml:"+want {
			t.Errorf("%s says\n%swant\nsite.toml:%s", text, got, want)
		}
	}
}
