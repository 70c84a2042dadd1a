package goal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/goaltest"
)

// person is a template with a step and a goal. Its line 2 is the place of more keys at the top.
const person = goaltest.Head + `[[inputs]]
key = "天"
label = "天"
kind = "date"
[[inputs]]
key = "数"
label = "数"
unit = "家"
[[inputs]]
key = "次"
label = "次"
unit = "次/家"
[[values]]
key = "步"
label = "步"
unit = "家"
formula = "数"
[[splits]]
key = "步"
`

func TestFaultsOfThePerson(t *testing.T) {
	const goals = "[[process]]\nkey = \"忙\"\nlabel = \"忙\"\nunit = \"次/周\"\n"
	top := func(keys string) string { return strings.Replace(person, "\n", "\n"+keys, 1) }
	for _, test := range []struct{ name, text, want string }{
		{"a date that is none", top("joined = \"数\"\nstarts = \"数\"\n"),
			"g.toml:2:10: error: unknown date input 数\n    for joined, write the key of an input of kind \"date\"; milestones are counted from its date\n" +
				"g.toml:3:10: error: unknown date input 数\n    for starts, write the key of an input of kind \"date\"; the sheet counts from its date\n"},
		{"a target that is none", top("target = \"天\"\n"),
			"g.toml:2:10: error: unknown number 天\n    write the key of an input that is a number, or of a computed number; it is no percentage\n"},
		{"a target that is a share", top("target = \"率\"\n") + "[[values]]\nkey = \"率\"\nlabel = \"率\"\nunit = \"%\"\nformula = \"步 / 数\"\n",
			"g.toml:2:10: error: unknown number 率\n    write the key of an input that is a number, or of a computed number; it is no percentage\n"},
		{"a target that is a last day", top("target = \"末\"\n") + "[[values]]\nkey = \"末\"\nlabel = \"末\"\nlatest = \"步\"\n",
			"g.toml:2:10: error: unknown number 末\n    write the key of an input that is a number, or of a computed number; it is no percentage\n"},
		{"a deal size that is none", top("deal_size = \"无\"\n"),
			"g.toml:2:13: error: unknown deal size 无\n    write the key of an input or of a computed value whose unit is money for each one, such as 万元/家\n"},
		{"a deal size that is no money", top("deal_size = \"数\"\n"),
			"g.toml:2:13: error: unknown deal size 数\n    write the key of an input or of a computed value whose unit is money for each one, such as 万元/家\n"},
		{"a ramp without a date", top("ramp = [0, 1]\n"), "g.toml:2:8: error: ramp needs joined or staff\n    add it, or remove ramp\n"},
		{"a ramp that is no share", top("joined = \"天\"\nramp = [0, 1.5]\n"),
			"g.toml:3:12: error: a value of the ramp is below 0 or above 1\n    write what a newcomer is worth in each month since joining: 0.25 for a quarter of a person\n"},
		{"a ramp that ends with nothing", top("joined = \"天\"\nramp = [1, 0]\n"),
			"g.toml:3:8: error: the ramp has no values, more than 24, or ends with 0\n    write at most 24 values; the last one, which goes on, is above 0\n"},
		{"a week of no ramp", top("ramp_from_week = 3\n"), "g.toml:2:18: error: ramp_from_week needs ramp\n    add it, or remove ramp_from_week\n"},
		{"hires", top("ramp = [0, 1]\nstaff = \"2\"\nhires = [\"数\", \"天\"]\n"),
			"g.toml:4:9: error: hires has 2 inputs\n    write one for each of the twelve months of the fiscal year\n" +
				"g.toml:4:15: error: unknown numeric input 天\n    write the key of an input of kind number\n"},
		{"hires without staff", top("joined = \"天\"\nramp = [0, 1]\nhires = [" + strings.Repeat("\"数\", ", 12) + "]\n"),
			"g.toml:4:9: error: hires needs staff\n    add it, or remove hires\n"},
		{"months after joining", person + "after = 3\n", "g.toml:22:9: error: a split cannot have the key after\n    remove the line: follows, lead and ramp replace it\n"},
		{"weeks in another unit", top("weeks = \"数\"\n"), "g.toml:2:10: error: the formula gives 家, but must give 周\n    correct the formula\n"},
		{"an adjustment", goaltest.Head + "[[inputs]]\nkey = \"a\"\nlabel = \"a\"\nadjust = 0\n[[inputs]]\nkey = \"b\"\nlabel = \"b\"\nkind = \"text\"\nadjust = 1\n",
			"g.toml:6:10: error: adjust is not above 0\n    write the step of the input's own number: 0.01 for a percent point\n" +
				"g.toml:11:10: error: b is no number, so it cannot have the key adjust\n    remove the line\n"},
		{"a value of two kinds", person + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"数\"\nlatest = \"步\"\nunit = \"家\"\ndecimals = 1\n",
			"g.toml:26:10: error: the value has 2 of the keys formula, latest and prorate\n    remove all but one\n" +
				"g.toml:27:8: error: a date cannot have the key unit\n    remove the line\n" +
				"g.toml:28:12: error: a date cannot have the key decimals\n    remove the line\n"},
		{"a date of no split", person + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nlatest = \"数\"\n",
			"g.toml:25:10: error: unknown split 数\n    write the key of one of the [[splits]]\n"},
		{"a part of a number", person + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nprorate = \"数 + 1\"\nover = \"步\"\npart = \"before\"\n",
			"g.toml:25:11: error: \"数 + 1\" is not a valid key\n    write the key of an input or of a computed value\n" +
				"g.toml:27:8: error: unknown part before\n    write part = \"after\", or remove the line\n"},
		{"a part in another unit", person + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nprorate = \"次\"\nover = \"步\"\n",
			"g.toml:25:11: error: the formula gives 次/家, but the unit is a plain number\n    correct the formula or the unit\n"},
		{"over no split", person + "[[values]]\nkey = \"v\"\nlabel = \"v\"\nformula = \"数\"\nover = \"步\"\nunit = \"家\"\n",
			"g.toml:26:8: error: over needs prorate\n    add it, or remove over\n"},
		{"a load in another unit", person + goals + "load = [{ step = \"步\", times = \"数\" }, { times = \"数\" }, { step = \"歩\", times = \"次\", every = \"week\" }]\n",
			"g.toml:26:32: error: the formula gives 家, but must give 次/家\n    correct the formula\n" +
				"g.toml:26:38: error: the load has neither a step nor a period\n    write the key of a split, step = \"…\", or how often it is done, every = \"year\"\n" +
				"g.toml:26:49: error: the formula gives 家, but must give 次\n    correct the formula\n" +
				"g.toml:26:64: error: unknown split 歩\n    write the key of one of the [[splits]]\n" +
				"g.toml:26:90: error: unknown period week\n    choose one of month, quarter, year\n"},
		{"a goal of two kinds", person + goals + "formula = \"数 * 次\"\nload = []\nfrom_week = 2\n",
			"g.toml:27:8: error: the goal has both a formula and a load\n    remove one of the two\n" +
				"g.toml:27:8: error: the load is empty\n    write load = [{ step = \"…\", times = \"…\" }]\n" +
				"g.toml:28:13: error: a goal with a load cannot have the key from_week\n    remove the line\n"},
		{"a habit of no goal", person + goals[:len(goals)-len("unit = \"次/周\"\n")] + "unit = \"家\"\nformula = \"数\"\npart_of = \"忙\"\nadded_to = \"忙\"\n",
			"g.toml:27:11: error: unknown goal 忙\n    write the key of one of the [[process]] with a load\n" +
				"g.toml:28:12: error: the habit has both part_of and added_to\n    remove one of the two\n" +
				"g.toml:28:12: error: unknown goal 忙\n    write the key of one of the [[process]] with a load\n"},
		{"splits in a circle", person + "follows = \"二\"\nweights = [1, 1, 1, 1]\n[[values]]\nkey = \"二\"\nlabel = \"二\"\nunit = \"家\"\nformula = \"数\"\n[[splits]]\nkey = \"二\"\nfollows = \"步\"\n",
			"g.toml:22:11: error: the splits follow each other: 步 → 二 → 步\n    let one of them follow none\n" +
				"g.toml:23:11: error: the split has both weights and follows\n    remove the weights: a split that follows another has the weights of the other\n"},
		{"a split that follows none", person + "follows = \"二\"\n", "g.toml:22:11: error: unknown split 二\n    write the key of one of the [[splits]]\n"},
		{"a part of a split that follows", person + "[[values]]\nkey = \"二\"\nlabel = \"二\"\nunit = \"家\"\nprorate = \"数\"\nover = \"二\"\n[[splits]]\nkey = \"二\"\nfollows = \"步\"\n",
			"g.toml:27:8: error: the split of 二 follows another\n    write the key of the first split, which follows none\n"},
		{"a circle through a split", person + "lead = \"IF(日 = \\\"\\\", 1, 2)\"\n[[values]]\nkey = \"日\"\nlabel = \"日\"\nlatest = \"步\"\n",
			"g.toml:24:7: error: the formula depends on its own value: 日 → 日\n    make one of them an input\n"},
		{"a criterion of another kind", person + "[[smart]]\nletter = \"A\"\nlabel = \"a\"\nholds = \"date\"\n",
			"g.toml:25:9: error: unknown check date\n    choose one of capacity, dates\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, faults := goaltest.Parse(test.text); faults != test.want {
				t.Error(cmp.Diff(test.want, faults))
			}
		})
	}
}
