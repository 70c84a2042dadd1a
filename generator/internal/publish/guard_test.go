package publish

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

func TestRefusals(t *testing.T) {
	const own = "choose a separate folder with --output, such as public"
	const move = "move your own files elsewhere, or choose another folder with --output"
	tests := []struct {
		name    string
		output  string // the source is all/site
		prepare files
		message string
		chinese string
		help    string
	}{
		{"the source", "all/site", nil, "OUT is the site's source or contains it", "OUT 是网站的源文件夹，或者包含它", own},
		{"above the source", "all", nil, "OUT is the site's source or contains it", "OUT 是网站的源文件夹，或者包含它", own},
		{"the content", "all/site/content", nil, "OUT is inside content, a folder of the source", "OUT 在源文件夹 content 里面", own},
		{"in the content", "all/site/content/new/public", nil, "OUT is inside content, a folder of the source", "OUT 在源文件夹 content 里面", own},
		{"in the layouts", "all/site/layouts/public", nil, "OUT is inside layouts, a folder of the source", "OUT 在源文件夹 layouts 里面", own},
		{"in the repository", "all/site/.git/public", nil, "OUT is inside .git, a folder of the source", "OUT 在源文件夹 .git 里面", own},
		{"the root", "/", nil, "OUT is the root of the file system", "OUT 是文件系统的根目录", own},
		{"the home folder", "home", nil, "OUT is the home folder or contains it", "OUT 是你的主文件夹，或者包含它", own},
		{
			"a file", "public", files{"public": "a file"},
			"OUT is a file, not a folder", "OUT 是文件，不是文件夹", "name a folder with --output",
		},
		{
			"somebody's folder", "public", files{"public/letter.txt": "dear"},
			"OUT is not empty, and Cairn did not write it", "OUT 不是空的，也不是 Cairn 写的", "choose an empty or new folder with --output, or move its contents away",
		},
		{
			"one more file", "public",
			files{"public/.cairn.json": `{"cairn":1,"files":["a.html"]}`, "public/a.html": "a", "public/notes/b.txt": "b"},
			"OUT contains files that Cairn did not write: notes/b.txt", "OUT 里有不是 Cairn 写的文件：notes/b.txt", move,
		},
		{
			"many more files", "public",
			files{"public/.cairn.json": `{"cairn":1,"files":["a.html"]}`, "public/.git/HEAD": "1", "public/b": "2", "public/c": "3", "public/d": "4", "public/e": "5"},
			"OUT contains files that Cairn did not write: .git/HEAD, b, c and 2 more", "OUT 里有不是 Cairn 写的文件：.git/HEAD, b, c，还有 2 个", move,
		},
		{
			"garbage for a manifest", "public", files{"public/.cairn.json": "{", "public/a.html": "a"},
			"cannot verify that Cairn wrote OUT: .cairn.json: it is not a manifest of Cairn", "无法确认 OUT 是 Cairn 写的：.cairn.json：不是 Cairn 的文件清单", "remove the folder, or choose another one with --output",
		},
		{
			"a manifest to come", "public", files{"public/.cairn.json": `{"cairn":2,"everything":true}`},
			"cannot verify that Cairn wrote OUT: .cairn.json: it was written by another version of Cairn (2)", "无法确认 OUT 是 Cairn 写的：.cairn.json：由另一个版本的 Cairn 写成（2）", "remove the folder, or choose another one with --output",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("HOME", filepath.Join(dir, "home"))
			t.Setenv("USERPROFILE", filepath.Join(dir, "home"))
			plant(t, dir, files{"all/site/site.toml": "title = \"x\"", "all/site/content/index.md": "x", "home/x": "x"})
			plant(t, dir, test.prepare)
			before := onDisk(t, dir)
			out := filepath.Join(dir, filepath.FromSlash(test.output))
			if test.output == "/" {
				out = filepath.VolumeName(dir) + string(filepath.Separator)
			}
			_, err := Publish(files{"index.html": "new"}.tree(), out, Options{Source: filepath.Join(dir, "all", "site")})
			var refusal *Refused
			if !errors.As(err, &refusal) {
				t.Fatalf("error is %v, want a refusal", err)
			}
			if want := strings.Replace(test.message, "OUT", out, 1); refusal.Error() != want {
				t.Errorf("message is\n%s\nwant\n%s", refusal.Error(), want)
			}
			if got, want := diag.CatalogueOf("zh").Say(refusal.Message), strings.Replace(test.chinese, "OUT", out, 1); got != want {
				t.Errorf("message is\n%s\nwant\n%s", got, want)
			}
			if refusal.Help.String() != test.help {
				t.Errorf("help is\n%s\nwant\n%s", refusal.Help, test.help)
			}
			if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
				t.Errorf("the disk has changed:\n%s", diff)
			}
		})
	}
}

func plant(t *testing.T, dir string, f files) {
	t.Helper()
	for path, data := range f {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSymbolicLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	tests := []struct {
		name, from, to string
		message        string
	}{
		{"to the source", "public", "site", "public is the site's source or contains it"},
		{"to nowhere", "public", "nothing", "public is a symbolic link to a folder that does not exist"},
		{"in place of a page", "site/public/a.html", "../../secret", "public contains files that Cairn did not write: a.html"},
		{"in place of a folder", "site/public/sub", "../..", "public contains files that Cairn did not write: sub"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			plant(t, dir, files{"site/site.toml": "", "secret": "s"})
			out := "public"
			if filepath.Dir(test.from) != "." {
				out = "site/public"
				plant(t, dir, files{"site/public/.cairn.json": `{"cairn":1,"files":["a.html","b.html"]}`, "site/public/b.html": "b"})
			}
			if err := os.Symlink(test.to, filepath.Join(dir, test.from)); err != nil {
				t.Fatal(err)
			}
			_, err := Publish(files{"a.html": "a"}.tree(), filepath.Join(dir, out), Options{Source: filepath.Join(dir, "site")})
			if want := filepath.Join(dir, filepath.Dir(out)) + "/" + test.message; err == nil || err.Error() != want {
				t.Errorf("error is\n%v\nwant\n%s", err, want)
			}
			if data, _ := os.ReadFile(filepath.Join(dir, "secret")); string(data) != "s" {
				t.Errorf("what the link points to is now %q", data)
			}
		})
	}
}

// .DS_Store and other files of file managers do not prevent publishing.
func TestLitter(t *testing.T) {
	dir := t.TempDir()
	plant(t, dir, files{"public/.DS_Store": "x", "public/thumbs.db": "x"})
	mustPublish(t, dir, files{"a.html": "a"})
	plant(t, dir, files{"public/sub/Desktop.ini": "x"})
	mustPublish(t, dir, files{"a.html": "b"})
	wantOnDisk(t, filepath.Join(dir, "public"), files{"a.html": "b"})
}
