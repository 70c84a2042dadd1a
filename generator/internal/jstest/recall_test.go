package jstest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/sample"
)

// loadRecall loads the schedule of the questions. Days are counted from 1 December 2026.
func loadRecall(t *testing.T) *goja.Runtime {
	vm := Load(t, "../../../static/reading/recall.ts")
	if _, err := vm.RunString(`
		const { standingOn, askedOn, agenda, withAnswer, noAnswers, recallKind, minutesFor } = module;
		const first = Date.UTC(2026, 11, 1) / 86400000;
		const date = (n) => new Date((first + n) * 86400000).toISOString().slice(0, 10);
		const answers = (days) => Object.fromEntries(days.split(" ").filter(Boolean).map((day) => [date(Number(day.replace("x", ""))), !day.endsWith("x")]));
		const standing = (days, today) => {
			const { due, today: isAnswered, isDone } = standingOn(answers(days), first + today);
			return [isDone ? "done" : due === undefined ? "never" : due - first, isAnswered ? "answered" : ""].join(" ").trim();
		};
		const kept = (questions, skipped) => ({ version: 1, answers: Object.fromEntries(Object.entries(questions).map(([key, days]) => [key, answers(days)])), ...(skipped === undefined ? {} : { skipped: date(skipped) }) });
		const asked = (questions, today, skipped) => askedOn(kept(questions, skipped), Object.keys(questions), first + today).join(" ");
		const days = (questions, today, skipped) => agenda(kept(questions, skipped), Object.keys(questions), first + today).map(({ date, count }) => Date.parse(date) / 86400000 - first + ":" + count).join(" ");`); err != nil {
		t.Fatal(err)
	}
	return vm
}

// Where a question stands; a day with an x is one on which the answer was wrong.
func TestWhenAQuestionIsAskedAgain(t *testing.T) {
	vm := loadRecall(t)
	for script, want := range map[string]string{
		`standing("", 0)`:                                      "never",
		`standing("0", 0)`:                                     "1 answered",
		`standing("0x", 0)`:                                    "1 answered",
		`standing("0 1", 2)`:                                   "4",
		`standing("0x 1", 2)`:                                  "4",
		`standing("0 1 4 11", 12)`:                             "32",
		`standing("0 1 4 11 32", 33)`:                          "done",
		`standing("0 1 4 11 32 40", 50)`:                       "done",
		`standing("0 1 4 11 32 40x", 50)`:                      "41",          // a wrong answer counts at any time
		`standing("0 1 2 3 4", 5)`:                             "11",          // right before it is due counts for nothing
		`standing("0 1 2x", 3)`:                                "3",           // wrong does
		`standing("0 1 4x 5 8", 9)`:                            "15",          // from the shortest interval again
		`standing("0 9", 10)`:                                  "12",          // late: from the day of the answer
		`standing("0 1 5", 1)`:                                 "4 answered",  // the clock was set back: the answer of a later day waits for it
		`standing("0 1 5", 5)`:                                 "12 answered", // the day has come
		`standing("0 1", 0)`:                                   "4 answered",  // it is the next day already in the time zone of the answer
		`asked({ a: "0", b: "0", c: "0" }, 0)`:                 "",            // asked today already
		`asked({ a: "0", b: "0", c: "0" }, 1)`:                 "a b",         // two a day
		`asked({ a: "0 1", b: "0 1", c: "0" }, 1)`:             "",            // no third one
		`asked({ a: "0 1", b: "0 1", c: "0" }, 2)`:             "c",
		`asked({ a: "2", b: "0", c: "1" }, 9)`:                 "b c", // the longest due first
		`asked({ a: "0", b: "0" }, 1, 1)`:                      "",    // skipped today
		`asked({ a: "0", b: "0" }, 2, 1)`:                      "a b",
		`asked({ a: "" }, 9)`:                                  "", // never answered
		`asked({ a: "0 1 2 3 4 5 6 7 8 9", b: "8" }, 9)`:       "b",
		`asked({ a: "3 4 5 6 7 8 9", b: "0", c: "3 4 5" }, 9)`: "", // ten in seven days
		`asked({ a: "3 4 5 6 7 8", b: "0", c: "4 5 6" }, 9)`:   "b",
		`days({}, 0)`:                                          "",
		`days({ a: "0" }, 0)`:                                  "1:1 4:1 11:1 32:1",
		`days({ a: "0", b: "0", c: "0x" }, 0)`:                 "1:2 2:1 4:2 5:1 11:2 12:1 32:2 33:1",
		`days({ a: "0", b: "0" }, 1, 1)`:                       "2:2 5:2 12:2 33:2",
		`days({ a: "0 1 4 11 32" }, 40)`:                       "",
		`minutesFor(2)`:                                        "2",
		`JSON.stringify(recallKind.read({ version: 1, answers: { a: { "2026-12-01": true } }, more: 1 }))`: `{"version":1,"answers":{"a":{"2026-12-01":true}}}`,
		`[undefined, null, [], { version: 2, answers: {} }, { version: 1 }, { version: 1, answers: { a: [] } }, { version: 1, answers: { a: { "2026-02-30": true } } }, { version: 1, answers: { a: { "2026-12-01": 1 } } },
			{ version: 1, answers: {}, skipped: "now" }].map(recallKind.read).join()`: strings.TrimSuffix(strings.Repeat("unreadable,", 9), ","),
	} {
		value, err := vm.RunString(script)
		if err != nil {
			t.Errorf("%s: %v", script, err)
		} else if got := value.String(); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
}

// Whoever answers when she likes, rightly: between two answers that count lie 1, 3, 7 and 21 days at least, and the next one that
// comes after so many days counts. No seven days ask more than ten questions, and no day more than two, however many there are; a question
// that is due is asked in the end. The answers of two devices merge to the same in any order, once or twice.
func TestScheduleOfQuestions(t *testing.T) {
	vm := loadRecall(t)
	random := rand.New(rand.NewPCG(sample.Seed(t, 20), 26))
	for range sample.Count(t, 60, 600) {
		day, visits := 0, []int{}
		for range 1 + random.IntN(30) {
			visits = append(visits, day)
			day += 1 + random.IntN(9)
		}
		intervals, counted, last := []int{0, 1, 3, 7, 21}, 0, 0
		for _, visit := range visits {
			if counted < len(intervals) && visit-last >= intervals[counted] {
				counted, last = counted+1, visit
			}
		}
		want := "done"
		if counted < len(intervals) {
			want = fmt.Sprint(last + intervals[counted])
		}
		text := strings.Trim(fmt.Sprint(visits), "[]")
		if got, err := vm.RunString(fmt.Sprintf(`standing(%q, %d)`, text, day+9)); err != nil || got.String() != want {
			t.Fatalf("after answers on %s it is %v %v, want %s", text, got, err, want)
		}
	}
	for range sample.Count(t, 3, 30) {
		seed, n := random.IntN(1<<30), 1+random.IntN(14)
		script := fmt.Sprintf(`(() => {
			let seed = %d;
			const chance = () => (seed = (seed * 1103515245 + 12345) %% 2147483648) / 2147483648;
			const keys = Array.from({ length: %d }, (_, i) => "q" + i);
			let saved = noAnswers;
			const counts = [];
			for (let day = 0; day < 120; day++) {
				if (day %% 9 === 0 && keys[day / 9] !== undefined) saved = withAnswer(saved, keys[day / 9], date(day), chance() < 0.7); // a new one, unasked
				const asked = askedOn(saved, keys, first + day);
				if (asked.length > 2) return "more than two on day " + day;
				for (const key of asked) saved = withAnswer(saved, key, date(day), chance() < 0.8);
				counts.push(Object.values(saved.answers).filter((days) => date(day) in days).length);
				if (counts.slice(-7).reduce((a, b) => a + b) > 10) return "more than ten in the week until day " + day;
			}
			for (let day = 120; day < 400; day++) for (const key of askedOn(saved, keys, first + day)) saved = withAnswer(saved, key, date(day), true);
			return keys.filter((key) => key in saved.answers && !standingOn(saved.answers[key], first + 400).isDone).join();
		})()`, seed, n)
		if got, err := vm.RunString(script); err != nil || got.String() != "" {
			t.Fatalf("with %d questions and seed %d: %v %v", n, seed, got, err)
		}
	}
	device := func() string {
		answers := map[string]map[string]bool{}
		for range random.IntN(6) {
			key, day := string(rune('a'+random.IntN(3))), fmt.Sprintf("2026-12-%02d", 1+random.IntN(5))
			if answers[key] == nil {
				answers[key] = map[string]bool{}
			}
			answers[key][day] = random.IntN(2) == 0
		}
		value := map[string]any{"version": 1, "answers": answers}
		if random.IntN(2) == 0 {
			value["skipped"] = fmt.Sprintf("2026-12-%02d", 1+random.IntN(5))
		}
		data, _ := json.Marshal(value)
		return string(data)
	}
	for range sample.Count(t, 50, 500) {
		a, b, c := device(), device(), device()
		script := fmt.Sprintf(`(() => {
			const [a, b, c] = [%s, %s, %s], join = recallKind.join, text = JSON.stringify;
			const all = text(join(join(a, b), c));
			return [text(join(b, a)) === text(join(a, b)), text(join(a, join(b, c))) === all, text(join(join(join(a, b), c), b)) === all, text(recallKind.read(JSON.parse(all))) === all].join();
		})()`, a, b, c)
		if got, err := vm.RunString(script); err != nil || got.String() != "true,true,true,true" {
			t.Fatalf("%s, %s and %s: %v %v", a, b, c, got, err)
		}
	}
}
