package cli

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"cairn"
	"cairn/generator/internal/diag"
)

func TestPrompt(t *testing.T) {
	for _, test := range []struct{ typed, suggestion, shown, want string }{
		{"saas/growth\n", "", "which: ", "saas/growth"},
		{"  复盘 \r\n", "x", "which [x]: ", "复盘"},
		{"\n", "saas/newcomer", "which [saas/newcomer]: ", "saas/newcomer"},
		{"\n", "", "which: ", ""},
		{"no end of line", "", "which: ", "no end of line"},
	} {
		var out strings.Builder
		p := &program{stdin: strings.NewReader(test.typed), stderr: &out, flags: flags{lang: "en"}}
		got, err := p.prompt(diag.Textf("which"), test.suggestion)
		if got != test.want || err != nil || out.String() != test.shown {
			t.Errorf("%q: %q, %v, shown is %q", test.typed, got, err, out.String())
		}
	}
	p := &program{stdin: strings.NewReader(""), stderr: &strings.Builder{}}
	if _, err := p.prompt(diag.Textf("which"), "x"); err == nil || err.Error() != `nothing was answered to "which"` {
		t.Errorf("no answer at all: %v", err)
	}
}

func TestPromptInChinese(t *testing.T) {
	for _, test := range []struct {
		question   diag.Text
		suggestion string
		shown      string
	}{
		{diag.Textf("what to create: playbook, goal, page or site"), "", "要创建什么：playbook、goal、page 还是 site："},
		{diag.Textf("title"), "handbook", "标题 [handbook]："},
		{diag.Textf("folder of the site"), "handbook", "网站的文件夹 [handbook]："},
		{diag.Textf("path of the page, such as methods/review"), "", "页面的路径，比如 methods/review："},
		{diag.Textf("which track and stage"), "saas/growth", "哪条赛道、哪个阶段 [saas/growth]："},
		{diag.Textf("press Enter to close this window"), "", "按回车键关闭这个窗口："},
	} {
		var out strings.Builder
		p := &program{stdin: strings.NewReader(""), stderr: &out, flags: flags{lang: "zh"}}
		_, err := p.prompt(test.question, test.suggestion)
		if out.String() != test.shown {
			t.Errorf("what is shown is %q, want %q", out.String(), test.shown)
		}
		message, help := explain(err)
		question := p.catalogue().Say(test.question)
		if got, want := p.catalogue().Say(message), `没有回答 "`+question+`"`; got != want || !help.IsEmpty() {
			t.Errorf("the error is %s, %v, want %s", got, help, want)
		}
	}
}

// If every cell has a file, the command fails without asking for a cell. The test passes the
// null device as the terminal: a question to it gets no answer.
func TestNoQuestionIfEveryCellExists(t *testing.T) {
	t.Setenv("TERM", "xterm")
	terminal, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	dir := t.TempDir() + "/handbook"
	if status, _, stderr := call("new", "site", dir, "--title", "手册"); status != 0 {
		t.Fatal(stderr)
	}
	p := &program{theme: cairn.Theme(), stdin: terminal, stdout: io.Discard, stderr: terminal}
	for kind, want := range map[string]string{
		"goal":     "nothing left to create with new goal",
		"playbook": "nothing left to create with new playbook",
		"page":     `nothing was answered to "path of the page, such as methods/review"`,
	} {
		root := p.root()
		root.SetArgs([]string{"new", kind, "--source", dir})
		if err := root.Execute(); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", kind, err, want)
		}
	}
	root := p.root()
	root.SetArgs([]string{"new"})
	if err := root.Execute(); err == nil || err.Error() != `nothing was answered to "what to create: playbook, goal, page or site"` {
		t.Errorf("without a kind: %v", err)
	}
}

// A file and a reader are not terminals.
func TestIsTerminal(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if isTerminal(file) || isTerminal(strings.NewReader("")) {
		t.Error("a file or a reader is taken for a terminal")
	}
}

// Several questions read their answers from one stream, a line each.
func TestPromptsShareAStream(t *testing.T) {
	p := &program{stdin: strings.NewReader("one\ntwo\n"), stderr: &strings.Builder{}}
	for _, want := range []string{"one", "two"} {
		if got, err := p.prompt(diag.Textf("which"), ""); got != want || err != nil {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}

func TestDoubleClickRuns(t *testing.T) {
	call("--version")
	if cobra.MousetrapHelpText != "" {
		t.Error("the library refuses to run what is double-clicked on Windows")
	}
}
