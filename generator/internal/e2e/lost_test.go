package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/browsertest"
)

// hostLost serves the site as a server does that shows 404.html for an unknown address.
func hostLost(t *testing.T) string {
	tree := tree(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, found := tree.Get(strings.TrimPrefix(r.URL.Path, "/"))
		if !found {
			data, _ = tree.Get("404.html")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			w.Write(data)
			return
		}
		http.ServeContent(w, r, r.URL.Path, time.Time{}, strings.NewReader(string(data)))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// The page for an unknown address offers a search for the name in the address. The search page
// says what can be asked until something is.
func TestLost(t *testing.T) {
	b := browsertest.New(t, hostLost(t), 404)
	const offer = `(({ hidden, textContent, pathname, search }) => hidden ? "" : textContent + " " + pathname + decodeURIComponent(search))(document.querySelector("[data-lost]"))`
	for path, want := range map[string]string{
		"playbooks/" + url.PathEscape("续约") + ".html": "搜“续约” /search.html?q=续约",
		"goals/renewal-risk_2.html#a":                 "搜“renewal risk 2” /search.html?q=renewal risk 2",
		"tracks/":                                     "搜“tracks” /search.html?q=tracks",
		"404.html":                                    "",
		"%E6%8B":                                      "",
		"a/" + url.PathEscape("<b>x"):                 "搜“<b>x” /search.html?q=<b>x",
	} {
		b.Open(path)
		if got := browsertest.Eval[string](b, offer); got != want {
			t.Errorf("%s: the page offers %q, want %q", path, got, want)
		}
	}
	b.Open("playbooks/" + url.PathEscape("续约") + ".html")
	b.Click("[data-lost]")
	const hint = `!document.querySelector("[data-search-hint]").hidden`
	b.Arrive(`location.pathname === "/search.html" && document.querySelector("[role=option]")`)
	if browsertest.Eval[bool](b, hint) {
		t.Error("the hint stands beside results")
	}
	browsertest.Eval[bool](b, `((box) => { box.value = ""; return box.dispatchEvent(new Event("input")); })(document.querySelector("[role=combobox]"))`)
	b.Await(hint)
}
