package cli

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"cairn"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"cairn": func() {
			os.Exit(Run(os.Args[1:], cairn.Theme(), os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.Cd+"/home")
			env.Setenv("USERPROFILE", env.Cd+"/home")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "listing": listing},
	})
}

// exits runs a command and requires an exit status: exits 2 cairn build.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND…")
	}
	status := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("the status is %d, want %s", status, args[0])
	}
}

// listing writes the names and checksums of a folder's files into a file: listing FOLDER FILE.
func listing(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: listing FOLDER FILE")
	}
	var lines strings.Builder
	folder := os.DirFS(ts.MkAbs(args[0]))
	ts.Check(fs.WalkDir(folder, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			fmt.Fprintf(&lines, "%s/\n", path)
			return err
		}
		data, err := fs.ReadFile(folder, path)
		fmt.Fprintf(&lines, "%s %x\n", path, sha256.Sum256(data))
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(lines.String()), 0o666))
}

func TestUsage(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	type usage struct {
		args             []string
		english, chinese string
	}
	tests := []usage{
		{nil, "the command is missing\n    the commands are asks, build, check, completion, new, serve; see cairn --help\n",
			"没有写命令\n    命令有 asks, build, check, completion, new, serve；详见 cairn --help\n"},
		{[]string{"biuld"}, "unknown command \"biuld\"\n    did you mean build? the commands are asks, build, check, completion, new, serve\n",
			"没有 \"biuld\" 这个命令\n    是不是想写 build？命令有 asks, build, check, completion, new, serve\n"},
		{[]string{"biuld", "--output", "x"}, "unknown command \"biuld\"\n    did you mean build? the commands are asks, build, check, completion, new, serve\n",
			"没有 \"biuld\" 这个命令\n    是不是想写 build？命令有 asks, build, check, completion, new, serve\n"},
		{[]string{"deploy"}, "unknown command \"deploy\"\n    the commands are asks, build, check, completion, new, serve\n",
			"没有 \"deploy\" 这个命令\n    命令有 asks, build, check, completion, new, serve\n"},
		{[]string{"help", "deploy"}, "unknown command \"deploy\"\n    the commands are asks, build, check, completion, new, serve\n",
			"没有 \"deploy\" 这个命令\n    命令有 asks, build, check, completion, new, serve\n"},
		{[]string{"--strict"}, "cairn has no flag --strict\n    see cairn --help for all flags\n",
			"cairn 没有选项 --strict\n    全部选项见 cairn --help\n"},
		{[]string{"build", "site"}, "build takes no argument \"site\"\n    name folders with flags: see cairn build --help\n",
			"build 后面不能写 \"site\"\n    文件夹用选项指定：见 cairn build --help\n"},
		{[]string{"build", "--ouput", "x"}, "build has no flag --ouput\n    did you mean --output? see cairn build --help for all flags\n",
			"build 没有选项 --ouput\n    是不是想写 --output？全部选项见 cairn build --help\n"},
		{[]string{"build", "-x"}, "build has no flag -x\n    see cairn build --help for all flags\n",
			"build 没有选项 -x\n    全部选项见 cairn build --help\n"},
		{[]string{"build", "--output"}, "--output needs a value\n    see cairn build --help for the values\n",
			"--output 后面要写一个值\n    可用的值见 cairn build --help\n"},
		{[]string{"build", "--strict=perhaps"}, "--strict cannot be \"perhaps\"\n    see cairn build --help for the allowed values\n",
			"--strict 不能是 \"perhaps\"\n    可用的值见 cairn build --help\n"},
		{[]string{"build", "--output", ""}, "--output is empty\n    name a folder\n",
			"--output 是空的\n    写一个文件夹\n"},
		{[]string{"build", "--addr", "x"}, "build has no flag --addr\n    see cairn build --help for all flags\n",
			"build 没有选项 --addr\n    全部选项见 cairn build --help\n"},
		{[]string{"check", "--output", "x"}, "check has no flag --output\n    see cairn check --help for all flags\n",
			"check 没有选项 --output\n    全部选项见 cairn check --help\n"},
		{[]string{"check", "--today", "31.1.2027"}, "--today \"31.1.2027\" is not a date\n    write it as 2027-01-31\n",
			"--today \"31.1.2027\" 不是日期\n    写成 2027-01-31 这样\n"},
		{[]string{"check", "--today", "2027-02-30"}, "--today \"2027-02-30\" is not a date\n    write it as 2027-01-31\n",
			"--today \"2027-02-30\" 不是日期\n    写成 2027-01-31 这样\n"},
		{[]string{"check", "--source", ""}, "--source \"\" is not a folder\n    name the site's folder\n",
			"--source \"\" 不是文件夹\n    写网站的文件夹\n"},
		{[]string{"check", "--source", dir + "/no"}, "--source " + dir + "/no is not a folder\n    name the folder that contains the site's site.toml\n",
			"--source " + dir + "/no 不是文件夹\n    写 site.toml 所在的文件夹\n"},
		{[]string{"check", "--source", file}, "--source " + file + " is not a folder\n    name the folder that contains the site's site.toml\n",
			"--source " + file + " 不是文件夹\n    写 site.toml 所在的文件夹\n"},
		{[]string{"serve", "--addr", "8080"}, "--addr \"8080\" is not of the form HOST:PORT\n    write a host and a port, such as 127.0.0.1:8080\n",
			"--addr \"8080\" 不是“主机:端口”的形式\n    写主机和端口，比如 127.0.0.1:8080\n"},
		{[]string{"serve", "--addr", "localhost:99999"}, "--addr \"localhost:99999\" is not of the form HOST:PORT\n    write a host and a port, such as 127.0.0.1:8080\n",
			"--addr \"localhost:99999\" 不是“主机:端口”的形式\n    写主机和端口，比如 127.0.0.1:8080\n"},
		{[]string{"serve", "--addr", ""}, "--addr \"\" is not of the form HOST:PORT\n    write a host and a port, such as 127.0.0.1:8080\n",
			"--addr \"\" 不是“主机:端口”的形式\n    写主机和端口，比如 127.0.0.1:8080\n"},
		{[]string{"build", "--=x"}, "\"--=x\" is not a flag\n    see cairn build --help for all flags\n",
			"\"--=x\" 不是选项\n    全部选项见 cairn build --help\n"},
		{[]string{"new", "site", "x", "--title", "a\nb"}, "--title cannot be \"a\\nb\"\n    write it on one line\n",
			"--title 不能是 \"a\\nb\"\n    写在一行里\n"},
	}
	for locale, want := range map[string]func(usage) string{
		"C":           func(u usage) string { return u.english },
		"zh_CN.UTF-8": func(u usage) string { return u.chinese },
	} {
		t.Setenv("LC_ALL", locale)
		for _, test := range tests {
			status, stdout, stderr := call(test.args...)
			if status != 2 || stdout != "" {
				t.Errorf("%q: status %d, standard output %q", test.args, status, stdout)
			}
			if want := "cairn: error: " + want(test); stderr != want {
				t.Errorf("%q says\n%swant\n%s", test.args, stderr, want)
			}
		}
	}
}

func call(args ...string) (status int, stdout, stderr string) {
	var out, err strings.Builder
	status = Run(args, cairn.Theme(), strings.NewReader(""), &out, &err)
	return status, out.String(), err.String()
}

func TestHelp(t *testing.T) {
	const build = `Build the site and publish it to a folder, unless it has errors

Usage:
  cairn build [flags]

Flags:
      --source DIR      read the site in DIR (default ".")
      --today DATE      build the site as of DATE (default today)
      --strict          treat warnings as errors
      --lang LANGUAGE   print messages in LANGUAGE: en or zh (default that of the site, else of the environment)
      --output DIR      publish to DIR (default public in the site's folder)
      --drafts          include drafts, and pages before their publish date or after their expires date
      --json            print errors and warnings as JSON on standard output, one object per line
  -h, --help            help for build
`
	for _, args := range [][]string{{"build", "--help"}, {"build", "-h"}, {"help", "build"}} {
		status, stdout, stderr := call(args...)
		if status != 0 || stderr != "" {
			t.Errorf("%q: status %d, standard error %q", args, status, stderr)
		}
		if diff := cmp.Diff(build, stdout); diff != "" {
			t.Errorf("%q:\n%s", args, diff)
		}
	}
	for _, args := range [][]string{{"--help"}, {"help"}} {
		status, stdout, stderr := call(args...)
		if status != 0 || stderr != "" || !strings.HasPrefix(stdout, "Cairn turns a folder of Markdown and TOML into") {
			t.Errorf("%q: status %d, standard output %q, standard error %q", args, status, stdout, stderr)
		}
	}
}

func TestCounts(t *testing.T) {
	for want, n := range map[string][2]int{
		"no errors, no warnings": {0, 0},
		"no errors, 1 warning":   {0, 1},
		"1 error":                {1, 0},
		"2 errors, 1 warning":    {2, 1},
		"1 error, 12 warnings":   {1, 12},
	} {
		if got := counts(n[0], n[1]).String(); got != want {
			t.Errorf("%v is %q, want %q", n, got, want)
		}
	}
}

// A saved file changes the page that is served.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	save := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	save("site.toml", `title = "手册"`)
	save("content/index.md", "# 首页\n\n第一版\n")
	save("content/draft.md", "+++\ndraft = true\n+++\n# 草稿\n")

	ctx, cancel := context.WithCancel(t.Context())
	reader, stdout := io.Pipe()
	status := make(chan int, 1)
	go func() {
		p := &program{theme: cairn.Theme(), stdout: stdout, stderr: io.Discard}
		status <- p.run(ctx, []string{"serve", "--source", dir, "--addr", "127.0.0.1:0"})
		stdout.Close()
	}()
	lines := bufio.NewScanner(reader)
	if !lines.Scan() {
		t.Fatal("no address is printed")
	}
	url := lines.Text()
	if !strings.HasPrefix(url, "http://127.0.0.1:") || !strings.HasSuffix(url, "/") {
		t.Fatalf("the address is %q", url)
	}
	wantPage(t, url, "第一版")
	save("content/index.md", "# 首页\n\n第二版\n")
	wantPage(t, url, "第二版")
	wantPage(t, url+"draft.html", "这一页是草稿：读者看不到，发布时不带上它。")
	cancel()
	if got := <-status; got != 0 {
		t.Errorf("the status is %d", got)
	}
	if lines.Scan() {
		t.Errorf("more is printed: %q", lines.Text())
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("the source's folder now holds %v", entries)
	}
}

// A page that changes while site.toml is missing is read again when site.toml is back. Git
// removes a file for a moment before it writes the new version.
func TestChangesWithoutSite(t *testing.T) {
	dir := t.TempDir()
	save := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o777); err != nil {
		t.Fatal(err)
	}
	save("site.toml", `title = "手册"`)
	save("content/index.md", "# 首页\n\n第一版\n")
	p := &program{theme: cairn.Theme(), flags: flags{source: dir, lang: "en"}}
	site, err := p.open(false)
	if err != nil {
		t.Fatal(err)
	}
	site.build(nil)
	if err := os.Remove(filepath.Join(dir, "site.toml")); err != nil {
		t.Fatal(err)
	}
	save("content/index.md", "# 首页\n\n第二版\n")
	if result := site.build([]string{"site.toml", "content/index.md"}); result.Tree != nil {
		t.Fatal("there is a site without site.toml")
	}
	save("site.toml", `title = "手册"`)
	if page, _ := site.build([]string{"site.toml"}).Tree.Get("index.html"); !strings.Contains(string(page), "第二版") {
		t.Errorf("the page is\n%s", page)
	}
}

func wantPage(t *testing.T, url, text string) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		response, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if strings.Contains(string(body), text) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the page never says %s:\n%s", text, body)
		}
	}
}

func TestServePortInUse(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "site.toml"), []byte(`title = "x"`), 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := call("serve", "--source", dir, "--addr", taken.Addr().String())
	_, port, _ := net.SplitHostPort(taken.Addr().String())
	want := "cairn: error: port " + port + " is in use\n    choose another port with --addr, or leave out --addr to use the next free port\n"
	if status != 2 || stdout != "" || stderr != want {
		t.Errorf("status %d, standard output %q, standard error %q", status, stdout, stderr)
	}
	status, stdout, stderr = call("serve", "--source", dir, "--addr", taken.Addr().String(), "--lang", "zh")
	want = "cairn: error: 端口 " + port + " 已被占用\n    用 --addr 换一个端口，或者不写 --addr，自动用下一个空闲的端口\n"
	if status != 2 || stdout != "" || stderr != want {
		t.Errorf("status %d, standard output %q, standard error %q", status, stdout, stderr)
	}
}
