package site

import "testing"

func TestRelative(t *testing.T) {
	tests := []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "a/b.html", "a/b.html"},
		{"a/b.html", "index.html", "../index.html"},
		{"a/b/c.html", "a/d.html", "../d.html"},
		{"a/b.html", "a/c.html", "c.html"},
		{"a/b.html", "c/b.html", "../c/b.html"},
		{"a.html", "图 1#?%.png", "%E5%9B%BE%201%23%3F%25.png"},
		{"a.html", "javascript:alert(1).html", "./javascript:alert%281%29.html"},
		{"", "a.html", "a.html"},
		{"a/b.html", "a/b/c.html", "b/c.html"},
		{"a/b/c.html", "a/b.html", "../b.html"},
		{"a/bc/d.html", "a/b/d.html", "../b/d.html"},
		{"图/甲.html", "图/乙/x%2F:y.html", "%E4%B9%99/x%252F:y.html"},
	}
	for _, test := range tests {
		if got := Relative(test.from, test.to); got != test.want {
			t.Errorf("from %s to %s is %s, not %s", test.from, test.to, got, test.want)
		}
	}
	for from, want := range map[string]string{"index.html": "", "a/b.html": "../", "a/b/c.html": "../../"} {
		if got := ToRoot(from); got != want {
			t.Errorf("from %s to the root is %q, not %q", from, got, want)
		}
	}
}

func TestRelativeFile(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"content/a.md", "content/b.md", "b.md"},
		{"content/a/b.md", "content/c.md", "../c.md"},
		{"content/a/b.md", "content/a/c/d.md", "c/d.md"},
		{"content/a/b/c.md", "content/d/e.md", "../../d/e.md"},
	} {
		if got := relativeFile(test.from, test.to); got != test.want {
			t.Errorf("from %s to %s is %s, not %s", test.from, test.to, got, test.want)
		}
	}
}
