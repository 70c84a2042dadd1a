package jstest

import (
	"encoding/json"
	"fmt"
	"testing"
)

// Evaluates an expression in which the exports of a module of static/reading are global.
func reading(t *testing.T, module string) func(expression string) string {
	vm := Load(t, "../../../static/reading/"+module)
	return func(expression string) string {
		value, err := vm.RunString("JSON.stringify((({ " + exports + " }) => " + expression + ")(module)) ?? 'undefined'")
		if err != nil {
			t.Fatalf("%s: %v", expression, err)
		}
		return value.String()
	}
}

const exports = "followStays, neededFor, withRead, idsOf, sectionsKind, countTicked"

// A section must stay on the screen for a fifth of its reading time, and for two seconds at least.
func TestTimeThatASectionNeeds(t *testing.T) {
	eval := reading(t, "stay.ts")
	for expression, want := range map[string]string{
		`neededFor("")`: "2000",
		`neededFor("短短的一节，两秒。")`:                      "2000",
		`neededFor("读".repeat(66))`:                   "2000",
		`neededFor("读".repeat(67))`:                   "2010",
		`neededFor("读".repeat(400))`:                  "12000",
		`neededFor("读，\n".repeat(400))`:               "12000",
		`neededFor("reader's café 2027 ".repeat(50))`: "12000", // reader, s, café and 2027
	} {
		if got := eval(expression); got != want {
			t.Errorf("%s is %s, want %s", expression, got, want)
		}
	}
}

// A section is read when its end has been on the screen and it has stayed there long enough, in any
// order and with interruptions.
func TestSectionsThatAreRead(t *testing.T) {
	eval := reading(t, "stay.ts")
	// Each look is a time in seconds and, for each of two sections that need ten seconds, what is on the
	// screen: "-" nothing, "s" a part without the end, "e" the end.
	for _, test := range []struct {
		name  string
		looks []string
		read  string // for each look, the sections that were read
		wait  string // after the last look
	}{
		{"the end is seen from the start", []string{"0 e-", "9 e-", "10 e-"}, "[[],[],[0]]", "undefined"},
		{"the end is seen last", []string{"0 s-", "30 e-"}, "[[],[0]]", "undefined"},
		{"long enough, but not to the end", []string{"0 s-", "60 s-", "90 -s"}, "[[],[],[]]", "undefined"},
		{"scrolled through", []string{"0 s-", "1 e-", "2 -s", "3 -e", "4 --"}, "[[],[],[],[],[]]", "undefined"},
		{"the page is left alone in between", []string{"0 e-", "6 --", "600 e-", "603 e-", "604 e-"}, "[[],[],[],[],[0]]", "undefined"},
		{"the end was seen on the way down", []string{"0 e-", "1 s-", "9 s-", "11 s-"}, "[[],[],[],[0]]", "undefined"},
		{"two at once", []string{"0 es", "10 -e", "11 -e"}, "[[],[0,1],[]]", "undefined"},
		{"one after the other", []string{"0 es", "4 ee", "10 --", "20 --"}, "[[],[],[0,1],[]]", "undefined"},
		{"read once", []string{"0 e-", "10 e-", "30 e-"}, "[[],[0],[]]", "undefined"},
		{"it says when to look again", []string{"0 s-", "4 e-"}, "[[],[]]", "6000"},
		{"the next of two", []string{"0 e-", "3 ee"}, "[[],[]]", "7000"},
		{"nothing to wait for without the end", []string{"0 ss", "3 ss"}, "[[],[]]", "undefined"},
		{"nothing to wait for out of sight", []string{"0 e-", "3 --"}, "[[],[]]", "undefined"},
	} {
		looks, _ := json.Marshal(test.looks)
		got := eval(`(() => {
			const stays = followStays([10000, 10000]);
			const read = ` + string(looks) + `.map((look) => {
				const [time, screen] = look.split(" ");
				return stays.look(1000 * Number(time), [...screen].map((c) => ({ shown: c !== "-", end: c === "e" })));
			});
			return [read, stays.wait() ?? "undefined"];
		})()`)
		want := fmt.Sprintf("[%s,%s]", test.read, test.wait)
		if test.wait == "undefined" {
			want = fmt.Sprintf(`[%s,"undefined"]`, test.read)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", test.name, got, want)
		}
	}
}

// What is kept for a page has the sections that are read and those that the page lacks today. Merging
// two values is a union.
func TestReadSectionsAreKept(t *testing.T) {
	eval := reading(t, "sections.ts")
	const kept = `{ version: 1, sections: ["a", "gone", "b"] }`
	for expression, want := range map[string]string{
		`withRead(undefined, ["a", "b"], ["b"])`:                                            `{"version":1,"sections":["b"]}`,
		`withRead(` + kept + `, ["a", "b", "c"], ["a", "c"])`:                               `{"version":1,"sections":["gone","a","c"]}`,
		`withRead(` + kept + `, ["a", "b", "c"], [])`:                                       `{"version":1,"sections":["gone"]}`,
		`withRead({ version: 1, sections: ["a"] }, ["a"], [])`:                              `undefined`,
		`sectionsKind.join(` + kept + `, { version: 1, sections: ["c", "a"] })`:             `{"version":1,"sections":["a","gone","b","c"]}`,
		`[...idsOf(` + kept + `)]`:                                                          `["a","gone","b"]`,
		`[undefined, null, [], {}, { version: 2, sections: [] }].map((v) => idsOf(v).size)`: `[0,0,0,0,0]`,
		`sectionsKind.read({ version: 1, sections: ["a", 1] })`:                             `"unreadable"`,
		`sectionsKind.read({ version: 1, sections: ["a"], more: 1 })`:                       `{"version":1,"sections":["a"]}`,
	} {
		if got := eval(expression); got != want {
			t.Errorf("%s is %s, want %s", expression, got, want)
		}
	}
}

// The ticks of a page are counted by the beginnings of its tasks' keys: of its present tasks only, and one
// tick for each of several tasks with one text.
func TestTicksAreCountedWithoutThePage(t *testing.T) {
	eval := reading(t, "tasks.ts")
	const ticks = `{ version: 1, tasks: { aaaa1: [["", "", "", true]], bbbb2: [["", "", "", false]], cccc3: [["", "", "", null]], dddd4: [["p", "", "", true], ["q", "", "", true]], eeee5: [["", "", "", true]] } }`
	for starts, want := range map[string]string{
		`[]`:                               "0",
		`["aaaa"]`:                         "1",
		`["bbbb", "cccc"]`:                 "0",
		`["aaaa", "aaaa"]`:                 "1",
		`["dddd", "x", "dddd", "dddd"]`:    "2",
		`["aaaa", "bbbb", "dddd", "ffff"]`: "2",
	} {
		if got := eval(`countTicked(` + ticks + `, ` + starts + `)`); got != want {
			t.Errorf("of %s %s are ticked, want %s", starts, got, want)
		}
	}
}
