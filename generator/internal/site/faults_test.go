package site_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/sitetest"
)

func report(files map[string]string) string {
	return sitetest.Files(files).Assemble(sitetest.Options{}).Report()
}

// Faults in a title are reported like faults anywhere else.
func TestFaultsInTitles(t *testing.T) {
	faults := report(map[string]string{
		"site.toml":            `title = "手册"`,
		"content/a.md":         "# 见 [坏](nowhere.md) ![](no.png)[^x] <b> [甲](#无)\n\n## 一\n\n## 一 {#a b}\n",
		"content/company/s.md": "# 槽\n",
		"content/b.md":         "> [!SLOT] s\n\n[一](a.md#一)\n",
	})
	for _, want := range []string{
		"content/a.md:1:5: error: there is no file content/nowhere.md", "content/a.md:1:21: error: there is no file content/no.png",
		"content/a.md:1:21: warning: the picture no.png has no alternative text", "content/a.md:1:32: warning: there is no footnote [^x]",
		"content/a.md:1:37: warning: HTML is shown as text", "content/a.md:1:41: error: there is no heading #无 in this page",
		"content/a.md:5:6: error: \"a b\" is no id for a heading", "content/company/s.md:1:1: warning: the text of a slot has a heading",
	} {
		if !regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(want)).MatchString(faults) {
			t.Errorf("it does not say %s", want)
		}
	}
	if got := strings.Count(faults, "error: ") + strings.Count(faults, "warning: "); got != 8 {
		t.Errorf("it says %d things:\n%s", got, faults)
	}
}

// A term that is defined twice is reported even where the definitions differ in case,
// accents or spaces. The help for an anchor in the words of a term proposes the anchor of
// that term.
func TestTermsTwice(t *testing.T) {
	faults := report(map[string]string{
		"site.toml": "title = \"手册\"\nid = \"x\"\n",
		"content/glossary.toml": "[[terms]]\nterm = \"Café  Wert\"\ndefinition = \"一\"\n[[terms]]\nterm = \"CAFE\u0301 wert\"\ndefinition = \"二\"\n" +
			"[[terms]]\nterm = \"C\"\ndefinition = \"三\"\n[[terms]]\nterm = \"C++\"\ndefinition = \"四\"\nsee = [\"C++x\"]\n",
		"content/a.md": "[一](glossary.toml#C++)\n",
	})
	want := `content/a.md:1:1: error: there is no heading #C++ in content/glossary.toml
    did you mean #c-plus-plus?
content/glossary.toml:5:8: error: the term CAFÉ wert is explained twice
    make one entry of the two
content/glossary.toml:13:8: error: the glossary has no term C++x
    did you mean C++?
`
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
}
