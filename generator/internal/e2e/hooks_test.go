package e2e

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/render"
)

// hostWithout serves the site. A request with ?without=NAME gets the page without the attribute
// NAME, as if a site's own layout lacked it; NAME may stand several times.
func hostWithout(t *testing.T) string {
	tree := tree(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/")
		data, found := tree.Get(path)
		if !found {
			http.NotFound(w, r)
			return
		}
		text := string(data)
		for _, name := range r.URL.Query()["without"] {
			text = regexp.MustCompile(`([\s"'])`+regexp.QuoteMeta(name)+`([\s=>"'/])`).ReplaceAllString(text, "${1}data-gone$2")
		}
		http.ServeContent(w, r, path, time.Time{}, strings.NewReader(text))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// A script goes on without an optional part of the page: it throws no error, and the other
// parts of the page work. Six parts are left out at a time, far apart in the list, because a
// page for each of them would take minutes.
func TestPagesWithoutOptionalParts(t *testing.T) {
	pages := map[string]struct{ path, use, works string }{
		"data-worksheet": {
			worksheet,
			`(() => {
				const input = document.querySelector('[name="目标签约"]');
				input.value = "9";
				input.dispatchEvent(new Event("input", { bubbles: true }));
				document.querySelector("[data-reset], .quiet")?.focus();
				return true;
			})()`,
			computed("签约") + ` === "9"`,
		},
		"data-assessment": {
			"assessments/abilities.html",
			`(document.querySelector("input[type=radio]").click(), true)`,
			`/还|剩|题/.test(document.querySelector("[data-status]").textContent)`,
		},
		"data-session": {
			"print.html",
			`(document.querySelector("[name=sheet]").click(), true)`,
			`document.querySelectorAll("[data-papers] > *").length === 1`,
		},
	}
	b := browsertest.New(t, hostWithout(t))
	for _, attachment := range render.Attachments() {
		page, ok := pages[attachment.Anchor]
		if !ok {
			continue
		}
		opened := (len(attachment.Optional) + 5) / 6
		for first := range opened {
			left := url.Values{}
			for i := first; i < len(attachment.Optional); i += opened {
				left.Add("without", attachment.Optional[i])
			}
			b.Open(page.path + "?" + left.Encode())
			browsertest.Eval[bool](b, page.use)
			b.Await(page.works)
		}
	}
}

// A worksheet whose layout lacks the reset button shows the saved plan.
func TestKeptPlanWithoutResetButton(t *testing.T) {
	b := browsertest.New(t, hostWithout(t))
	b.Open(worksheet)
	b.Fill(signed, "8")
	b.Await(computed("签约") + ` === "8"`)
	b.Open(worksheet + "?without=data-reset")
	b.Await(computed("签约") + ` === "8" && document.querySelector('[name="目标签约"]').value === "8"`)
}
