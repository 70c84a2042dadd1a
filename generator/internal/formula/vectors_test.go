package formula

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/jstest"
)

// vectors are the expected values that Go and the browser share, computed by hand.
type vectors struct {
	Formulas []vector
	Numbers  []numberVector
	Display  []displayVector
	Percent  []displayVector
	Typed    []typedVector
}

// vector is a formula, the values of its names, and the expected value: raw, or
// blank with a cause and a name.
type vector struct {
	Formula string
	Inputs  map[string]any
	Raw     string
	Blank   Cause
	Name    string
}

// numberVector is [number, ECMAScript's text].
type numberVector struct {
	x    float64
	want string
}

// displayVector is [number, decimals, displayed text].
type displayVector struct {
	x        float64
	decimals int
	want     string
}

// typedVector is [typed text, unit of the field, number or null].
type typedVector struct {
	text, unit string
	want       *float64
}

func (v *numberVector) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&v.x, &v.want})
}

func (v *displayVector) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&v.x, &v.decimals, &v.want})
}

func (v *typedVector) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&v.text, &v.unit, &v.want})
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Formulas) < 400 || len(v.Numbers) < 30 || len(v.Display) < 40 || len(v.Percent) < 20 || len(v.Typed) < 100 {
		t.Fatalf("vectors are missing: %d %d %d %d %d", len(v.Formulas), len(v.Numbers), len(v.Display), len(v.Percent), len(v.Typed))
	}
	return v
}

func (v vector) lookup(name string) Value {
	switch x := v.Inputs[name].(type) {
	case float64:
		return Number(x)
	case bool:
		return Bool(x)
	case string:
		return Text(x)
	}
	return Value{}
}

// describe returns the raw form of v, or why it is blank.
func describe(v Value) string {
	if v.IsBlank() {
		return strings.TrimSpace("blank: " + string(v.Reason().Cause) + " " + v.Reason().Name)
	}
	return v.Raw()
}

func (v vector) want() string {
	if v.Blank != "" {
		return strings.TrimSpace("blank: " + string(v.Blank) + " " + v.Name)
	}
	return v.Raw
}

func mustParse(t testing.TB, text string) *Expr {
	t.Helper()
	e, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %s at %d", text, err.Message, err.Offset)
	}
	return e
}

func TestVectors(t *testing.T) {
	v := readVectors(t)
	for _, f := range v.Formulas {
		if got := describe(mustParse(t, f.Formula).Eval(f.lookup)); got != f.want() {
			t.Errorf("%s %v = %s, want %s", f.Formula, f.Inputs, got, f.want())
		}
	}
	for _, n := range v.Numbers {
		if got := FormatNumber(n.x); got != n.want {
			t.Errorf("FormatNumber(%v) = %s, want %s", n.x, got, n.want)
		}
	}
	for _, d := range v.Display {
		if got := Display(d.x, d.decimals); got != d.want {
			t.Errorf("Display(%v, %d) = %s, want %s", d.x, d.decimals, got, d.want)
		}
	}
	for _, d := range v.Percent {
		if got := DisplayPercent(d.x, d.decimals); got != d.want {
			t.Errorf("DisplayPercent(%v, %d) = %s, want %s", d.x, d.decimals, got, d.want)
		}
	}
}

// scriptPath is the browser's evaluator.
const scriptPath = "static/formula/formula.ts"

// browser runs the browser's evaluator in goja.
type browser struct {
	t  testing.TB
	vm *goja.Runtime
}

func newBrowser(t testing.TB) browser {
	t.Helper()
	vm := jstest.Load(t, "../../../"+scriptPath)
	_, err := vm.RunString(`
		const describe = (v) => typeof v === "object" ? ("blank: " + v.blank + " " + v.name).trim() : Object.is(v, -0) ? "-0" : module.raw(v);
		const evaluate = (expr, inputs) => describe(module.evaluate(JSON.parse(expr), (name) => JSON.parse(inputs)[name] ?? undefined));
	`)
	if err != nil {
		t.Fatal(err)
	}
	return browser{t, vm}
}

// call runs a JavaScript function expression, in which module is the evaluator.
func (b browser) call(name string, args ...any) any {
	b.t.Helper()
	f, err := b.vm.RunString(name)
	if err != nil {
		b.t.Fatal(err)
	}
	call, _ := goja.AssertFunction(f)
	var values []goja.Value
	for _, arg := range args {
		values = append(values, b.vm.ToValue(arg))
	}
	result, err := call(goja.Undefined(), values...)
	if err != nil {
		b.t.Fatalf("%s(%v): %v", name, args, err)
	}
	return result.Export()
}

func (b browser) evaluate(e *Expr, inputs map[string]any) any {
	b.t.Helper()
	expr, err := json.Marshal(e)
	if err != nil {
		b.t.Fatal(err)
	}
	values, err := json.Marshal(inputs)
	if err != nil {
		b.t.Fatal(err)
	}
	if inputs == nil {
		values = []byte("{}")
	}
	return b.call("evaluate", string(expr), string(values))
}

func (b browser) operationNames() []string {
	b.t.Helper()
	var names []string
	for _, name := range b.call("() => module.operationNames()").([]any) {
		names = append(names, name.(string))
	}
	return names
}

// call is a call of a function of the module, and the expected text of its value.
type call struct {
	Name string
	Args []any
	want string
}

// calls turns the vectors into calls.
func calls(t *testing.T) []call {
	t.Helper()
	v := readVectors(t)
	var list []call
	for _, f := range v.Formulas {
		inputs := f.Inputs
		if inputs == nil {
			inputs = map[string]any{}
		}
		list = append(list, call{"evaluate", []any{mustParse(t, f.Formula), inputs}, f.want()})
	}
	for _, n := range v.Numbers {
		list = append(list, call{"formatNumber", []any{n.x}, n.want})
	}
	for _, d := range v.Display {
		list = append(list, call{"display", []any{d.x, d.decimals}, d.want})
	}
	for _, d := range v.Percent {
		list = append(list, call{"displayPercent", []any{d.x, d.decimals}, d.want})
	}
	for _, v := range v.Typed {
		want := "undefined"
		if v.want != nil {
			want = FormatNumber(*v.want)
		}
		list = append(list, call{"parseNumber", []any{v.text, v.unit}, want})
	}
	return list
}

// answers is a script that computes calls with the bundled module before it.
const answers = `
	const text = (v) => typeof v === "object" ? ("blank: " + v.blank + " " + v.name).trim() : Object.is(v, -0) ? "-0" : String(v);
	const answer = ({Name, Args: [a, b]}) => Name === "evaluate" ? module.evaluate(a, (name) => b[name] ?? undefined) : module[Name](a, b);
	const answers = (calls) => JSON.stringify(calls.map((call) => text(answer(call))));
`

// The browser's code computes the values of the vectors, in goja and in Chromium.
func TestVectorsInTheBrowser(t *testing.T) {
	list := calls(t)
	arguments, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	script := jstest.Bundle(t, "../../../"+scriptPath) + answers + "answers(" + string(arguments) + ")"
	for name, run := range map[string]func(t *testing.T) string{
		"goja": func(t *testing.T) string {
			result, err := goja.New().RunString(script)
			if err != nil {
				t.Fatal(err)
			}
			return result.String()
		},
		"Chromium": func(t *testing.T) string {
			return browsertest.Eval[string](browsertest.New(t, "about:"), "(() => {"+strings.Replace(script, "answers([", "return answers([", 1)+"})()")
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			if err := json.Unmarshal([]byte(run(t)), &got); err != nil {
				t.Fatal(err)
			}
			for i, call := range list {
				if got[i] != call.want {
					t.Errorf("%s(%v) = %s, want %s", call.Name, call.Args, got[i], call.want)
				}
			}
		})
	}
}
