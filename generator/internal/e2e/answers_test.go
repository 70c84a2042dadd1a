package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/output"
)

// askedQuestion is a question with its possible answers, in the JSON of an assessment.
type askedQuestion struct {
	Text    string           `json:"text"`
	Answers []map[string]any `json:"answers"`
}

func questionOf(text string, answers ...string) askedQuestion {
	q := askedQuestion{Text: text}
	for _, answer := range answers {
		q.Answers = append(q.Answers, map[string]any{"text": answer})
	}
	return q
}

// answerBook returns two functions of the browser's code: keep returns the saved form of a
// form's fields, and restore returns the fields of a saved form.
func answerBook(t *testing.T) (keep, restore func(questions []askedQuestion, fields string) string) {
	vm := jstest.Load(t, "../../../static/assessment/answers.ts")
	call := func(name string) func(questions []askedQuestion, fields string) string {
		f, _ := goja.AssertFunction(vm.Get("module").ToObject(vm).Get(name))
		parse, _ := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("parse"))
		text, _ := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("stringify"))
		return func(questions []askedQuestion, fields string) string {
			assessment, _ := json.Marshal(map[string]any{"questions": questions, "record": map[string]any{"fields": []string{"新人", "日期"}, "evidence": "x"}})
			a, err := parse(goja.Undefined(), vm.ToValue(string(assessment)))
			if err != nil {
				t.Fatal(err)
			}
			b, err := parse(goja.Undefined(), vm.ToValue(fields))
			if err != nil {
				t.Fatal(err)
			}
			result, err := f(goja.Undefined(), a, b)
			if err != nil {
				t.Fatal(err)
			}
			result, _ = text(goja.Undefined(), result)
			return result.String()
		}
	}
	return call("keepFields"), call("restoreFields")
}

func TestAnswersAreStoredByText(t *testing.T) {
	keep, restore := answerBook(t)
	questions := []askedQuestion{questionOf("甲？", "是", "否"), questionOf("乙？", "多", "少"), questionOf("甲？", "有", "无")}
	const form = `{"question-0":"1","question-2":"0","evidence-1":"周三","field-1":"今天"}`
	const kept = `{"question:甲？":"否","question:甲？\n2":"有","evidence:乙？":"周三","field:日期":"今天"}`
	if got := keep(questions, form); got != kept {
		t.Errorf("it keeps %s", got)
	}
	for _, test := range []struct{ name, kept, want string }{
		{"all of it", kept, `{"form":{"question-0":"1","evidence-1":"周三","question-2":"0","field-1":"今天"},"unmatched":{},"former":"none"}`},
		{"what is gone", `{"question:丙？":"是","question:乙？":"没有","__proto__":"x","evidence:丙？":"x"}`,
			`{"form":{},"unmatched":{"question:丙？":"是","question:乙？":"没有","__proto__":"x","evidence:丙？":"x"},"former":"none"}`},
		{"numbers", `{"question-0":"1","evidence-0":"x","field-1":"y"}`, `{"form":{"question-0":"1","evidence-0":"x","field-1":"y"},"unmatched":{},"former":"taken"}`},
		{"numbers beside texts", `{"question-0":"1","question:甲？":"是","question-1":"0"}`, `{"form":{"question-0":"0","question-1":"0"},"unmatched":{},"former":"taken"}`},
		{"a number too many", `{"question-0":"1","question-3":"0"}`, `{"form":{},"unmatched":{"question-0":"1","question-3":"0"},"former":"outofplace"}`},
		{"an answer too many", `{"question-0":"2"}`, `{"form":{},"unmatched":{"question-0":"2"},"former":"outofplace"}`},
		{"no number", `{"question-0":"length"}`, `{"form":{},"unmatched":{"question-0":"length"},"former":"outofplace"}`},
		{"a field too many, and an answer since", `{"field-2":"x","question:乙？":"少"}`, `{"form":{"question-1":"1"},"unmatched":{"field-2":"x"},"former":"none"}`},
	} {
		if got := restore(questions, test.kept); got != test.want {
			t.Errorf("%s: it is\n%s, want\n%s", test.name, got, test.want)
		}
	}
	// A question keeps its answer when other questions are added, removed or moved.
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		var questions []askedQuestion
		chosen := map[string]string{}
		form := map[string]string{}
		for i := range 8 {
			q := questionOf(fmt.Sprintf("%d？", i), "甲", "乙", "丙", "丁")
			r.Shuffle(4, func(i, j int) { q.Answers[i], q.Answers[j] = q.Answers[j], q.Answers[i] })
			n := r.IntN(4)
			chosen[q.Text], form[fmt.Sprintf("question-%d", i)] = q.Answers[n]["text"].(string), fmt.Sprint(n)
			questions = append(questions, q)
		}
		text, _ := json.Marshal(form)
		kept := keep(questions, string(text))
		r.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
		questions = slices.Insert(questions[r.IntN(4):], r.IntN(4), questionOf("新？", "甲", "乙"))
		for _, q := range questions {
			r.Shuffle(len(q.Answers), func(i, j int) { q.Answers[i], q.Answers[j] = q.Answers[j], q.Answers[i] })
		}
		var restored struct{ Form map[string]string }
		if err := json.Unmarshal([]byte(restore(questions, kept)), &restored); err != nil {
			t.Fatal(err)
		}
		for i, q := range questions {
			got := ""
			for n, answer := range q.Answers {
				if restored.Form[fmt.Sprintf("question-%d", i)] == fmt.Sprint(n) {
					got = answer["text"].(string)
				}
			}
			if got != chosen[q.Text] {
				t.Fatalf("seed %d: the answer to %s is %s, not %s", seed, q.Text, got, chosen[q.Text])
			}
		}
	}
}

// In a browser, adding a question to an assessment leaves each saved answer with its question.
func TestAnswersOnAChangedPage(t *testing.T) {
	const head = "title = \"自测\"\nsummary = \"两道题\"\n[[scales]]\nid = \"a\"\nname = \"甲\"\ntext = \"说明\"\n[record]\nfields = [\"新人\"]\nevidence = \"看到了什么\"\n"
	question := func(text string) string {
		return "[[questions]]\ntext = \"" + text + "\"\nanswers = [{ text = \"是\", points = { a = 1 } }, { text = \"否\" }]\n"
	}
	var latest *output.Tree
	b := browsertest.New(t, hostLatest(t, func() *output.Tree { return latest }, "/"))
	const key = "cairn:handbook:assessment:assessments/a.html"
	open := func(source, want string) {
		t.Helper()
		latest = buildFiles(t, map[string]string{"site.toml": "title = \"手册\"\nid = \"handbook\"\n", "content/assessments/a.toml": head + source})
		b.Open("assessments/a.html")
		const answered = `[...document.querySelectorAll("fieldset")].map((set) => (set.querySelector(":checked")?.value ?? ".") + set.querySelector("textarea").value).join()`
		if got := browsertest.Eval[string](b, answered); got != want {
			t.Errorf("it shows %s, want %s; it keeps %s", got, want, browsertest.Eval[string](b, `localStorage.getItem("`+key+`") ?? ""`))
		}
	}
	notice := func(want string) {
		t.Helper()
		if got := browsertest.Eval[string](b, text("[data-notice]")); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	open(question("一？")+question("二？"), ".,.")
	choose(b, 1, 0)
	b.Fill(`[name="evidence-1"]`, "周三")
	open(question("零？")+question("一？")+question("二？"), ".,1,0周三")
	open(question("二？"), "0周三")
	open(question("二？")+question("一？"), "0周三,1")
	notice("")
	former := func(fields string) {
		browsertest.Eval[bool](b, `(localStorage.setItem("`+key+`", '{"version":1,"fields":`+fields+`,"results":[]}'), true)`)
	}
	former(`{"question-0":"1","evidence-1":"x"}`)
	open(question("一？")+question("二？"), "1,.x")
	notice("以前的答案记的是第几题，已经照着放回来。题目要是改过，可能对不上，请核对一遍。")
	open(question("零？")+question("一？")+question("二？"), ".,1,.x")
	notice("")
	former(`{"question-2":"1"}`)
	open(question("一？")+question("二？"), ".,.")
	notice("以前的答案记的是第几题，题目后来改过，对不上了：没有放回来，请重新选一遍。")
}
