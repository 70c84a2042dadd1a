package e2e

import (
	"net/url"
	"testing"

	"cairn/generator/internal/browsertest"
)

// The page for an unknown address offers a search for the name in the address. The search page
// says what can be asked until something is.
func TestLost(t *testing.T) {
	b := browsertest.New(t, host(t, "/"), 404)
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
