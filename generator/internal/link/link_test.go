package link

import (
	"strings"
	"testing"

	"cairn/generator/internal/diag"
)

func TestScheme(t *testing.T) {
	tests := []struct {
		destination, scheme string
		onWeb               bool
	}{
		{"a/b.md#c:d", "", false},
		{"", "", false},
		{"HTTPS://a.example", "https", true},
		{"http:a", "http", true},
		{"//a.example/b", "", false},
		{"mailto:a@b.example", "mailto", false},
		{"javascript:alert(1)", "javascript", false},
		{" java\tscript\n:alert(1)", "javascript", false},
		{"\u00a0vbscript:x", "vbscript", false},
		{"第1章:续约.md", "", false},
		{"1:a", "", false},
		{`\\host\share`, "", false},
	}
	for _, test := range tests {
		if got := Scheme(test.destination); got != test.scheme {
			t.Errorf("the scheme of %q is %q", test.destination, got)
		}
		if got := IsWeb(test.destination); got != test.onWeb {
			t.Errorf("%q is on the web: %v", test.destination, got)
		}
	}
}

func TestValidDestinations(t *testing.T) {
	for _, destination := range []string{
		"a/b.md#c:d", "#x", "a.md?x=//y", "第1章:续约.md", "1:a", `a?b=\c`, "https://a.example", "HTTP://A.example:8080/x?y=z#a",
		"https://a.example./x", "http://localhost:8080/", "http://wiki/", "http://10.0.0.1:65535", "http://[::1]:80/x", "https://例子.测试/路径：一",
		"https://a.example/@b/c@d", "https://a.example?x=@", "mailto:a@b.example", "mailto:a@b.example,c@d.example?subject=x", "mailto:?subject=x",
		"mailto:a%40b@c.example", "tel:10086", "tel:+86-21-1234",
	} {
		if fault, bad := Check(destination, diag.Place{}); bad {
			t.Errorf("%q: %s", destination, fault.Message)
		}
	}
}

// For each destination: the code of its fault, and the suggested destination. Some have a
// suggestion without a fault, because they are valid paths of files that do not exist.
func TestInvalidDestinations(t *testing.T) {
	const unsafe, address, empty = "unsafe-link", "bad-address", "empty-link"
	tests := []struct{ destination, code, suggested string }{
		{"", empty, ""}, {" ", empty, ""}, {"#", empty, ""}, {"?", empty, ""}, {"?a=b", empty, ""}, {"?a#", empty, ""}, {"\u3000", empty, ""},
		{"//a.example/x", address, "https://a.example/x"}, {"///a.example", address, "https://a.example"}, {"//host/x", address, "https://host/x"}, {"//", address, ""},
		{"//a.example:99999/x", address, ""},
		{"http:/a.example/x", address, "http://a.example/x"}, {"https:a.example", address, "https://a.example"}, {"http:x", address, ""},
		{"http:///a.example", address, "http://a.example"}, {"https://", address, ""}, {"https:", address, ""}, {"https:///", address, ""}, {"https:///sales", address, ""},
		{"https://?x", address, ""}, {"https://#x", address, ""}, {"http://[::1", address, ""}, {"http://[::1]x/", address, ""}, {"http://[1.2.3.4]/", address, ""}, {"http://::1/", address, ""},
		{`https:\\a.example\x`, address, "https://a.example/x"}, {`https://a.example\x`, address, "https://a.example/x"}, {`http:/\a.example`, address, "http://a.example"},
		{"https://a.example/b c", address, "https://a.example/b%20c"}, {"https://a b.example", address, ""}, {"https://a.example/b\tc", address, "https://a.example/b%09c"}, {"https://a.example/\u3000", address, "https://a.example/"},
		{"https://a.example:0", address, ""}, {"https://a.example:65536/x", address, ""}, {"https://a.example:/x", address, ""}, {"https://a.example:x", address, ""}, {"https://a.example:-1", address, ""},
		{"https://user@a.example/x", address, "https://a.example/x"}, {"https://user:word@a.example", address, "https://a.example"}, {"https://good.example@evil.example", address, "https://evil.example"},
		{"https://a..example", address, ""}, {"https://.a.example", address, ""}, {"https://a.example,b", address, ""}, {"https://%61.example", address, ""}, {"https://<host>/x", address, ""}, {"https://{host}.example", address, ""},
		{"https://a。example/x", address, "https://a.example/x"}, {"https://a．example：80/一：二", address, "https://a.example:80/一：二"}, {"ＨＴＴＰＳ://a.example", "", "https://a.example"},
		{"mailto:", address, ""}, {"mailto:a", address, ""}, {"mailto:@b.example", address, ""}, {"mailto:a@", address, ""}, {"mailto:a b@c.example", address, ""}, {"mailto: a@b.example ", address, "mailto:a@b.example"}, {"mailto:a@b@c.example", address, ""}, {"mailto://a@b.example", address, ""},
		{"mailto:a＠b。example", address, "mailto:a@b.example"}, {"mailto:a@b.example,", address, ""}, {"mailto:a@b..example", address, ""},
		{"tel:", address, ""}, {"tel:x", address, ""}, {"tel:138 0000", address, "tel:1380000"},
		{"www.a.example", "", "https://www.a.example"}, {"WWW.a.example/x?y#z", "", "https://WWW.a.example/x?y#z"}, {"git.example.com/sales", "", "https://git.example.com/sales"}, {"a.example.com:8080/x", unsafe, "https://a.example.com:8080/x"},
		{"localhost:8080/x", unsafe, "http://localhost:8080/x"}, {"10.0.0.1/x", "", "http://10.0.0.1/x"}, {"10.0.0.1:80", "", "http://10.0.0.1:80"},
		{"kf@a.example", "", "mailto:kf@a.example"}, {"kf＠a．example", "", "mailto:kf@a.example"}, {"10086", "", "tel:10086"}, {"021-12345678", "", "tel:021-12345678"},
		{"https：//a.example/x", "", "https://a.example/x"}, {"https:／／a.example", address, "https://a.example"}, {"mailto：kf@a.example", "", "mailto:kf@a.example"}, {"tel：10086", "", "tel:10086"},
		{"htps://a.example", unsafe, "https://a.example"}, {"http//a.example", "", "http://a.example"}, {"https;//a.example", "", "https://a.example"},
		{"smart.md", "", ""}, {"a/www.md", "", ""}, {"www.md", "", ""}, {"报告.pdf", "", ""}, {"12:30.md", "", ""}, {"2026", "", ""},
		{"javascript:alert(1)", unsafe, ""}, {"data:text/html,x", unsafe, ""}, {"file:///etc/passwd", unsafe, ""}, {"C:/x.md", unsafe, ""},
		{`\\host\share`, unsafe, ""}, {`\host`, unsafe, ""}, {`a\b.md`, unsafe, ""}, {`/\host`, unsafe, ""},
	}
	for _, test := range tests {
		fault, _ := Check(test.destination, diag.Place{})
		if fault.Code != test.code {
			t.Errorf("%q has the fault %q (%s), want %q", test.destination, fault.Code, fault.Message, test.code)
		}
		suggested := Suggest(test.destination)
		if suggested != test.suggested {
			t.Errorf("for %q is suggested %q, want %q", test.destination, suggested, test.suggested)
		}
		if want := "did you mean " + suggested + "?"; suggested != "" && fault.Code != "" && fault.Help.String() != want {
			t.Errorf("%q: the help is %s, want %s", test.destination, fault.Help, want)
		}
	}
}

// The fault of an address distinguishes invisible characters from white space.
func TestInvisibleCharacters(t *testing.T) {
	for destination, want := range map[string]string{
		"https://a.example/\x01": "it contains an invisible character", "https://a.\u200bexample": "it contains an invisible character",
		"https://a.example/ b": "it contains a space", "https://a.example/\t": "it contains a space", "https://a.example/\u3000": "it contains a space",
	} {
		fault, _ := Check(destination, diag.Place{})
		if got := fault.Message.String(); !strings.HasSuffix(got, ": "+want) {
			t.Errorf("%q: %s, want %s", destination, got, want)
		}
	}
}

// A suggestion has no fault, and no suggestion of its own. Unescape is the inverse of Escape.
func FuzzSuggest(f *testing.F) {
	for _, seed := range []string{"https：//a.example", "www.a.example", "a@b.example", "//a", `https:\\a`, "http:/a/b c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, destination string) {
		if suggested := Suggest(destination); suggested != "" {
			if fault, bad := Check(suggested, diag.Place{}); bad || Suggest(suggested) != "" {
				t.Errorf("for %q is suggested %q: %s", destination, suggested, fault.Message)
			}
		}
		if got := Unescape(Escape(destination)); got != destination && got != "./"+destination {
			t.Errorf("%q is escaped and unescaped to %q", destination, got)
		}
	})
}
