package serve

import (
	"io/fs"
	"net/url"
	"strings"
	"testing"
)

// Every URL maps to a valid path within the site or to none.
func FuzzSitePath(f *testing.F) {
	for _, seed := range []string{
		"/", "/index.html", "/playbooks/", "/%E4%B8%AD.html", "/.", "/../x", "/%2e%2e/x", "//x/y", `/a\b`, "/%00", "/a%2fb", "/a%2Fb", "*", "mailto:a", "http://h/../x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		name, ok := sitePath(u)
		if !ok {
			return
		}
		if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
			t.Errorf("%q asks for %q", target, name)
		}
		if name != strings.TrimPrefix(u.Path, "/") && name != strings.TrimPrefix(u.Path, "/")+"index.html" {
			t.Errorf("%q asks for %q, which it does not say", target, name)
		}
	})
}

// Every accepted host is a name or an address, with or without a port.
func FuzzHosts(f *testing.F) {
	for _, seed := range []string{"localhost", "127.0.0.1:80", "[::1]:80", "evil.example", "localhost@evil", "localhost:80:80", "[::1", "127.0.0.1#", "localhost/", "localhost?"} {
		f.Add(seed)
	}
	known := newHosts(nil, "")
	known.anyAddresses = false
	f.Fuzz(func(t *testing.T, host string) {
		if known.includes(host) && !strings.HasPrefix(strings.ToLower(host), "localhost") && !strings.HasPrefix(host, "127.") && !strings.HasPrefix(host, "[") {
			t.Errorf("%q is known", host)
		}
		if known.includes(host) && strings.ContainsAny(host, "@/?#\\ ") {
			t.Errorf("%q is known", host)
		}
	})
}
