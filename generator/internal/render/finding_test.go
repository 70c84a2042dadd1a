package render

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/config"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/wire"
	"cairn/generator/internal/words"
)

// findingOnAPage is a script that lets the browser's painter of the verdict write into a page of bare elements, on a day
// before any last day, and returns its texts: the sentence, the part of the year, the cautious verdicts.
const findingOnAPage = `
	const Real = Date;
	globalThis.Date = class extends Real { constructor(...of) { of.length > 0 ? super(...of) : super(2020, 0, 1); } };
	const bare = () => ({ dataset: {}, hidden: false, textContent: "", querySelector: () => null, querySelectorAll: () => [], addEventListener: () => {}, setAttribute: () => {}, removeAttribute: () => {} });
	const texts = (template, entries, reach) => {
		const known = new Map(), at = (selector) => (known.has(selector) || known.set(selector, bare()), known.get(selector));
		const cautious = template.variables.filter((variable) => variable.cautious).map(bare);
		const page = { querySelector: at, querySelectorAll: (selector) => (selector === "[data-finding-cautious]" ? cautious : []) };
		const sheet = evaluate.evaluatorOf(template)(new Map(Object.entries(entries)));
		const painter = new finding.FindingPainter(page, word.filling(worksheet), () => {});
		painter.paint(sheet.finding, 0, false, "");
		if (finding.needsReach(sheet.finding)) painter.paintPart(sheet.finding, reach);
		const part = at("[data-finding-part]");
		return [at("[data-finding-text]").textContent, part.hidden ? "" : part.textContent, ...cautious.map((line) => line.textContent)];
	};
`

// The browser says the verdict in the words of the built page, whoever fills in the sheet.
func TestVerdictReadsAlikeInTheBrowser(t *testing.T) {
	chinese, faults := words.Read(os.DirFS("../../.."), os.DirFS("../../.."), &config.Config{Language: "zh-CN"})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	vm := goja.New()
	run := func(script string) goja.Value {
		t.Helper()
		value, err := vm.RunString(script)
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	run("globalThis.document = { activeElement: null, documentElement: { dataset: {} } }")
	run("document.documentElement.dataset.locale = " + quoted(t, marshal(t, chinese.Under("locale"))) + "; const worksheet = " + quoted(t, marshal(t, chinese.Under("worksheet"))))
	for name, path := range map[string]string{"evaluate": "goal/evaluate", "word": "shared/words", "finding": "worksheet/finding"} {
		run(jstest.Bundle(t, "../../../static/"+path+".ts") + "; globalThis." + name + " = module;")
	}
	run(findingOnAPage)
	random := rand.New(rand.NewPCG(sample.Seed(t, 15), 0))
	templates := goaltest.All(t)
	templates["nothing for the next year"] = goaltest.Template(t, strings.NewReplacer("value = 0.5", "value = 0", "default = 2\n", "default = 0\n").Replace(goaltest.Newcomer), goaltest.Calendars(t)...)
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		template := templates[name]
		run("globalThis.template = " + marshal(t, wire.New(template)))
		for range sample.Count(t, 3, 8) {
			values, entries := someone(template, random)
			v := &View{Sheet: sheet.Evaluate(template, values), renderer: &Renderer{words: chinese}}
			want := make([]string, 2, 4)
			want[0], _ = v.FindingText()
			want[1], _ = v.PartText()
			for _, c := range v.Sheet.Finding.Cautious {
				text, _ := v.CautiousText(c)
				want = append(want, text)
			}
			var got []string
			if err := json.Unmarshal([]byte(run("JSON.stringify(texts(template, "+marshal(t, entries)+", "+reachOf(t, v.Sheet)+"))").String()), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s with %v: %s", name, entries, diff)
			}
		}
	}
}

// someone fills in a sheet: she begins on any day, leaves out some inputs, and some numbers are not those of the example.
func someone(template *goal.Template, random *rand.Rand) (goal.Values, map[string]any) {
	values, entries := goal.Values{}, map[string]any{}
	for _, g := range template.Groups {
		for _, in := range g.Inputs {
			value := in.Default
			x, isNumber := value.Number()
			switch isDate := in.Kind == goal.KindDate; {
			case isDate && random.IntN(5) == 0 || random.IntN(60) == 0:
				value = formula.Value{}
			case isDate:
				value = formula.Text(fmt.Sprintf("2027-%02d-%02d", 1+random.IntN(12), 1+random.IntN(28)))
			case isNumber && random.IntN(4) == 0:
				value = formula.Number(x * []float64{0, 0.3, 1.25, 3}[random.IntN(4)])
			}
			values[in.Key] = value
			if x, ok := value.Number(); ok {
				entries[in.Key] = x
			} else if text, ok := value.Text(); ok {
				entries[in.Key] = text
			}
		}
	}
	return values, entries
}

func marshal(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// reachOf is what is within reach, in the form of static/goal/sheet.ts.
func reachOf(t *testing.T, s *sheet.Sheet) string {
	t.Helper()
	r := s.Reach()
	if r == nil {
		return "undefined"
	}
	return marshal(t, map[string]string{"label": r.Label, "text": r.Text, "rest": r.Rest, "unit": r.Unit})
}

func quoted(t *testing.T, text string) string { return marshal(t, text) }
