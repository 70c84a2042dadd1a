package goal_test

import (
	"cairn/generator/internal/goaltest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFaultsOfTheMarket(t *testing.T) {
	inputs := goaltest.Head + "[[inputs]]\nkey = \"率\"\nlabel = \"率\"\nkind = \"percent\"\n[[inputs]]\nkey = \"额\"\nlabel = \"额\"\nunit = \"元\"\n[[inputs]]\nkey = \"天\"\nlabel = \"天\"\nkind = \"date\"\n"
	for _, test := range []struct{ name, text, want string }{
		{"a variable that changes nothing", inputs + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\n",
			"g.toml:15:1: error: the variable v changes no input\n    add a change: changes = [{ input = \"…\", times = 0.9 }]\n"},
		{"changes", inputs + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\nchanges = [{ input = \"天\", to = 1 }, { input = \"律\", plus = 1, times = 2 }, { input = \"率\" }, { input = \"率\", to = 1.2 }]\n",
			"g.toml:18:22: error: unknown numeric input 天\n    write the key of an input of kind number, money or percent\n" +
				"g.toml:18:37: error: the change has 2 of the keys to, plus and times\n    write one of them: to = 0.6, plus = -0.05 or times = 0.9\n" +
				"g.toml:18:47: error: unknown numeric input 律\n    write the key of an input of kind number, money or percent\n" +
				"g.toml:18:75: error: the change has 0 of the keys to, plus and times\n    write one of them: to = 0.6, plus = -0.05 or times = 0.9\n" +
				"g.toml:18:112: error: 1.2 is outside the limits of 率\n    write a value between the input's min and max\n"},
		{"shifts", inputs + "[[variables]]\nkey = \"v\"\nlabel = \"v\"\nshifts = [{ from = \"率\", to = \"额\", share = 1.5 }, { from = \"额\", to = \"额\" }]\n",
			"g.toml:18:30: error: the unit of 率 is %, but the unit of 额 is 元\n    values can only be shifted between inputs with the same unit\n" +
				"g.toml:18:43: error: share is not between 0 and 1\n    write 0.3 for 30 %\n" +
				"g.toml:18:50: error: share is missing\n    add `share = 0.5` within the braces\n"},
		{"criteria", inputs + "[[smart]]\nletter = \"X\"\nlabel = \"a\"\ncheck = \"率 + 1\"\n[[smart]]\nletter = \"S\"\nlabel = \"a\"\n[[review]]\nquestion = 3\n",
			"g.toml:16:10: error: unknown criterion X\n    choose one of S, M, A, R, T\n" +
				"g.toml:18:10: error: the formula gives a plain number, but must give true or false\n    correct the formula\n" +
				"g.toml:19:1: error: check is missing\n    add a line `check = \"…\"`\n" +
				"g.toml:23:12: error: question is a number, but must be text in quotes\n    write `question = \"3\"`\n"},
		{"a sentence", "sentence = \"签 {额，{律} 和 {率\"\n" + inputs,
			"g.toml:1:16: error: unknown name 额，{律\n    write the key of an input or of a computed value\n" +
				"g.toml:1:24: error: the brace has no closing }\n    write the key of a value in braces: {签约}\n"},
		{"texts that are empty", inputs + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"\"\n[[smart]]\nletter = \"S\"\nlabel = \"s\"\ncheck = \"\"\n",
			"g.toml:18:11: error: formula is empty\n    write a value, or remove the line\n" +
				"g.toml:22:9: error: check is empty\n    write a value, or remove the line\n"},
		{"a capacity in another unit", inputs + "[[process]]\nkey = \"p\"\nlabel = \"p\"\nunit = \"元\"\nformula = \"额\"\ncapacity = \"率\"\n",
			"g.toml:20:13: error: the formula gives a plain number, but must give 元\n    correct the formula\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, faults := goaltest.Parse(test.text); faults != test.want {
				t.Error(cmp.Diff(test.want, faults))
			}
		})
	}
}
