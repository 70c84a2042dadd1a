package sheet

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/config"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/wire"
	"cairn/generator/internal/words"
)

// loadMonday loads the modules of the card of the week that need no page, and the words of the theme. The
// function `of` evaluates a template's examples.
func loadMonday(t testing.TB) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	for name, file := range map[string]string{
		"records": "worksheet/records", "tallies": "worksheet/tallies", "due": "worksheet/due", "ics": "worksheet/ics", "monday": "worksheet/monday", "saved": "worksheet/saved",
		"evaluate": "goal/evaluate", "calendar": "goal/calendar", "words": "shared/words",
	} {
		if _, err := vm.RunString(jstest.Bundle(t, "../../../static/"+file+".ts") + "; globalThis." + name + " = module;"); err != nil {
			t.Fatal(err)
		}
	}
	texts, _ := words.Read(fstest.MapFS{}, os.DirFS("../../.."), &config.Config{Language: "zh"})
	vm.Set("locale", texts.Under("locale"))
	vm.Set("mondayWords", texts.Under("monday"))
	if _, err := vm.RunString(`
		globalThis.document = { documentElement: { dataset: { locale: JSON.stringify(locale) } } };
		globalThis.word = words.filling(JSON.stringify(mondayWords));
		globalThis.of = (template, typed = {}) => {
			const entries = new Map(template.inputs.filter(({ default: example }) => example !== null).map(({ key, default: example }) => [key, example]));
			for (const [key, value] of Object.entries(typed)) entries.set(key, value);
			return { template, calendar: new calendar.Calendar(template.year), sheet: evaluate.evaluatorOf(template)(entries) };
		};
		globalThis.weekOf = (calendar, id) => calendar.weeks.flat().find((week) => week.id === id);
	`); err != nil {
		t.Fatal(err)
	}
	return vm
}

func run(t testing.TB, vm *goja.Runtime, script string) string {
	t.Helper()
	value, err := vm.RunString("(() => {" + script + "})()")
	if err != nil {
		t.Fatalf("%v\n%s", err, script)
	}
	return value.String()
}

func asJSON(t testing.TB, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// tick is a record of a plan.
type tick struct {
	ID  string `json:"id"`
	On  string `json:"on"`
	Key string `json:"key"`
	N   int    `json:"n"`
}

// weekFacts is what the card says of a key in a week.
type weekFacts struct {
	Done, Owed, Quarter, Asked float64
	IsLast                     bool
}

// The card's numbers are those of an independent count over the weeks of the plan, for random ticks.
func TestTallies(t *testing.T) {
	vm := loadMonday(t)
	random := rand.New(rand.NewPCG(sample.Seed(t, 11), 12))
	for _, name := range []string{"saas/newcomer", "enterprise/newcomer", "saas/manager"} {
		template := goaltest.All(t)[name]
		vm.Set("json", asJSON(t, wire.New(template)))
		run(t, vm, `globalThis.now = of(JSON.parse(json)); return ""`)
		weeks := planWeeks(Evaluate(template, nil))
		for range sample.Count(t, 60, 250) {
			var ticks []tick
			for i := range random.IntN(30) {
				on := date(weeks[random.IntN(len(weeks))].monday, random.IntN(7))
				ticks = append(ticks, tick{fmt.Sprint(i), on, template.Splits[random.IntN(len(template.Splits))].Key, random.IntN(4) - 1})
			}
			at, closed := random.IntN(len(weeks)), closedQuarters(template, random)
			got := map[string]weekFacts{}
			text := run(t, vm, fmt.Sprintf(`
				const tallied = new tallies.Tallies(now.calendar, weekOf(now.calendar, %q), now.sheet, { records: %s, closed: %s });
				return JSON.stringify(Object.fromEntries(now.template.splits.map(({ key }) => {
					const { n, isLast } = tallied.owed(key), { done, asked } = tallied.inQuarter(key);
					return [key, { Done: tallied.ticked(key), Owed: n, IsLast: n > 0 && isLast, Quarter: done, Asked: asked }];
				})))`, weeks[at].id, asJSON(t, append([]tick{}, ticks...)), asJSON(t, closed)))
			if err := json.Unmarshal([]byte(text), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(countWeek(template, weeks, at, ticks, closed), got); diff != "" {
				t.Fatalf("%s in %s with %v and %v: %s", name, weeks[at].id, ticks, closed, diff)
			}
		}
	}
}

// closedQuarter is a quarter that is closed, with the totals to date that were typed.
type closedQuarter struct {
	Quarter string            `json:"quarter"`
	Done    map[string]string `json:"done"`
}

// closedQuarters closes some of the first quarters; some steps have no number.
func closedQuarters(template *goal.Template, random *rand.Rand) []closedQuarter {
	closed := []closedQuarter{}
	total := 0
	for q := range random.IntN(5) {
		done := map[string]string{}
		for _, split := range template.Splits {
			if total += random.IntN(4); random.IntN(3) > 0 {
				done[split.Key] = strconv.Itoa(total)
			}
		}
		closed = append(closed, closedQuarter{fmt.Sprintf("%s-Q%d", template.Year.ID, q+1), done})
	}
	return closed
}

type planWeek struct {
	id, monday string
	quarter    int
	asks       map[string]float64 // in tenths
}

// planWeeks lists the weeks of a sheet's plan with their numbers.
func planWeeks(s *Sheet) []planWeek {
	var weeks []planWeek
	month := 0
	for _, row := range s.Plan {
		if row.Level != "month" {
			continue
		}
		for _, w := range row.Weeks {
			year, number, _ := strings.Cut(w.ID, "-W")
			y, _ := strconv.Atoi(year)
			n, _ := strconv.Atoi(number)
			week := planWeek{w.ID, mondayOf(y, n), month / 3, map[string]float64{}}
			for i, split := range s.Template.Splits {
				x, _ := strconv.ParseFloat(w.Cells[i].Raw, 64)
				week.asks[split.Key] = 10 * x
			}
			weeks = append(weeks, week)
		}
		month++
	}
	return weeks
}

// mondayOf returns the Monday of an ISO week: the fourth of January is in the first.
func mondayOf(year, week int) string {
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)
	return fourth.AddDate(0, 0, 7*(week-1)-(int(fourth.Weekday())+6)%7).Format(time.DateOnly)
}

func date(from string, days int) string {
	day, _ := time.Parse(time.DateOnly, from)
	return day.AddDate(0, 0, days).Format(time.DateOnly)
}

// countWeek counts for each step what the card says of it in a week.
func countWeek(template *goal.Template, weeks []planWeek, at int, ticks []tick, closed []closedQuarter) map[string]weekFacts {
	weekOf := func(on string) int {
		return slices.IndexFunc(weeks, func(w planWeek) bool { return w.monday <= on && on < date(w.monday, 7) })
	}
	first := at
	for _, tick := range ticks {
		first = min(first, weekOf(tick.On))
	}
	all := map[string]weekFacts{}
	for _, split := range template.Splits {
		done := func(from, to int) float64 { // of the weeks from one to another, the latter excluded
			sum := 0
			for _, tick := range ticks {
				if w := weekOf(tick.On); tick.Key == split.Key && from <= w && w < to {
					sum += tick.N
				}
			}
			return float64(max(sum, 0))
		}
		begin, end := at, at+1
		for begin > 0 && weeks[begin-1].quarter == weeks[at].quarter {
			begin--
		}
		for end < len(weeks) && weeks[end].quarter == weeks[at].quarter {
			end++
		}
		facts := weekFacts{Done: done(at, at+1), Quarter: done(begin, end)}
		for _, w := range weeks[begin:end] {
			facts.Asked += w.asks[split.Key] / 10
		}
		facts.Asked = formula.Round(facts.Asked, 1)
		from := max(begin, first)
		owed, last := 0.0, 0.0
		for _, w := range weeks[from:at] {
			owed += w.asks[split.Key] / 10
		}
		owed -= done(from, at) + max(facts.Done-weeks[at].asks[split.Key]/10, 0)
		if from < at {
			last = weeks[at-1].asks[split.Key]/10 - done(at-1, at)
		}
		if q := weeks[at].quarter; q < len(closed) {
			owed = 0
			if typed, err := strconv.Atoi(closed[q].Done[split.Key]); err == nil {
				before := 0
				if q > 0 {
					before, _ = strconv.Atoi(closed[q-1].Done[split.Key])
				}
				facts.Quarter = float64(max(typed-before, 0))
			}
		}
		if owed = formula.Round(owed, 1); owed > 0 {
			facts.Owed, facts.IsLast = owed, owed <= formula.Round(last, 1)
		}
		all[split.Key] = facts
	}
	return all
}
