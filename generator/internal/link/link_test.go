package link

import "testing"

func TestScheme(t *testing.T) {
	tests := []struct {
		destination, scheme string
		safe, onWeb         bool
	}{
		{"a/b.md#c:d", "", true, false},
		{"", "", true, false},
		{"HTTPS://a.example", "https", true, true},
		{"http:a", "http", true, true},
		{"//a.example/b", "", true, true},
		{"mailto:a@b.example", "mailto", true, false},
		{"tel:110", "tel", true, false},
		{"javascript:alert(1)", "javascript", false, false},
		{" java\tscript\n:alert(1)", "javascript", false, false},
		{"\u00a0vbscript:x", "vbscript", false, false},
		{"data:text/html,x", "data", false, false},
		{"file:///etc/passwd", "file", false, false},
		{"第1章:续约.md", "", true, false},
		{"1:a", "", true, false},
		{`\\host\share`, "", false, false},
		{`a?b=\c`, "", true, false},
	}
	for _, test := range tests {
		if got := Scheme(test.destination); got != test.scheme {
			t.Errorf("the scheme of %q is %q", test.destination, got)
		}
		if got := Safe(test.destination); got != test.safe {
			t.Errorf("%q is safe: %v", test.destination, got)
		}
		if got := OnWeb(test.destination); got != test.onWeb {
			t.Errorf("%q is on the web: %v", test.destination, got)
		}
	}
}
