package e2e

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"cairn/generator/internal/sample"
)

// A file's name has the person, the year and the version, and no character that a system refuses.
func TestPlanFileName(t *testing.T) {
	vm := loadPlans(t)
	for person, want := range map[string]string{
		"张伟":                     "张伟-2027-v1.cairn.json",
		"":                       "未命名-2027-v1.cairn.json",
		" ":                      "未命名-2027-v1.cairn.json",
		`a/b\c:d*e?f"g<h>i|j`:    "a_b_c_d_e_f_g_h_i_j-2027-v1.cairn.json",
		"../x":                   "__x-2027-v1.cairn.json",
		"a\u202egpj\n":           "a_gpj_-2027-v1.cairn.json",
		strings.Repeat("长", 200): strings.Repeat("长", 60) + "-2027-v1.cairn.json",
	} {
		vm.Set("person", person)
		got, err := vm.RunString(`saved.fileName({ ...saved.emptyPlan("goals/a", "x", 2027), person }, "未命名", ".cairn.json")`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != want {
			t.Errorf("%q is called %q, want %q", person, got, want)
		}
	}
	got, err := vm.RunString(`saved.fileName({ ...saved.emptyPlan("goals/a", "x", 2028), person: "张伟", revision: 12 }, "未命名", ".xlsx")`)
	if err != nil {
		t.Fatal(err)
	}
	if want := "张伟-2028-v12.xlsx"; got.String() != want {
		t.Errorf("version 12 of 2028 is called %q, want %q", got, want)
	}
}

// readPlanSchema reads static/worksheet/schema.json.
func readPlanSchema(t *testing.T) (properties map[string]json.RawMessage, whole *jsonschema.Schema) {
	t.Helper()
	file := filepath.Join(root, "static/worksheet/schema.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct{ Properties map[string]json.RawMessage }
	if err := json.Unmarshal(text, &parts); err != nil {
		t.Fatal(err)
	}
	whole, err = jsonschema.NewCompiler().Compile(file)
	if err != nil {
		t.Fatal(err)
	}
	return parts.Properties, whole
}

// What the browser writes is valid by the schema, and what the schema refuses the browser does not
// read: a plan with one part replaced is a plan for both or for neither. What a year adds is set aside if it cannot be read.
func TestPlanSchema(t *testing.T) {
	properties, whole := readPlanSchema(t)
	vm := loadPlans(t)
	wrong := []any{nil, true, 0, 1.5, -1, 7, "", "x", "7", []any{1}, []any{"a"}, map[string]any{"a": 1}, map[string]any{"id": "x", "revision": 1}, map[string]any{"path": "goals/a"}, map[string]any{"id": idOfPlan}, map[string]any{"id": idOfPlan, "revision": 0}}
	vm.Set("check", func(text, read string) {
		var plan any
		if err := json.Unmarshal([]byte(text), &plan); err != nil {
			t.Fatal(err)
		}
		if err := whole.Validate(plan); (err == nil) != (read == "a plan") {
			t.Errorf("%s is %s; the schema says %v", text, read, err)
		}
	})
	vm.Set("wrong", wrong)
	vm.Set("rounds", sample.Count(t, 20, 100))
	known, err := vm.RunString(randomPlans + `
		const read = (plan) => {
			const text = JSON.stringify(plan), found = saved.readPlan(JSON.parse(text));
			check(text, found === "unreadable" ? found : JSON.stringify(found.unread) !== JSON.stringify(plan.unread) ? "set aside" : "a plan");
		};
		for (let round = 0; round < rounds; round++) {
			const plan = JSON.parse(saved.writePlan(round % 2 > 0 ? randomPlan() : saved.copyOf(randomPlan())));
			read(plan);
			for (const name of saved.properties) {
				if (name !== "version") for (const value of wrong) read({ ...plan, [name]: value });
				const { [name]: gone, ...rest } = plan;
				read(rest);
			}
		}
		JSON.stringify(saved.properties)`)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := json.Unmarshal([]byte(known.String()), &names); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if properties[name] == nil {
			t.Errorf("the schema has no %s, which the browser writes", name)
		}
	}
}

// Each property of a plan file has a description in the schema and a row in the guide.
func TestPlanFileIsDescribed(t *testing.T) {
	properties, _ := readPlanSchema(t)
	guide, err := os.ReadFile(filepath.Join(root, "content/hosting/data.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		var part struct{ Description string }
		if err := json.Unmarshal(properties[name], &part); err != nil || part.Description == "" {
			t.Errorf("the schema does not describe %s: %v", name, err)
		}
		if !strings.Contains(string(guide), "\n| `"+name+"` |") {
			t.Errorf("content/hosting/data.md has no row for `%s` of a plan file", name)
		}
	}
}
