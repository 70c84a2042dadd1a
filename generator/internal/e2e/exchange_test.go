package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/jstest"
)

// exchange loads the browser's import code. receive parses a text as an exported file and
// merges it with the stored texts, by key. It returns the reason of a refusal, or as JSON for
// each key: how the two values compare, the value to store if the reader keeps her own, and
// the value to store if she takes the file's.
func exchange(t testing.TB) (receive func(file string, kept map[string]string) (string, error)) {
	vm := goja.New()
	if _, err := vm.RunString("globalThis.window = {};"); err != nil { // static/import.ts assigns its function to window
		t.Fatal(err)
	}
	for global, path := range map[string]string{"kinds": "import.ts", "received": "storage/parseExport.ts", "imports": "storage/import.ts"} {
		if _, err := vm.RunString(jstest.Bundle(t, "../../../static/"+path) + "; globalThis." + global + " = module;"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vm.RunString(receiving); err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(vm.Get("receive"))
	return func(file string, kept map[string]string) (string, error) {
		texts, _ := json.Marshal(kept)
		result, err := f(goja.Undefined(), vm.ToValue(file), vm.ToValue(string(texts)))
		if err != nil {
			return "", err
		}
		return result.String(), nil
	}
}

// receiving defines receive. It throws if a value to store would be read back differently from
// its JSON, or if the file changed Object.prototype.
const receiving = `
globalThis.receive = (file, texts) => {
	const kept = JSON.parse(texts) ?? {};
	const names = Object.getOwnPropertyNames(Object.prototype).join();
	const read = received.readExport(kinds.schema, file);
	if (Object.getOwnPropertyNames(Object.prototype).join() !== names || Object.getPrototypeOf({}) !== Object.prototype) throw new Error("Object.prototype is another");
	if (typeof read === "string") return read;
	const checked = (kind, value) => {
		if (value === undefined) return undefined;
		const text = JSON.stringify(value);
		const again = kind.read(JSON.parse(text));
		if (again === "unreadable" || JSON.stringify(again) !== text) throw new Error("it would keep " + text);
		return value;
	};
	const steps = [...read.values].map(([key, { kind, value }]) => {
		checked(kind, value);
		let here;
		try { here = key in kept ? JSON.parse(kept[key]) : undefined; } catch { here = null; }
		const { how, ours, theirs } = imports.weigh(kind, here, value);
		return [key, how, checked(kind, ours), checked(kind, theirs)];
	});
	return JSON.stringify({ site: read.site ?? null, skipped: read.skipped, steps });
};`

// oldExport returns a file that was exported before files named their site.
func oldExport(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("testdata/export.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// exportFile returns an exported file of a site with these stored texts.
func exportFile(site string, kept map[string]string) string {
	text, _ := json.Marshal(map[string]any{"version": 1, "site": site, "kept": kept})
	return string(text)
}

// A file that this site did not export, or that could harm the reader, is refused with a reason.
func TestRefusedFiles(t *testing.T) {
	receive := exchange(t)
	kept := func(key, text string) string { return exportFile("here", map[string]string{key: text}) }
	const plan = `{"version":1,"template":"x","values":{"目标签约":"7"}}`
	for text, want := range map[string]string{
		"":                                      "garbage",
		"garbage":                               "garbage",
		"null":                                  "garbage",
		"[]":                                    "garbage",
		`"x"`:                                   "garbage",
		`{"a":1}`:                               "garbage",
		`{"version":1}`:                         "garbage",
		`{"version":1,"kept":{}}`:               "garbage",
		`{"version":1,"site":7,"kept":{}}`:      "garbage",
		`{"version":2}`:                         "newer",
		`{"version":0}`:                         "garbage",
		`{}`:                                    "empty",
		`{"a":"b"}`:                             "empty",
		oldExport(t)[:200]:                      "garbage",
		`{"version":1,"site":"here"}`:           "garbage",
		`{"version":1,"site":"here","kept":[]}`: "garbage",
		`{"version":1,"site":"here","kept":{"theme":["dark"]}}`:              "garbage",
		strings.Repeat("[", 1_000_000):                                       "garbage",
		strings.Repeat(`{"a":`, 17) + "1" + strings.Repeat("}", 17):          "garbage",
		`{"` + strings.Repeat("x", 5_000_000) + `":""}`:                      "toolarge",
		`{"__proto__":"x"}`:                                                  "garbage",
		`{"\u005f_proto__":{"polluted":"1"}}`:                                "garbage",
		`{"version":1,"site":"here","kept":{"constructor":"x"}}`:             "garbage",
		kept("theme", `"red"`):                                               "empty",
		kept("theme:", `"dark"`):                                             "empty",
		kept("themes", `"dark"`):                                             "empty",
		kept("toString", `"dark"`):                                           "empty",
		kept("plan", plan):                                                   "empty",
		kept("plan:", plan):                                                  "empty",
		kept("plan:a", ""):                                                   "empty",
		kept("plan:a", "null"):                                               "empty",
		kept("plan:a", strings.Replace(plan, `"7"`, `7`, 1)):                 "empty",
		kept("plan:a", strings.Replace(plan, `1`, `2`, 1)):                   "empty",
		kept("plan:a", strings.Replace(plan, `1`, `3`, 1)):                   "newer",
		kept("plan:a", strings.Replace(plan, `目标签约`, `__proto__`, 1)):        "garbage",
		kept("plan:a", strings.Replace(plan, `"7"`, `{"prototype":[]}`, 1)):  "garbage",
		kept("other", `[{"constructor":1}]`):                                 "garbage",
		kept("other", strings.Repeat("[", 17)+strings.Repeat("]", 17)):       "garbage",
		kept("ticks:a", `["1"]`):                                             "empty",
		kept("ticks:a", `{"version":1}`):                                     "empty",
		kept("ticks:a", `{"version":1,"tasks":{"k":[["p","","",1]]}}`):       "empty",
		kept("ticks:a", `{"version":1,"tasks":{"k":[["p",true]]}}`):          "empty",
		kept("ticks:a", `{"version":1,"tasks":{"k":true}}`):                  "empty",
		kept("ticks:a", `{"version":1,"tasks":{},"former":["1"]}`):           "empty",
		kept("ticks:a", `{"version":2,"tasks":{}}`):                          "newer",
		kept("assessment:a", `{"version":2,"fields":{},"results":[]}`):       "newer",
		kept("reader", `{"track":"saas","stage":"newcomer","joined":"<b>"}`): "empty",
		kept("read:a", `["一"]`):                                              "empty",
		kept("read:a", `{"version":1,"sections":[1]}`):                       "empty",
		kept("read:a", `{"version":2,"sections":[]}`):                        "newer",
		kept("read", `{"version":1,"sections":["一"]}`):                       "empty",
		kept("left", `{"path":"a.html","title":"","anchor":"","section":1}`): "empty",
		kept("left", `{"path":"../../secret.html","title":"","anchor":""}`):  "empty",
		kept("left", `{"path":"//example.com/","title":"","anchor":""}`):     "empty",
		kept("searches", `[1]`):                                              "empty",
		kept("questions", `{"version":1,"questions":[{"query":"a"}]}`):       "empty",
		kept("questions", `{"version":2,"questions":[]}`):                    "newer",
		kept("roster", `["甲"]`):                                              "empty",
		kept("roster", `""`):                                                 "empty",
	} {
		if got, err := receive(text, nil); got != want || err != nil {
			t.Errorf("%.100s is %.300s %v, want %s", text, got, err, want)
		}
	}
}

// migrated is the JSON of a plan of version 1 in the present form, before it gets its place.
func migrated(template, values, unknown string) string {
	return `{"kind":"plan","version":2,"id":"","madeFrom":null,"person":"","year":null,"revision":1,"template":{"path":"","hash":"` + template + `"},"values":{` + values + `},"unknown":[` + unknown + `]}`
}

// A file exported before the format had a version is still imported.
func TestOldExport(t *testing.T) {
	plan := migrated("b9e4db914bd7", `"入职日期":"2026-11-20","目标签约":"7","赢单率":"1/2"`, `"入职日期"`)
	want := `{"site":null,"skipped":[],"steps":[` +
		`["plan:goals/saas/newcomer","new",` + plan + `,` + plan + `],` +
		`["theme","new","light","light"],` +
		`["ticks:playbooks/saas/newcomer.html","new",{"version":1,"tasks":{},"former":[1]},{"version":1,"tasks":{},"former":[1]}],` +
		`["reader","new",{"track":"enterprise","stage":"newcomer","joined":"2026-11-20"},{"track":"enterprise","stage":"newcomer","joined":"2026-11-20"}],` +
		`["assessment:assessments/track.html","new",{"version":1,"fields":{"question-0":"2"},"results":[{"on":"2026-11-25","scores":{"saas":0,"industry":5.2631578947368425,"enterprise":10,"emerging":0}}]},{"version":1,"fields":{"question-0":"2"},"results":[{"on":"2026-11-25","scores":{"saas":0,"industry":5.2631578947368425,"enterprise":10,"emerging":0}}]}]]}`
	if got, err := exchange(t)(oldExport(t), nil); got != want || err != nil {
		t.Errorf("it is read as\n%s %v, want\n%s", got, err, want)
	}
}

// weigh merges an imported value with the stored one if they do not contradict each other. If
// they do, the stored value stays unless the reader decides otherwise.
func TestImportedValuesAreMerged(t *testing.T) {
	receive := exchange(t)
	plan := func(template, values, unknown string) string {
		return `{"version":1,"template":"` + template + `","values":{` + values + `},"unknown":[` + unknown + `]}`
	}
	answers := func(fields, results string) string {
		return `{"version":1,"fields":{` + fields + `},"results":[` + results + `]}`
	}
	ticks := func(tasks, former string) string {
		if former != "" {
			former = `,"former":[` + former + `]`
		}
		return `{"version":1,"tasks":{` + tasks + `}` + former + `}`
	}
	day := func(on, score string) string { return `{"on":"` + on + `","scores":{"a":` + score + `}}` }
	var month []string
	for on := 1; on <= 31; on++ {
		month = append(month, day(fmt.Sprintf("2026-10-%02d", on), "1"))
	}
	asked := func(questions string) string { return `{"version":1,"questions":[` + questions + `]}` }
	const nothing = "null"
	for _, test := range []struct{ key, here, file, how, ours, theirs string }{
		{"plan:a", plan("x", `"a":"1","b":"2"`, ``), plan("x", `"b":"2","a":"1"`, ``), "same", nothing, migrated("x", `"b":"2","a":"1"`, ``)},
		{"plan:a", plan("x", `"a":"1"`, `"c","d"`), plan("y", `"a":"1"`, `"d","c"`), "same", nothing, migrated("y", `"a":"1"`, `"d","c"`)},
		{"plan:a", plan("x", `"a":"1","b":"2"`, ``), plan("y", `"a":"1"`, ``), "same", nothing, migrated("", `"a":"1","b":"2"`, ``)},
		{"plan:a", plan("x", `"a":"1"`, ``), plan("x", `"b":"2"`, `"c"`), "joined", migrated("x", `"b":"2","a":"1"`, `"c"`), migrated("x", `"a":"1","b":"2"`, `"c"`)},
		{"plan:a", plan("x", `"a":"1"`, ``), plan("y", `"b":"2"`, ``), "joined", migrated("", `"b":"2","a":"1"`, ``), migrated("", `"a":"1","b":"2"`, ``)},
		{"plan:a", plan("x", `"a":"1","c":"3"`, ``), plan("x", `"a":"2","b":"2"`, ``), "differs", nothing, migrated("x", `"a":"2","b":"2"`, ``)},
		{"plan:a", plan("x", `"a":"1"`, ``), plan("x", ``, `"a"`), "differs", nothing, migrated("x", ``, `"a"`)},
		{"plan:a", `{"version":1,`, plan("x", `"a":"2"`, ``), "differs", nothing, migrated("x", `"a":"2"`, ``)},
		{"plan:a", `{"version":2}`, plan("x", `"a":"2"`, ``), "differs", nothing, migrated("x", `"a":"2"`, ``)},
		{"assessment:a", answers(`"q":"1"`, ``), `{"fields":{"q":"1"},"results":[]}`, "same", nothing, answers(`"q":"1"`, ``)},
		{"assessment:a", answers(``, day("2026-11-23", "1")), answers(`"q":"1"`, day("2026-11-22", "2")), "joined",
			answers(`"q":"1"`, day("2026-11-22", "2")+","+day("2026-11-23", "1")), answers(`"q":"1"`, day("2026-11-22", "2")+","+day("2026-11-23", "1"))},
		{"assessment:a", answers(`"q":"2"`, day("2026-11-22", "1")), answers(`"q":"1"`, day("2026-11-23", "2")), "differs",
			answers(`"q":"2"`, day("2026-11-22", "1")+","+day("2026-11-23", "2")), answers(`"q":"1"`, day("2026-11-22", "1")+","+day("2026-11-23", "2"))},
		{"assessment:a", answers(``, strings.Join(month[1:], ",")), answers(``, month[0]), "joined", answers(``, strings.Join(month, ",")), answers(``, strings.Join(month, ","))},
		{"assessment:a", answers(``, day("2026-11-23", "1")), answers(``, day("2026-11-23", "2")), "differs", nothing, answers(``, day("2026-11-23", "2"))},
		{"ticks:a", `[3,1]`, `[2,1]`, "joined", ticks(``, `1,2,3`), ticks(``, `1,2,3`)},
		{"ticks:a", `[1,2,3]`, `[2]`, "same", nothing, ticks(``, `1,2,3`)},
		{"ticks:a", `"x"`, `[2]`, "differs", nothing, ticks(``, `2`)},
		{"ticks:a", ticks(`"k":[["p","","",true]]`, ``), `[2]`, "joined", ticks(`"k":[["p","","",true]]`, `2`), ticks(`"k":[["p","","",true]]`, `2`)},
		{"ticks:a", ticks(`"k":[["p","","",true]]`, ``), ticks(`"l":[["p","","",false]]`, ``), "joined",
			ticks(`"l":[["p","","",false]],"k":[["p","","",true]]`, ``), ticks(`"k":[["p","","",true]],"l":[["p","","",false]]`, ``)},
		{"ticks:a", ticks(`"k":[["p","","",true]]`, ``), ticks(`"k":[["p","","",false]]`, ``), "differs", nothing, ticks(`"k":[["p","","",false]]`, ``)},
		{"ticks:a", ticks(`"k":[["p","","",true]]`, ``), ticks(`"k":[["q","x","y",true]]`, ``), "same", nothing, ticks(`"k":[["q","x","y",true]]`, ``)},
		{"ticks:a", ticks(`"k":[["p","","",true],["q","","",null]]`, ``), ticks(`"k":[["p","","",null],["q","","",true]]`, ``), "joined",
			ticks(`"k":[["p","","",true],["q","","",true]]`, ``), ticks(`"k":[["p","","",true],["q","","",true]]`, ``)},
		{"read:a", `{"version":1,"sections":["一","二"]}`, `{"version":1,"sections":["二","一"]}`, "same", nothing, `{"version":1,"sections":["一","二"]}`},
		{"read:a", `{"version":1,"sections":["一"]}`, `{"version":1,"sections":["二"]}`, "joined", `{"version":1,"sections":["一","二"]}`, `{"version":1,"sections":["一","二"]}`},
		{"reader", `{"track":"a","stage":"b","joined":"2026-11-23"}`, `{"track":"c","stage":"b","joined":"2026-11-23"}`, "differs", nothing, `{"track":"c","stage":"b","joined":"2026-11-23"}`},
		{"theme", `"dark"`, `"light"`, "same", nothing, `"dark"`},
		{"theme", `"auto"`, `"light"`, "differs", nothing, `"light"`},
		{"roster", `"甲"`, `"乙"`, "differs", nothing, `"乙"`},
		{"roster", `" "`, `"乙"`, "differs", nothing, `"乙"`},
		{"searches", `["a",7]`, `["b"]`, "differs", nothing, `["b"]`},
		{"left", `{"path":"a.html","title":"甲","anchor":""}`, `{"path":"b.html","title":"乙","anchor":""}`, "same", nothing, `{"path":"a.html","title":"甲","anchor":""}`},
		{"searches", `["a","b"]`, `["b","c"]`, "joined", `["a","b","c"]`, `["a","b","c"]`},
		{"questions", asked(`{"query":"a","asked":2,"hits":0,"last":"2026-11-22"}`), asked(`{"query":"A","asked":1,"hits":3,"last":"2026-11-23"}`), "joined",
			asked(`{"query":"A","asked":2,"hits":3,"last":"2026-11-23"}`), asked(`{"query":"A","asked":2,"hits":3,"last":"2026-11-23"}`)},
		{"questions", asked(`{"query":"a","asked":2,"hits":0,"last":"2026-11-22"},{"query":"b","asked":1,"hits":0,"last":"2026-11-23"}`), asked(`{"query":"a","asked":1,"hits":0,"last":"2026-11-22"}`), "same",
			nothing, asked(`{"query":"b","asked":1,"hits":0,"last":"2026-11-23"},{"query":"a","asked":2,"hits":0,"last":"2026-11-22"}`)},
		{"questions", `{"version":2}`, asked(`{"query":"a","asked":1,"hits":0,"last":"2026-11-22"}`), "differs", nothing, asked(`{"query":"a","asked":1,"hits":0,"last":"2026-11-22"}`)},
	} {
		got, err := receive(exportFile("here", map[string]string{test.key: test.file, "gone": "x"}), map[string]string{test.key: test.here})
		if want := `{"site":"here","skipped":["gone"],"steps":[["` + test.key + `","` + test.how + `",` + test.ours + `,` + test.theirs + `]]}`; got != want || err != nil {
			t.Errorf("%s beside %s is\n%s %v, want\n%s", test.file, test.here, got, err, want)
		}
	}
}

// FuzzImport parses any text as an exported file, and any value as each stored value in such a
// file. The file is refused with a known reason, or each value to store can be read back.
func FuzzImport(f *testing.F) {
	f.Add(oldExport(f), `{"version":1,"template":"x","values":{"目标签约":"7"},"unknown":["客单价"]}`)
	f.Add(exportFile("here", map[string]string{"theme": `"dark"`, "ticks:a": "[0,1]"}), `{"version":1,"fields":{"question-0":"2"},"results":[{"on":"2026-11-23","scores":{"saas":0.5}}]}`)
	f.Add("garbage", "[1,2,3]")
	f.Add(strings.Repeat("[", 20), strings.Repeat(`{"a":`, 20)+"1"+strings.Repeat("}", 20))
	f.Add(`{"__proto__":{"polluted":"1"}}`, `{"version":1,"template":"x","values":{"__proto__":"7","constructor":"x"}}`)
	f.Add(`{"version":1e999,"site":"here","kept":{}}`, `[1e999,-0,1e308,123456789012345678901234567890]`)
	f.Add(`{"plan:<img src=x onerror=alert(1)>":"{}"}`, `{"version":1,"template":"x","values":{"<script>":"<b>"}}`)
	f.Add(`{"version":1,"site":"here","kept":{"\ud800":"\ud800"}}`, `{"track":"saas","stage":"newcomer","joined":"2026-11-23"}`)
	f.Add("\ufeff{}", `{"path":"a/b.html","title":"甲","anchor":"乙"}`)
	f.Add(`{"version":2}`, `["续约","\u0000"]`)
	f.Add(`{"version":2}`, `{"version":1,"questions":[{"query":"报价 怎么","asked":1,"hits":0,"last":"2026-11-22"},{"query":"报价  怎么","asked":9007199254740991,"hits":3,"last":"2026-99-99"}]}`)
	f.Add(`{"version":1,"site":"here","kept":{}}`, `{"version":1,"tasks":{"k":[["p","x","",false]],"toString":[["","","",true],["","","",null]]}}`)
	receive := exchange(f)
	reasons := map[string]bool{"toolarge": true, "garbage": true, "newer": true, "empty": true}
	keys := []string{"plan:a", "assessment:a", "ticks:a", "read:a", "reader", "left", "searches", "questions", "roster", "theme", "other"}
	here := map[string]string{
		"plan:a": `{"version":1,"template":"x","values":{"目标签约":"8","线索率":"1/2"}}`, "assessment:a": `{"fields":{},"results":[{"on":"2026-11-22","scores":{"saas":1}}]}`,
		"ticks:a": `{"version":1,"tasks":{"k":[["p","","x",true],["p","x","",null]],"toString":[["","","",false]]},"former":[2,9]}`, "read:a": `{"version":1,"sections":["一"]}`, "reader": `{"track":"a","stage":"b","joined":"2026-11-23"}`, "left": "[", "searches": `["报价"]`, "questions": `{"version":1,"questions":[{"query":"报价","asked":1,"hits":3,"last":"2026-11-23"}]}`, "roster": `"陈晨"`,
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		value = strings.ToValidUTF8(value, "")
		all := map[string]string{}
		for _, key := range keys {
			all[key] = value
		}
		for _, text := range []string{strings.ToValidUTF8(text, ""), exportFile("here", all)} {
			for _, kept := range []map[string]string{nil, here} {
				got, err := receive(text, kept)
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				if reasons[got] {
					continue
				}
				var read struct{ Steps [][]json.RawMessage }
				if err := json.Unmarshal([]byte(got), &read); err != nil || len(read.Steps) == 0 {
					t.Fatalf("%q gives %s: %v", text, got, err)
				}
				for _, step := range read.Steps {
					var key string
					json.Unmarshal(step[0], &key)
					name, page, _ := strings.Cut(key, ":")
					if known := strings.Contains(" plan assessment ticks read ", " "+name+" ") && page != "" || strings.Contains(" reader left searches questions roster theme ", " "+key+" "); !known {
						t.Fatalf("%q would keep %q", text, key)
					}
				}
			}
		}
	})
}
