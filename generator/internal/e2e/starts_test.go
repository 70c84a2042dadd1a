package e2e

import (
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

const reader2024 = `{"track":"saas","stage":"newcomer","joined":"2024-03-01"}`

// The date of joining that the home page keeps goes into the date of joining of a newcomer's sheet, and never into the date
// from which another stage's sheet counts.
func TestJoiningDateFillsOnlyNewcomers(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	storeText(b, "reader", reader2024)
	for stage, want := range map[string]string{"newcomer": "入职日期 2024-03-01", "growth": "起算日期 2027-01-04", "expert": "起算日期 2027-01-04", "manager": "起算日期 2027-01-04"} {
		b.Open("goals/saas/" + stage + ".html")
		got := browsertest.Eval[string](b, `[...document.querySelectorAll("[data-worksheet] input[type=date]")].map((field) => field.name + " " + field.value).join()`)
		if got != want {
			t.Errorf("%s: the dates are %s, want %s", stage, got, want)
		}
	}
}

// The former release filled the date of joining into 起算日期. There it is a text like those that the reader typed: the plan opens
// with it, says that it means something else, and keeps it when she changes another number.
func TestKeptDateOfAnEarlierStart(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("404.html")
	storeText(b, "reader", reader2024)
	const key = "plan:goals/saas/growth"
	storeText(b, key, `{"version":1,"template":"old","values":{"起算日期":"2015-03-02","目标新签":"9"},"unknown":["赢单率"]}`)
	b.Open("goals/saas/growth.html")
	kept := func() string {
		return browsertest.Eval[string](b, `Object.entries(localStorage).filter(([key]) => key.includes("`+key+`")).map(([, plan]) => JSON.stringify(JSON.parse(plan).values) + JSON.parse(plan).unknown).join()`)
	}
	const dated = `document.querySelector('[name="起算日期"]').value === "2015-03-02"`
	b.Await(dated)
	if got := browsertest.Eval[string](b, `document.querySelector("[data-outdated]").innerText`); !strings.Contains(got, "\n从哪天算起 以前首页会把入职日期填到这里；") {
		t.Errorf("it says %s", got)
	}
	b.Fill(`[name="目标新签"]`, "10")
	b.Await(computed("签约") + ` === "10"`)
	b.Reload()
	b.Await(dated + ` && ` + computed("签约") + ` === "10"`)
	if got, want := kept(), `{"起算日期":"2015-03-02","目标新签":"10"}赢单率`; got != want {
		t.Errorf("it keeps %s, want %s", got, want)
	}
}
