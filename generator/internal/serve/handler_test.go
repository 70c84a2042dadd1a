package serve

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"

	"cairn"
	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/sitetest"
)

type files map[string]string

func (f files) result(diagnostics ...diag.Diagnostic) *build.Result {
	if f == nil {
		return &build.Result{Diagnostics: diagnostics}
	}
	tree := output.New()
	for path, data := range f {
		tree.Add(path, []byte(data), diag.WholeFile("content/"+path))
	}
	return &build.Result{Tree: tree, Diagnostics: diagnostics}
}

var sample = files{
	"index.html":                "<body>home</body>",
	"404.html":                  "<body>nothing here</body>",
	"playbooks/index.html":      "<body>playbooks</body>",
	"playbooks/saas/a b&c.html": "<body>odd name</body>",
	"中文/续约.html":                "<body>renewal</body>",
	"notes.html":                "no end of body",
	"assets/site.1.js":          "js",
	"assets/site.1.css":         "css",
	"assets/img/map.1.svg":      "<svg/>",
	"goals/saas/newcomer.xlsx":  "xlsx",
	"search/manifest.js":        "manifest",
	"sitemap.xml":               "<urlset/>",
	"LICENSE":                   "MIT",
	"double.html":               "<body><pre></body></pre></body></html>",
}

// start serves a site on loopback.
func start(t *testing.T, f files, diagnostics ...diag.Diagnostic) (*server, *httptest.Server) {
	t.Helper()
	listener := httptest.NewUnstartedServer(nil)
	s := newServer(listener.Listener.Addr(), "", nil)
	s.run = "run"
	s.show(f.result(diagnostics...))
	listener.Config.Handler = s
	listener.Config.DisableGeneralOptionsHandler = true
	listener.Start()
	t.Cleanup(listener.Close)
	return s, listener
}

// raw sends the bytes of a request and returns the response with its body.
func raw(t *testing.T, listener *httptest.Server, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", listener.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	response, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func get(t *testing.T, listener *httptest.Server, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	request := "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
	for _, header := range headers {
		request += header + "\r\n"
	}
	return raw(t, listener, request+"\r\n")
}

const script = `<script src="/_cairn/reload.js" data-version="run.1" data-files="1"></script>`

func TestPages(t *testing.T) {
	_, listener := start(t, sample)
	tests := []struct{ path, contentType, body string }{
		{"/", "text/html; charset=utf-8", "<body>home" + script + "</body>"},
		{"/index.html", "text/html; charset=utf-8", "<body>home" + script + "</body>"},
		{"/index.html?a=/../b#c", "text/html; charset=utf-8", "<body>home" + script + "</body>"},
		{"/playbooks/", "text/html; charset=utf-8", "<body>playbooks" + script + "</body>"},
		{"/playbooks/saas/a%20b&c.html", "text/html; charset=utf-8", "<body>odd name" + script + "</body>"},
		{"/%E4%B8%AD%E6%96%87/%E7%BB%AD%E7%BA%A6.html", "text/html; charset=utf-8", "<body>renewal" + script + "</body>"},
		{"/notes.html", "text/html; charset=utf-8", "no end of body" + script},
		{"/double.html", "text/html; charset=utf-8", "<body><pre></body></pre>" + script + "</body></html>"},
		{"/assets/site.1.js", "text/javascript; charset=utf-8", "js"},
		{"/assets/site.1.css", "text/css; charset=utf-8", "css"},
		{"/assets/img/map.1.svg", "image/svg+xml", "<svg/>"},
		{"/goals/saas/newcomer.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
		{"/search/manifest.js", "text/javascript; charset=utf-8", "manifest"},
		{"/sitemap.xml", "application/xml", "<urlset/>"},
		{"/LICENSE", "application/octet-stream", "MIT"},
	}
	for _, test := range tests {
		response, body := get(t, listener, test.path)
		if got := response.Header.Get("Content-Type"); got != test.contentType {
			t.Errorf("%s is %s, want %s", test.path, got, test.contentType)
		}
		if body != test.body {
			t.Errorf("%s is\n%s\nwant\n%s", test.path, body, test.body)
		}
		wantHeaders(t, test.path, response)
	}
}

// wantHeaders checks the headers that every response has, and those that none has.
func wantHeaders(t *testing.T, what string, response *http.Response) {
	t.Helper()
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
			"connect-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types cairn cairn-serve; frame-ancestors 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cache-Control":                "no-store",
	}
	for name, value := range want {
		if got := response.Header.Get(name); got != value {
			t.Errorf("%s: %s is %q, want %q", what, name, got, value)
		}
	}
	for name := range response.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			t.Errorf("%s: the answer has %s", what, name)
		}
	}
}

func TestHead(t *testing.T) {
	_, listener := start(t, sample)
	response, body := raw(t, listener, "HEAD /index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	if response.StatusCode != 200 || body != "" || response.ContentLength != int64(len("<body>home</body>"+script)) {
		t.Errorf("status %d, length %d, body %q", response.StatusCode, response.ContentLength, body)
	}
}

func TestFolderWithoutSlash(t *testing.T) {
	_, listener := start(t, sample)
	response, _ := get(t, listener, "/playbooks")
	if got := response.Header.Get("Location"); response.StatusCode != 302 || got != "/playbooks/" {
		t.Errorf("status %d, location %q", response.StatusCode, got)
	}
}

// TestHostileRequests sends requests that an author's browser never sends.
func TestHostileRequests(t *testing.T) {
	_, listener := start(t, sample)
	const local = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
	tests := []struct {
		request string
		status  int
	}{
		// out of the tree
		{"GET /../index.html" + local, 404},
		{"GET /.." + local, 404},
		{"GET /." + local, 404},
		{"GET /./index.html" + local, 404},
		{"GET /playbooks/../index.html" + local, 404},
		{"GET /playbooks/.." + local, 404},
		{"GET /playbooks/../../../../etc/passwd" + local, 404},
		{"GET /%2e%2e/index.html" + local, 404},
		{"GET /%2E%2E/%2e%2e/etc/passwd" + local, 404},
		{"GET /.%2e/index.html" + local, 404},
		{"GET /playbooks%2findex.html" + local, 404},
		{"GET /playbooks%2Findex.html" + local, 404},
		{"GET /..%2findex.html" + local, 404},
		{"GET /%252e%252e/index.html" + local, 404},
		{"GET /%252e%252e%252findex.html" + local, 404},
		{"GET /%c0%ae%c0%ae/index.html" + local, 404},
		{"GET /%ff.html" + local, 404},
		{"GET //index.html" + local, 404},
		{"GET ///index.html" + local, 404},
		{"GET //localhost/index.html" + local, 404},
		{"GET //evil.example/" + local, 404},
		{"GET /playbooks//index.html" + local, 404},
		{"GET /playbooks//" + local, 404},
		{"GET //etc/passwd" + local, 404},
		{"GET /etc/passwd" + local, 404},
		{"GET /C:/Windows/win.ini" + local, 404},
		{"GET /C:%5CWindows%5Cwin.ini" + local, 404},
		{`GET /..\index.html` + local, 404},
		{`GET /playbooks\index.html` + local, 404},
		{"GET /%5c%5cserver%5cshare" + local, 404},
		{"GET /index.html%00" + local, 404},
		{"GET /index.html%00.js" + local, 404},
		{"GET /%00" + local, 404},
		{"GET /index.html/" + local, 404},
		{"GET /index.html/x" + local, 404},
		{"GET /Index.html" + local, 404},
		{"GET /index.html." + local, 404},
		{"GET /index.html%20" + local, 404},
		{"GET /index.html::$DATA" + local, 404},
		{"GET /.git/config" + local, 404},
		{"GET /.cairn.json" + local, 404},
		{"GET /site.toml" + local, 404},
		{"GET /content/index.md" + local, 404},
		{"GET /_cairn" + local, 404},
		{"GET /_cairn/" + local, 404},
		{"GET /_cairn/../index.html" + local, 404},
		{"GET /_cairn/client/reload.js" + local, 404},
		{"GET /_cairn/reload.js/" + local, 404},
		{"GET /_cairn/..%2fserve.go" + local, 404},
		{"GET /" + strings.Repeat("a/", 4000) + local, 404},
		{"GET /" + strings.Repeat("%2e%2e/", 2000) + local, 404},
		{"GET mailto:a" + local, 404},
		{"GET file:///etc/passwd" + local, 404},
		{"GET /....//index.html" + local, 404},
		{"GET /..;/index.html" + local, 404},
		{"GET /%2e/index.html" + local, 404},
		{"GET /playbooks/%2e%2e/index.html" + local, 404},
		{"GET /playbooks/.%2E/.%2e/site.toml" + local, 404},
		{"GET /%2findex.html" + local, 404},
		{"GET /%2Fetc%2Fpasswd" + local, 404},
		{"GET /playbooks%5cindex.html" + local, 404},
		{"GET /%e0%80%af/index.html" + local, 404},
		{"GET /\xff.html" + local, 404},
		{"GET /index.html%0d%0aX-Evil:%201" + local, 404},
		{"GET /index.html%3Fx" + local, 404},
		{"GET /index.html%23x" + local, 404},
		{"GET /_Cairn/reload.js" + local, 404},
		{"GET /_cairn/panel.html" + local, 404},
		{"GET /_cairn/events/" + local, 404},
		{"GET /_cairn/%2e%2e/index.html" + local, 404},
		{"GET /_cairn//reload.js" + local, 404},
		{"GET /debug/pprof/" + local, 404},
		{"GET /proc/self/environ" + local, 404},
		{"GET /con" + local, 404},
		{"GET /generator/main.go" + local, 404},
		{"GET http://localhost/../index.html" + local, 404},
		// other methods
		{"POST /index.html" + local, 405},
		{"PUT /index.html" + local, 405},
		{"DELETE /index.html" + local, 405},
		{"OPTIONS /index.html" + local, 405},
		{"OPTIONS *" + local, 405},
		{"TRACE /" + local, 405},
		{"PROPFIND /" + local, 405},
		{"get /" + local, 405},
		{"CONNECT localhost:22" + local, 405},
		{"POST /_cairn/events" + local, 405},
		{"OPTIONS /_cairn/events" + local, 405},
		{"PATCH /index.html" + local, 405},
		{"HEAD2 /index.html" + local, 405},
		// other hosts
		{"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: localhost.evil.example\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: evil.example:8080\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: 127.0.0.1.nip.io\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: 192.168.1.7\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: 0.0.0.0\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: 2130706433\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: 0x7f.1\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: localhost:80:80\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: localhost:http\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.0\r\n\r\n", 403},
		{"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 403},
		{"GET http://evil.example/index.html HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		{"GET /_cairn/events HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: [::]\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: xn--localhost-\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: localhost%00.evil.example\r\nConnection: close\r\n\r\n", 403},
		{"GET / HTTP/1.1\r\nHost: 169.254.169.254\r\nConnection: close\r\n\r\n", 403},
		{"GET //localhost/index.html HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		{"GET /_cairn/reload.js HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		{"POST / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403},
		// no request at all
		{"GET / HTTP/1.1\r\nHost: localhost@evil.example\r\nConnection: close\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost: evil.example@localhost\r\nConnection: close\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400},
		{"GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400},
		{"GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400},
		{"GET /a b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400},
		{"GET /\x00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400},
	}
	for _, test := range tests {
		name, _, _ := strings.Cut(test.request, "\r\nConnection")
		name = fmt.Sprintf("%.90q", name)
		response, body := raw(t, listener, test.request)
		if response.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", name, response.StatusCode, test.status)
		}
		if test.status == 404 && body != "<body>nothing here"+script+"</body>" {
			t.Errorf("%s: body is %q, want that of 404.html", name, body)
		}
		if strings.Contains(body, "home") || strings.Contains(body, "playbooks") || strings.Contains(body, "root:") {
			t.Errorf("%s: body is %q", name, body)
		}
		if response.Header.Get("Location") != "" {
			t.Errorf("%s: sent on to %s", name, response.Header.Get("Location"))
		}
		if test.status != 400 { // those are answered by net/http
			wantHeaders(t, name, response)
		}
	}
}

func TestMessages(t *testing.T) {
	_, listener := start(t, files{"index.html": "home"})
	tests := []struct{ request, body string }{
		{"GET /x HTTP/1.1\r\nHost: localhost\r\n", "404: there is no such page\n"},
		{"GET / HTTP/1.1\r\nHost: evil.example\r\n", "403: this server does not know the host \"evil.example\"\n"},
		{"PUT / HTTP/1.1\r\nHost: localhost\r\n", "405: this server only gives pages\n"},
	}
	for _, test := range tests {
		response, body := raw(t, listener, test.request+"Connection: close\r\n\r\n")
		if body != test.body || response.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("%s is %q, %s", test.request, body, response.Header.Get("Content-Type"))
		}
	}
}

func TestHosts(t *testing.T) {
	loopback := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	everywhere := &net.TCPAddr{IP: net.IPv4zero, Port: 8080}
	tests := []struct {
		bound net.Addr
		asked string
		host  string
		want  bool
	}{
		{loopback, "", "localhost", true},
		{loopback, "", "localhost:8080", true},
		{loopback, "", "LOCALHOST:8080", true},
		{loopback, "", "127.0.0.1:8080", true},
		{loopback, "", "[::1]:8080", true},
		{loopback, "", "localhost.", false},
		{loopback, "", "::1", false},
		{loopback, "", "localhost@evil.example", false},
		{loopback, "", "10.0.0.7:8080", false},
		{loopback, "", "", false},
		{loopback, "docs.test:8080", "docs.test:8080", true},
		{loopback, "docs.test:8080", "other.test:8080", false},
		{everywhere, ":8080", "10.0.0.7:8080", true},
		{everywhere, ":8080", "[fd00::7]:8080", true},
		{everywhere, ":8080", "evil.example", false},
		{everywhere, ":8080", "localhost", true},
	}
	for _, test := range tests {
		if got := newHosts(test.bound, test.asked).includes(test.host); got != test.want {
			t.Errorf("at %s asked as %q, host %q: %t", test.bound, test.asked, test.host, got)
		}
	}
}

// Every published file has a media type.
func TestEveryFileHasMediaType(t *testing.T) {
	reported := map[string]bool{}
	for _, files := range []fs.FS{os.DirFS("../../.."), sitetest.Small().FS()} {
		result := build.New(files, cairn.Theme()).Build(build.Options{Today: "2026-11-23"})
		if result.Tree == nil {
			t.Fatal(result.Diagnostics)
		}
		for _, name := range result.Tree.Paths() {
			extension := path.Ext(name)
			if contentType(name) == "application/octet-stream" && !reported[extension] {
				reported[extension] = true
				t.Errorf("%s has no media type: add a row for %s to contentType in handler.go", name, extension)
			}
		}
	}
}
