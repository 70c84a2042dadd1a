package goal_test

import (
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/wire"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFaults(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", "g.toml:1:1: error: fiscal_year is missing\n    add a line `fiscal_year = 2027` at the top\n" +
			"g.toml:1:1: error: inputs is missing\n    add `[[inputs]]` at the end\n" +
			"g.toml:1:1: error: title is missing\n    add a line `title = \"…\"` at the top\n"},
		{"asks", goaltest.Head + "asks = [\"今年签几家\", 3, \"" + strings.Repeat("长", 61) + "\", \"今年签几家\"]\n[[inputs]]\nkey = \"a\"\nlabel = \"a\"\n",
			"g.toml:3:18: error: found a number in asks instead of text in quotes\n    write `\"3\"`\n" +
				"g.toml:3:21: error: the ask is longer than 60 characters\n    write the few words that people type into the search\n" +
				"g.toml:3:86: warning: the page has this ask twice\n    keep it under the heading that answers it best\n"},
		{"an unknown name, at its character", goaltest.Head + "[[inputs]]\nkey = \"签约额\"\nlabel = \"a\"\nunit = \"元\"\n[[values]]\nkey = \"b\"\nlabel = \"b\"\nunit = \"元\"\nformula = \"2 * 签约鹅\"\n",
			"g.toml:11:16: error: unknown name 签约鹅\n    did you mean 签约额?\n"},
		{"units that do not fit", goaltest.Head + "[[inputs]]\nkey = \"额\"\nlabel = \"a\"\nunit = \"元\"\n[[inputs]]\nkey = \"数\"\nlabel = \"a\"\nunit = \"家\"\n[[values]]\nkey = \"b\"\nlabel = \"b\"\nunit = \"元\"\nformula = \"额 + 数\"\n[[values]]\nkey = \"c\"\nlabel = \"c\"\nunit = \"元\"\nformula = \"额 / 数\"\n",
			"g.toml:15:14: error: the units do not match: 元 + 家\n    both sides of + - and comparisons, the branches of IF and all numbers in a function must have the same unit\n" +
				"g.toml:20:12: error: the formula gives 元/家, but the unit is 元\n    correct the formula or the unit\n"},
		{"a circle", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[values]]\nkey = \"a\"\nlabel = \"a\"\nformula = \"b + x\"\n[[values]]\nkey = \"b\"\nlabel = \"b\"\nformula = \"c\"\n[[values]]\nkey = \"c\"\nlabel = \"c\"\nformula = \"a\"\n",
			"g.toml:9:12: error: the formula depends on its own value: a → b → c → a\n    make one of them an input\n"},
		{"inputs", goaltest.Head + "[[inputs]]\nkey = \"1x\"\nlabel = \"a\"\n[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nkind = \"percent\"\ndefault = 25\n[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nmin = 3\nmax = 2\nrecommend = [5, 4]\n[[inputs]]\nkey = \"y\"\nlabel = \"a\"\nkind = \"numbre\"\nunti = \"家\"\n",
			"g.toml:4:7: error: \"1x\" is not a valid key\n    a key is a name in formulas: letters, Chinese characters, digits and _; it does not begin with a digit and is not the name of a function\n" +
				"g.toml:10:11: error: the default is above 1\n    write a percentage as a fraction of 1: 0.25 for 25 %\n" +
				"g.toml:12:7: error: duplicate key x\n    give each value its own key\n" +
				"g.toml:14:7: error: min is above max\n    swap the two\n" +
				"g.toml:16:13: error: recommend is not a range\n    write the lower and the upper limit, [3, 5], or only the lower limit, [3]\n" +
				"g.toml:20:8: error: unknown kind numbre\n    did you mean number?\n" +
				"g.toml:21:1: warning: unknown key unti\n    did you mean unit?\n"},
		{"weights", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[values]]\nkey = \"v\"\nlabel = \"a\"\nformula = \"x\"\n[[splits]]\nkey = \"v\"\nweights = [0, 0, 0, 0]\n[[splits]]\nkey = \"w\"\nweights = [1]\n",
			"g.toml:12:11: error: the weights sum to 0\n    give at least one month a weight above 0\n" +
				"g.toml:14:7: error: unknown computed value w\n    write a stage of the funnel, a computed value or a process goal\n" +
				"g.toml:15:11: error: 1 weights are given\n    write one for each of the twelve months, or for each of the four quarters\n"},
		{"what a kind wants", goaltest.Head + "[[inputs]]\nkey = \"m\"\nlabel = \"a\"\nkind = \"money\"\n[[inputs]]\nkey = \"p\"\nlabel = \"a\"\nkind = \"percent\"\nunit = \"元\"\nmax = 1.2\n" +
			"[[inputs]]\nkey = \"c\"\nlabel = \"a\"\nkind = \"choice\"\n[[inputs]]\nkey = \"d\"\nlabel = \"a\"\nkind = \"date\"\ndefault = \"明天\"\n[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nkind = \"percentage\"\ndefault = nan\n",
			"g.toml:3:1: error: the money input has no unit\n    write the unit, such as unit = \"万元\"\n" +
				"g.toml:11:8: error: a percentage cannot have the unit 元\n    remove the line\n" +
				"g.toml:12:7: error: a percentage is above 100 %\n    write a percentage as a fraction of 1: 0.25 for 25 %\n" +
				"g.toml:13:1: error: a choice needs at least two choices\n    write choices = [\"…\", \"…\"]\n" +
				"g.toml:21:11: error: default is text, but must be a date\n    write `default = 2026-11-20`\n" +
				"g.toml:25:8: error: unknown kind percentage\n    did you mean percent?\n" +
				"g.toml:26:11: error: default is not a finite number\n    write it in digits\n"},
		{"choices and dates that no reader could give", goaltest.Head + "[[inputs]]\nkey = \"c\"\nlabel = \"a\"\nkind = \"choice\"\nchoices = [\"a\", \"a\", \"\", \"b　\", \"a b\"]\n[[inputs]]\nkey = \"d\"\nlabel = \"a\"\nkind = \"date\"\ndefault = 1949-12-31\n[[inputs]]\nkey = \"e\"\nlabel = \"a\"\nkind = \"date\"\ndefault = 2101-01-01\n",
			"g.toml:7:17: error: duplicate choice a\n    remove one of the two\n" +
				"g.toml:7:22: error: the choice \"\" is empty, or begins or ends with a space\n    remove the space, or the choice: an empty field means that nothing is chosen yet\n" +
				"g.toml:7:26: error: the choice \"b\\u3000\" is empty, or begins or ends with a space\n    remove the space, or the choice: an empty field means that nothing is chosen yet\n" +
				"g.toml:12:11: error: the default is below 1950-01-01\n    write an example that readers can enter\n" +
				"g.toml:17:11: error: the default is above 2100-12-31\n    write an example that readers can enter\n"},
		{"numbers out of range", "title = \"a\"\nfiscal_year = 27\nfiscal_start = 13\n[[groups]]\nkey = \"g\"\nlabel = \"g\"\n[[groups]]\nkey = \"g\"\nlabel = \"h\"\n[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\ndecimals = 10\n[[milestones]]\nmonth = 0\ntitle = \"m\"\n[[splits]]\nkey = \"v\"\n[[splits]]\nkey = \"v\"\n[[constants]]\nkey = \"k\"\nvalue = inf\n",
			"g.toml:2:15: error: fiscal_year is 27, which is out of range\n    write a number from 2000 to 2100\n" +
				"g.toml:3:16: error: fiscal_start is 13, which is out of range\n    write a number from 1 to 12\n" +
				"g.toml:8:7: error: duplicate group g\n    give each group its own key\n" +
				"g.toml:17:12: error: decimals is 10, which is out of range\n    write a number from 0 to 9\n" +
				"g.toml:19:9: error: month is 0, which is out of range\n    write a number from 1 to 120\n" +
				"g.toml:24:7: error: duplicate split of v\n    remove one of the two\n" +
				"g.toml:27:9: error: value is not a finite number\n    write it in digits\n"},
		{"a formula that cannot be read, at its character behind an escape", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[values]]\nkey = \"v\"\nlabel = \"\\u4e2d\"\nformula = \"\\u0078 + ^ 2\"\n",
			"g.toml:9:21: error: there is no power operator\n    multiply: x * x\n"},
		{"stages that say too much", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nkind = \"percent\"\n[[funnel]]\nkey = \"a\"\nlabel = \"a\"\nrate = \"x\"\nformula = \"x\"\n[[funnel]]\nkey = \"b\"\nlabel = \"b\"\n[[funnel]]\nkey = \"c\"\nlabel = \"c\"\nrate = \"x\"\n",
			"g.toml:10:8: error: the stage has both a rate and a formula\n    remove one of the two\n" +
				"g.toml:12:1: error: rate is missing\n    add a line `rate = \"…\"`\n" +
				"g.toml:15:1: error: formula is missing\n    add a line `formula = \"…\"`\n" +
				"g.toml:18:8: error: the last stage has a rate\n    give the last stage a formula instead: formula = \"目标签约\"\n"},
		{"a funnel without a rate", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[funnel]]\nkey = \"a\"\nlabel = \"a\"\nrate = \"x\"\n[[funnel]]\nkey = \"b\"\nlabel = \"b\"\nformula = \"x\"\n",
			"g.toml:9:8: error: unknown percent input x\n    for rate, write the key of an input of kind \"percent\": the share that continues to the next stage\n"},
		{"what follows from a value without a key", goaltest.Head + "[[inputs]]\nlabel = \"a\"\n[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x * 2\"\n",
			"g.toml:3:1: error: key is missing\n    add a line `key = \"…\"`\n"},
		{"what follows from a misspelt kind", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\nkind = \"pecent\"\n[[funnel]]\nkey = \"a\"\nlabel = \"a\"\nrate = \"x\"\n[[funnel]]\nkey = \"b\"\nlabel = \"b\"\nformula = \"x\"\n",
			"g.toml:6:8: error: unknown kind pecent\n    did you mean percent?\n"},
		{"reminders", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[due]]\nlabel = \"\"\ntext = \"b\"\nstep = \"签约\"\n[[due]]\nlabel = \"a\"\nmonths_after = 121\n[[due]]\nlabel = \"a\"\ntext = \"b\"\nmonths_after = 6\n",
			"g.toml:7:9: error: label is empty\n    write a value, or remove the line\n" +
				"g.toml:9:8: error: unknown split 签约\n    write the key of one of the [[splits]]\n" +
				"g.toml:10:1: error: text is missing\n    add a line `text = \"…\"`\n" +
				"g.toml:12:16: error: months_after is 121, which is out of range\n    write a number from 1 to 120\n" +
				"g.toml:12:16: error: months_after needs step\n    add it, or remove months_after\n" +
				"g.toml:16:16: error: months_after needs step\n    add it, or remove months_after\n"},
		{"results", goaltest.Head + "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\n[[results]]\nstep = \"签约\"\ndeal_size = \"x\"\n[[results]]\nmoney = \"x\"\n",
			"g.toml:7:8: error: unknown split 签约\n    write the key of one of the [[splits]]\n" +
				"g.toml:8:13: error: unknown deal size x\n    write the key of an input or of a computed value whose unit is money for each one, such as 万元/家\n" +
				"g.toml:9:1: error: step is missing\n    add a line `step = \"…\"`\n" +
				"g.toml:10:1: warning: unknown key money\n    remove it; the keys allowed here are deal_size, step\n"},
		{"changed inputs that there are not", goaltest.Head + "[[inputs]]\nkey = \"目标签约\"\nlabel = \"a\"\n[[changed]]\nkeys = [\"目标签\", \"目标签约\", \"在用占比\"]\nwhy = \"b\"\n[[changed]]\nkeys = []\n",
			"g.toml:7:9: error: unknown input 目标签\n    did you mean 目标签约?\n" +
				"g.toml:7:24: error: unknown input 在用占比\n    write the key of an input; the page lists the values of removed inputs without this\n" +
				"g.toml:9:1: error: why is missing\n    add a line `why = \"…\"`\n" +
				"g.toml:10:8: error: keys is empty\n    write the keys of the inputs that mean something else now\n"},
		{"too large with the defaults", goaltest.Head + big + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x * x\"\n[[values]]\nkey = \"w\"\nlabel = \"w\"\nformula = \"v - v\"\n",
			"g.toml:10:12: error: with the defaults, the formula gives a number that is too large\n    correct the formula or the defaults\n"},
		{"too large a quotient", goaltest.Head + big + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x / (1 / x)\"\n",
			"g.toml:10:12: error: with the defaults, the formula gives a number that is too large\n    correct the formula or the defaults\n"},
		{"too large a capacity", goaltest.Head + big + "[[process]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x\"\ncapacity = \"x * x\"\n",
			"g.toml:11:13: error: with the defaults, the formula gives a number that is too large\n    correct the formula or the defaults\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			template, got := goaltest.Parse(test.text)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if template != nil {
				t.Error("a template with errors was read")
			}
		})
	}
}

// A value that is blank with the defaults is not a fault of the template: a reader will
// enter the missing value, or another one for a zero.
func TestBlankIsNotTooLarge(t *testing.T) {
	const text = goaltest.Head + big + "[[inputs]]\nkey = \"none\"\nlabel = \"a\"\n[[inputs]]\nkey = \"zero\"\nlabel = \"a\"\ndefault = 0\n" +
		"[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"x * none * x\"\n" +
		"[[values]]\nkey = \"w\"\nlabel = \"w\"\nformula = \"x / zero\"\n" +
		"[[values]]\nkey = \"u\"\nlabel = \"u\"\nformula = \"IF(zero < 1, x, x * x)\"\n"
	if template, got := goaltest.Parse(text); template == nil || got != "" {
		t.Errorf("it says %s", got)
	}
}

// big is an input whose default is near the largest float64.
const big = "[[inputs]]\nkey = \"x\"\nlabel = \"a\"\ndefault = 1e300\n"

func FuzzParse(f *testing.F) {
	f.Add(goaltest.Read(f, "goals/saas/newcomer.toml"))
	for _, formula := range []string{"x", "x * x"} {
		f.Add(goaltest.Head + big + "[[values]]\nkey = \"v\"\nlabel = \"a\"\nformula = \"" + formula + "\"\n[[splits]]\nkey = \"v\"\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		template, _ := goal.Parse("g.toml", text, nil)
		if template == nil {
			return
		}
		sheet.Evaluate(template, nil)
		if _, err := json.Marshal(wire.New(template)); err != nil {
			t.Fatal(err)
		}
	})
}
