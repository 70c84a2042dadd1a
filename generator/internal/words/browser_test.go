package words

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/config"
	"cairn/generator/internal/jstest"
)

// The browser fills the placeholders of every text of the theme as Go does.
func TestBrowserFillsPlaceholdersAsGo(t *testing.T) {
	fill := fillInBrowser(t)
	count := 0
	for _, language := range languages(repository()) {
		texts, _ := Read(files(), repository(), &config.Config{Language: language})
		for key, text := range texts {
			values := make([]any, len(placeholders(text)))
			for _, p := range placeholders(text) {
				i := int(p[0] - '1')
				if values[i] = "$&%s"; strings.HasSuffix(p, "d") {
					values[i] = 40 + i
				}
			}
			want := text
			if len(values) > 0 {
				count++
				want = fmt.Sprintf(text, values...)
			}
			if got := fill(text, values...); got != want && key != "assessment.percent" { // which is no format of Go
				t.Errorf("%s: the browser makes %q, Go %q", key, got, want)
			}
		}
	}
	if count < 80 {
		t.Errorf("only %d texts have placeholders", count)
	}
	for text, want := range map[string]string{"%s%": "7%", "%[2]s of %[1]d": "%d of 7", "no place": "no place", "%d, %d": "7, %d"} {
		if got := fill(text, 7, "%d"); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
	if got := fill("100% of %s"); got != "100% of %s" {
		t.Errorf("a text without values becomes %q", got)
	}
}

// A date reads as its language writes it.
func TestBrowserDateName(t *testing.T) {
	for language, want := range map[string]string{"en": "1 March", "zh": "3 月 1 日"} {
		texts, _ := Read(files(), repository(), &config.Config{Language: language})
		vm := jstest.Load(t, "../../../static/shared/words.ts") // for each language, because it reads the words of a page once
		vm.Set("table", texts.Under("locale"))
		got, err := vm.RunString(`globalThis.document = { documentElement: { dataset: { locale: JSON.stringify(table) } } }; module.dateName("2027-03-01")`)
		if err != nil || got.String() != want {
			t.Errorf("in %s 1 March is %v, %v, want %s", language, got, err, want)
		}
	}
}

func fillInBrowser(t *testing.T) func(text string, values ...any) string {
	vm := jstest.Load(t, "../../../static/shared/words.ts")
	call, err := vm.RunString(`(text, values) => module.filling(JSON.stringify({ key: text }))("key", ...values)`)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := goja.AssertFunction(call)
	return func(text string, values ...any) string {
		got, err := f(goja.Undefined(), vm.ToValue(text), vm.ToValue(values))
		if err != nil {
			t.Fatal(err)
		}
		return got.String()
	}
}
