package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"weak"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
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

// subscribe reads the stream of events line by line.
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

// heard returns an event of the stream, with only the faults of its panel.
func heard(t *testing.T, line string) string {
	t.Helper()
	data, ok := strings.CutPrefix(line, "data: ")
	var e event
	if err := json.Unmarshal([]byte(data), &e); !ok || err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	text := e.Version
	for _, found := range regexp.MustCompile(`cairn-message">([^<]*)<`).FindAllStringSubmatch(e.Panel, -1) {
		text += " " + found[1]
	}
	return text
}

func TestEvents(t *testing.T) {
	s, listener := start(t, files{"index.html": "one"})
	next := subscribe(t, listener)
	want := func(text string) {
		t.Helper()
		if got := heard(t, next()); got != text {
			t.Errorf("the channel says %q, want %q", got, text)
		}
	}
	if got := next(); got != "retry: 500" {
		t.Errorf("the channel begins with %q", got)
	}
	want("run.1")

	broken := diag.Diagnostic{File: "content/a.md", Line: 3, Column: 2, Severity: "error", Code: "broken-link", Message: "no such page"}
	s.show(files(nil).result(broken))
	want("run.1 no such page")

	s.show(files{"index.html": "one"}.result()) // mended
	want("run.2")

	warning := diag.Diagnostic{File: "a.md", Line: 1, Column: 1, Severity: "warning", Message: "hm"}
	s.show(files{"index.html": "two"}.result(warning))
	want("run.3 hm")

	s.show(files{"index.html": "three"}.result(broken)) // a tree, and errors
	want("run.3 no such page")
	if _, body := get(t, listener, "/"); !strings.HasPrefix(body, "two<script") {
		t.Errorf("the page is %q, want the last good one", body)
	}
}

// A page that cannot be rendered is served from the last complete site, and the whole site
// is once the failure is known.
func TestPageThatCannotBeMade(t *testing.T) {
	s, listener := start(t, files{"index.html": "<p>one", "other.html": "<p>one"})
	s.showComplete(files{"index.html": "<p>one", "other.html": "<p>one"}.result())
	next := files{"index.html": "<p>two"}.result()
	next.Tree.AddLazy("other.html", func(*bytes.Buffer) []byte { return nil }, diag.Place{})
	next.Tree.AddLazy("new.html", func(*bytes.Buffer) []byte { return nil }, diag.Place{})
	s.show(next)
	want := func(path string, status int, text string) {
		t.Helper()
		response, body := get(t, listener, path)
		if response.StatusCode != status || !strings.Contains(body, text) {
			t.Errorf("%s: status %d\n%s", path, response.StatusCode, body)
		}
	}
	want("/", 200, "<p>two")
	want("/other.html", 200, "<p>one")
	want("/new.html", 503, "the site has errors")

	s.showComplete(files(nil).result(diag.Diagnostic{File: "layouts/page.html", Severity: "error", Message: "no field X"}))
	want("/", 200, "<p>one")
	want("/new.html", 404, "404")
	if now := s.now(); !now.broken || len(now.faults) != 1 || now.number != 3 {
		t.Errorf("the server is at %d, broken %t, with %v", now.number, now.broken, now.faults)
	}
}

// Only changes of files that are not pages make a page load its pictures again.
func TestFilesAreCounted(t *testing.T) {
	s, _ := start(t, files{"a.png": "1"})
	for i, test := range []struct {
		files files
		want  int
	}{
		{files{"a.png": "1"}, 1},
		{files{"a.png": "2"}, 2},
		{files{"a.png": "2", "b.png": "2"}, 3},
		{files{"b.png": "2"}, 4},
	} {
		s.show(test.files.result())
		if got := s.now().files; got != test.want {
			t.Errorf("%d: files are at %d, want %d", i, got, test.want)
		}
	}
}

// The server holds the current site and the last complete one, and no other, even if a page
// has received events about all of them.
func TestOnlyTheLastSitesAreHeld(t *testing.T) {
	s, listener := start(t, sample)
	next := subscribe(t, listener)
	var held []weak.Pointer[output.Tree]
	for i := range 20 {
		result := files{"index.html": fmt.Sprint(i)}.result()
		held = append(held, weak.Make(result.Tree))
		s.show(result)
		if i == 10 {
			s.showComplete(result)
		}
		if get(t, listener, "/"); next() == "" {
			t.Fatal("the page hears nothing")
		}
	}
	heldNow := func() (numbers []int) {
		runtime.GC()
		for i, tree := range held {
			if tree.Value() != nil {
				numbers = append(numbers, i)
			}
		}
		return numbers
	}
	// The goroutine of the last request may hold a site for a moment after its response.
	got, want := heldNow(), []int{10, 19}
	for range 100 {
		if slices.Equal(got, want) {
			break
		}
		got = heldNow()
	}
	if !slices.Equal(got, want) {
		t.Errorf("the sites of builds %v are held, want %v", got, want)
	}
	runtime.KeepAlive(s)
}
