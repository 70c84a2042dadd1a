package sheet

import (
	"testing"

	"cairn/generator/internal/jstest"
)

// A number of another magnitude is offered in the unit of the field, and nothing is offered
// for a plausible number or for a text that names its unit.
func TestOtherMagnitude(t *testing.T) {
	vm := jstest.Load(t, "../../../static/goal/magnitude.ts")
	const (
		tenThousands  = `{"kind":"money","unit":"万元/家·年","min":0,"max":10000,"default":3}`
		yuan          = `{"kind":"money","unit":"元/次","min":0,"max":null,"default":20000}`
		atLeastYuan   = `{"kind":"money","unit":"元","min":100,"max":1000000,"default":null}`
		rate          = `{"kind":"percent","unit":"%","min":0.01,"max":1,"default":0.625}`
		fewInThousand = `{"kind":"percent","unit":"%","min":0,"max":1,"default":0.003}`
		count         = `{"kind":"number","unit":"家","min":1,"max":200,"default":6}`
		noExample     = `{"kind":"money","unit":"万元","min":0,"max":null,"default":null}`
		zero          = `{"kind":"money","unit":"万元","min":0,"max":1000,"default":0}`
	)
	for _, test := range []struct{ input, text, want string }{
		{tenThousands, "30000", "3"},
		{tenThousands, "30,000", "3"},
		{tenThousands, "３００００", "3"},
		{tenThousands, "45000 ", "4.5"},
		{tenThousands, "3000", "0.3"}, // a thousand times the example
		{tenThousands, "2999", ""},
		{tenThousands, "3", ""},
		{tenThousands, "30000元", ""}, // read as 3
		{tenThousands, "3万", ""},
		{tenThousands, "30000000000", ""}, // is out of range in any magnitude
		{tenThousands, "-30000", ""},
		{tenThousands, "很多", ""},
		{tenThousands, "", ""},
		{yuan, "2", "20000"},
		{yuan, "20", "200000"},
		{yuan, "21", ""},
		{yuan, "2万", ""},
		{atLeastYuan, "3", "30000"},
		{atLeastYuan, "300", ""},
		{rate, "0.75", "75"},
		{rate, "０.７５", "75"},
		{rate, ".5", "50"},
		{rate, "0.005", ""}, // 0.5 % is below the minimum
		{rate, "0.75%", ""},
		{rate, "75", ""},
		{rate, "1", ""},
		{rate, "120", ""},
		{rate, "750", "75"},
		{rate, "7500", "75"},
		{rate, "625", "62.5"},
		{rate, "75000", ""},
		{rate, "5/8", ""},
		{fewInThousand, "0.5", ""},
		{count, "60000", ""},
		{noExample, "30000", ""},
		{zero, "30000", "3"},
		{zero, "999", ""},
	} {
		vm.Set("input", test.input)
		vm.Set("text", test.text)
		got, err := vm.RunString(`module.otherMagnitude(JSON.parse(input), text) ?? ""`)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%q into %s offers %q, want %q", test.text, test.input, got, test.want)
		}
	}
}
