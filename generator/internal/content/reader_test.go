package content

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
)

// A reader reads files of several folders of an os.Root, and links to other folders of it.
func TestReader(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"content/a/b/x.md": "一\r\n", "content/a/y.md": "二", "content/z.png": "\xff", "outside.md": "三"} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"content/a/link.md": "b/x.md", "content/a/b/up.md": "../y.md", "content/out.md": "../../out.md"} {
		if err := os.Symlink(filepath.FromSlash(to), filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skip("symbolic links are not permitted: ", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	reader := NewReader(Files(root))
	defer reader.Close()
	for _, test := range []struct {
		e           Entry
		text, fault string
	}{
		{Entry{Path: "content/a/b/x.md"}, "一\n", ""},
		{Entry{Path: "content/a/y.md"}, "二", ""},
		{Entry{Path: "content/a/b/x.md"}, "一\n", ""},
		{Entry{Path: "content/a/link.md", Linked: true}, "一\n", ""},
		{Entry{Path: "content/a/b/up.md", Linked: true}, "二", ""},
		{Entry{Path: "content/out.md", Linked: true}, "", "unreadable"},
		{Entry{Path: "content/a/none.md"}, "", Gone},
		{Entry{Path: "content/none/x.md"}, "", Gone},
		{Entry{Path: "content/a"}, "", "not-a-file"},
	} {
		text, hash, faults := reader.Text(test.e)
		fault, want := "", Hash{}
		if len(faults) > 0 {
			fault = faults[0].Code
		} else {
			want = sha256.Sum256([]byte(test.text))
		}
		if text != test.text || fault != test.fault || hash != want {
			t.Errorf("%s is %q with the fault %q and the hash %x", test.e.Path, text, fault, hash)
		}
	}
	if data, faults := reader.Bytes(Entry{Path: "content/z.png"}); string(data) != "\xff" || len(faults) > 0 {
		t.Errorf("the picture is %q, %v", data, faults)
	}
}
