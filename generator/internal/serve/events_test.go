package serve

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/diag"
)

func TestEventsAreForOwnPages(t *testing.T) {
	_, listener := start(t, sample)
	tests := []struct {
		headers []string
		status  int
	}{
		{nil, 200},
		{[]string{"Sec-Fetch-Site: same-origin"}, 200},
		{[]string{"Origin: http://localhost"}, 200},
		{[]string{"Origin: https://localhost", "Sec-Fetch-Site: same-origin"}, 200},
		{[]string{"Sec-Fetch-Site: none"}, 403},
		{[]string{"Sec-Fetch-Site: same-site"}, 403},
		{[]string{"Sec-Fetch-Site: cross-site"}, 403},
		{[]string{"Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"}, 403},
		{[]string{"Sec-Fetch-Site: "}, 403},
		{[]string{"Origin: null"}, 403},
		{[]string{"Origin: http://evil.example"}, 403},
		{[]string{"Origin: http://localhost:9999"}, 403},
		{[]string{"Origin: http://localhost.evil.example"}, 403},
		{[]string{"Origin: file://localhost"}, 403},
		{[]string{"Origin: http://localhost", "Origin: http://evil.example"}, 403},
		{[]string{"Origin: http://evil.example", "Sec-Fetch-Site: same-origin"}, 403},
	}
	for _, test := range tests {
		request := "HEAD /_cairn/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + strings.Join(append(test.headers, ""), "\r\n") + "\r\n"
		response, _ := raw(t, listener, request)
		if response.StatusCode != test.status {
			t.Errorf("%q: status %d, want %d", test.headers, response.StatusCode, test.status)
		}
		wantHeaders(t, "events", response)
	}
}

// subscribe reads the channel line by line.
func subscribe(t *testing.T, listener *httptest.Server) (next func() string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, "GET", listener.URL+"/_cairn/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := listener.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	if got := response.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the channel is %q", got)
	}
	lines := bufio.NewScanner(response.Body)
	return func() string {
		for lines.Scan() {
			if lines.Text() != "" {
				return lines.Text()
			}
		}
		t.Fatalf("the channel ended: %v", lines.Err())
		return ""
	}
}

func TestEvents(t *testing.T) {
	s, listener := start(t, files{"index.html": "one"})
	next := subscribe(t, listener)
	want := func(line string) {
		t.Helper()
		if got := next(); got != line {
			t.Errorf("the channel says\n%s\nwant\n%s", got, line)
		}
	}
	want("retry: 500")
	want(`data: {"version":"run.1","faults":[],"count":0}`)

	broken := diag.Diagnostic{
		File: "content/a.md", Line: 3, Column: 2, Severity: "error", Code: "broken-link",
		Message: "no such page", Help: "mend it", Source: "看<b>",
	}
	s.show(files(nil).result(broken))
	want(`data: {"version":"run.1","faults":[{"place":"content/a.md:3:2","severity":"error","message":"no such page",` +
		`"help":"mend it","before":"看","mark":"\u003c","after":"b\u003e"}],"count":1}`)

	s.show(files{"index.html": "one"}.result()) // mended, and as it was
	want(`data: {"version":"run.1","faults":[],"count":0}`)

	warning := diag.Diagnostic{File: "a.md", Line: 1, Column: 1, Severity: "warning", Message: "hm"}
	s.show(files{"index.html": "two"}.result(warning))
	want(`data: {"version":"run.2","faults":[],"count":0}`)

	s.show(files{"index.html": "three"}.result(broken)) // strict: a tree, and errors
	if got := next(); !strings.HasPrefix(got, `data: {"version":"run.2","faults":[{`) {
		t.Errorf("the channel says %s", got)
	}
	if _, body := get(t, listener, "/"); !strings.HasPrefix(body, "two<script") {
		t.Errorf("the page is %q, want the last good one", body)
	}
}

func TestManyFaults(t *testing.T) {
	faults := shown(make([]diag.Diagnostic, 100))
	if len(faults) != 30 {
		t.Errorf("%d faults are shown, want 30", len(faults))
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("甲", 100)
	tests := []struct {
		line                string
		column              int
		before, mark, after string
	}{
		{"", 1, "", "", ""},
		{"ab", 1, "", "a", "b"},
		{"ab", 3, "ab", "", ""},
		{"ab", 99, "ab", "", ""},
		{"ab", 0, "", "a", "b"},
		{"\t 链接坏了", 5, "链接", "坏", "了"},
		{long + "坏" + long, 101, "…" + long[:180], "坏", long[:180] + "…"},
	}
	for _, test := range tests {
		before, mark, after := excerpt(test.line, test.column)
		if before != test.before || mark != test.mark || after != test.after {
			t.Errorf("%.20q at %d is %q, %q, %q", test.line, test.column, before, mark, after)
		}
	}
}

// Where there never was a site, every address says why.
func TestFirstBuildFails(t *testing.T) {
	broken := diag.Diagnostic{File: "site.toml", Line: 1, Column: 1, Severity: "error", Message: "no <title>", Help: "add one"}
	_, listener := start(t, nil, broken)
	const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The site has errors</title>
</head>
<body>
<h1>The site has errors</h1>
<pre>site.toml:1:1: error: no &lt;title&gt;
    add one
</pre>
<script src="/_cairn/reload.js" data-version="run.0"></script></body>
</html>
`
	for _, path := range []string{"/", "/index.html", "/playbooks/a.html", "/assets/x.js"} {
		response, body := get(t, listener, path)
		if response.StatusCode != 503 || body != page || response.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d %s\n%s", path, response.StatusCode, response.Header.Get("Content-Type"), body)
		}
		wantHeaders(t, path, response)
	}
	if response, _ := get(t, listener, "/../x"); response.StatusCode != 404 {
		t.Errorf("/../x: status %d, want 404", response.StatusCode)
	}
	if response, body := get(t, listener, "/_cairn/reload.js"); response.StatusCode != 200 || !strings.Contains(body, "EventSource") {
		t.Errorf("the script: %d", response.StatusCode)
	}
}
