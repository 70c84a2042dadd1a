package e2e

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"cairn/generator/internal/jstest"
)

// guideRunner runs static/home/guide.ts. Its script has `guides`, by track and stage.
func guideRunner(t *testing.T) *goja.Runtime {
	t.Helper()
	vm := jstest.Load(t, "../../../static/home/guide.ts")
	page, _ := tree(t).Get("index.html")
	data := regexp.MustCompile(`data-guides='([^']*)'`).FindSubmatch(page)
	if data == nil {
		t.Fatal("the home page has no guides")
	}
	vm.Set("data", html.UnescapeString(string(data[1])))
	if _, err := vm.RunString(`
		const all = JSON.parse(data);
		if (!all.every(module.isGuide)) throw new Error("not a guide");
		const guides = Object.fromEntries(all.map((guide) => [guide.track + "/" + guide.stage, guide]));
		const dateOf = (date, days) => new Date(Date.parse(date) + days * 86400000).toISOString().slice(0, 10);
		const titles = (tasks) => tasks.filter((task) => task !== undefined).map(({ title }) => title);
	`); err != nil {
		t.Fatal(err)
	}
	return vm
}

// For each date: the day and the month since joining, what the path and the playbook say and
// until when, the row of the first week's table, and whether the day is worked.
func TestGuideOfANewcomer(t *testing.T) {
	vm := guideRunner(t)
	for _, test := range []struct{ cell, joined, irregular, today, want string }{
		// Monday 16 August 2027.
		{"saas/newcomer", "2027-08-16", "", "2027-06-17", "-59 -1|入职之前〔建议〕"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-07", "-8 0|入职之前〔建议〕"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-15", "0 0|入职之前〔建议〕"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-16", "1 1|第 1 周 产品穿透|2027-11-16|row 1"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-18", "3 1|第 1 周 产品穿透|2027-11-16|row 2"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-20", "5 1|第 1 周 产品穿透|2027-11-16|row 4"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-22", "7 1|第 1 周 产品穿透|2027-11-16|rest until 2027-08-23"},
		{"saas/newcomer", "2027-08-16", "", "2027-08-23", "8 1|第 2 周 产品穿透|2027-11-16"},
		{"saas/newcomer", "2027-08-16", "", "2027-09-01", "17 1|第 3–4 周 产品穿透|2027-11-16"},
		{"saas/newcomer", "2027-08-16", "", "2027-11-16", "93 4|到第 3 个月 产品穿透|2027-11-16"},
		{"saas/newcomer", "2027-08-16", "", "2027-11-17", "94 4|到第 6 个月 流程闭环|2028-02-16"},
		{"saas/newcomer", "2027-08-16", "", "2027-12-20", "127 5|到第 6 个月 流程闭环|2028-02-16"},
		{"saas/newcomer", "2027-08-16", "", "2028-08-16", "367 13|到第 12 个月 业绩破冰|2028-08-16"},
		{"saas/newcomer", "2027-08-16", "", "2028-08-17", "368 13|第二年上半年|2029-02-16"},
		{"saas/newcomer", "2027-08-16", "", "2029-08-16", "732 25|第二年下半年|2029-08-16"},
		{"saas/newcomer", "2027-08-16", "", "2029-08-17", "733 25|第三年起看成长期"},
		{"saas/newcomer", "2027-08-16", "", "2032-08-16", "1828 61|第三年起看成长期"},
		// The last day of a month: months end on their last days.
		{"industry/newcomer", "2027-08-31", "", "2027-11-30", "92 4|到第 3 个月 产品穿透|2027-11-30"},
		{"industry/newcomer", "2027-08-31", "", "2027-12-01", "93 4|到第 6 个月 流程闭环|2028-02-29"},
		{"industry/newcomer", "2027-08-31", "", "2028-03-01", "184 7|到第 12 个月 业绩破冰|2028-08-31"},
		// 29 February.
		{"enterprise/newcomer", "2028-02-29", "", "2029-02-28", "366 13|到第 12 个月 业绩破冰|2029-02-28"},
		{"enterprise/newcomer", "2028-02-29", "", "2029-03-01", "367 13|第二年上半年|2029-08-29"},
		// A Thursday: the first week has five working days, of which the table's rows are not the weekdays.
		{"saas/newcomer", "2027-07-01", "", "2027-07-01", "1 1|第 1 周 产品穿透|2027-10-01|row 1 shifted"},
		{"saas/newcomer", "2027-07-01", "", "2027-07-05", "5 1|第 1 周 产品穿透|2027-10-01|row 2 shifted"},
		{"saas/newcomer", "2027-07-01", "", "2027-07-07", "7 1|第 1 周 产品穿透|2027-10-01|row 4 shifted"},
		{"saas/newcomer", "2027-07-01", "", "2027-07-08", "8 1|第 2 周 产品穿透|2027-10-01"},
		// Two days before a day off: the first week lasts until the fifth working day.
		{"emerging/newcomer", "2027-09-29", "2027-10-01", "2027-10-01", "3 1|第 1 周 产品穿透|2027-12-29|rest until 2027-10-04 shifted"},
		{"emerging/newcomer", "2027-09-29", "2027-10-01", "2027-10-06", "8 1|第 1 周 产品穿透|2027-12-29|row 4 shifted"},
		{"emerging/newcomer", "2027-09-29", "2027-10-01", "2027-10-07", "9 1|第 2 周 产品穿透|2027-12-29"},
		// A week off, with a worked Sunday after it.
		{"emerging/newcomer", "2027-08-30", "2027-10-04 2027-10-05 2027-10-06 2027-10-07 2027-10-08 2027-10-17", "2027-10-04", "36 2|第 5–6 周 产品穿透|2027-11-30|off until 2027-10-11"},
		{"emerging/newcomer", "2027-08-30", "2027-10-04 2027-10-05 2027-10-06 2027-10-07 2027-10-08 2027-10-10", "2027-10-04", "36 2|第 5–6 周 产品穿透|2027-11-30|rest until 2027-10-10"},
		{"emerging/newcomer", "2027-08-30", "2027-10-04 2027-10-05 2027-10-06 2027-10-07 2027-10-08 2027-10-17", "2027-10-17", "49 2|第 7–8 周 产品穿透|2027-11-30"},
	} {
		value, err := vm.RunString(fmt.Sprintf(`(() => {
			const now = module.nowOf(guides[%q], %q, %q, new module.Workdays(%q.split(" ")));
			const marks = [now.row > 0 ? "row " + now.row : "", now.rest === "" || now.day <= 0 ? "" : now.rest + " until " + now.next, now.isShifted ? "shifted" : ""];
			return [now.day + " " + now.month, titles([now.week, now.step]).join(" "), now.due ?? "", marks.filter((mark) => mark !== "").join(" ")].join("|").replace(/[|]+$/, "");
		})()`, test.cell, test.joined, test.today, test.irregular))
		if err != nil {
			t.Fatal(err)
		}
		if got := value.String(); got != test.want {
			t.Errorf("%s, joined %s, on %s: got %s, want %s", test.cell, test.joined, test.today, got, test.want)
		}
	}
}

// A week belongs to the quarter of its Thursday. The rhythm is that of the playbooks.
func TestGuideOfAQuarter(t *testing.T) {
	vm := guideRunner(t)
	for _, test := range []struct{ cell, fiscal, today, want string }{
		{"saas/manager", "2027-01-01", "2027-01-04", "1 1 1/12|定数，列到期"},
		{"saas/manager", "2027-01-01", "2027-06-07", "2 3 11/13|见签字的人"},
		{"saas/manager", "2027-01-01", "2027-06-21", "2 3 13/13|季度复盘，封账"},
		{"saas/manager", "2027-01-01", "2027-06-27", "2 3 13/13|季度复盘，封账"},
		{"saas/manager", "2027-01-01", "2027-06-28", "3 1 1/14|定数，列到期"},   // Thursday is 1 July
		{"saas/manager", "2027-01-01", "2027-01-01", "4 3 14/14|季度复盘，封账"}, // Thursday is 31 December 2026
		{"saas/growth", "2027-01-01", "2027-08-16", "3 2 8/14|诊断一轮"},
		{"saas/growth", "2027-01-01", "2027-03-22", "1 3 12/12|季度复盘"},
		{"saas/expert", "2027-04-01", "2027-08-16", "2 2 8/14|第二个诊断"},
		{"saas/expert", "2027-04-01", "2027-03-31", "1 1 1/13|回去对数"}, // Thursday is 1 April
		{"emerging/expert", "2027-01-01", "2027-12-31", "4 3 13/13|写新预判 季度复盘"},
		{"enterprise/manager", "2027-04-01", "2028-01-10", "4 1 2/13|只收单 每周都做"},
		{"industry/manager", "2027-01-01", "2027-08-16", "3 2 8/14|上会"},
		{"enterprise/growth", "2027-01-01", "2027-12-20", "4 3 12/13|收单，也找明年的 每季都做 季度复盘"},
	} {
		value, err := vm.RunString(fmt.Sprintf(`(() => {
			const now = module.nowOf({ ...guides[%q], fiscal: %q }, "2015-03-02", %q, new module.Workdays([]));
			const { quarter, month, week, weeks } = now.quarter;
			return quarter + " " + month + " " + week + "/" + weeks + "|" + titles(now.rhythm).join(" ");
		})()`, test.cell, test.fiscal, test.today))
		if err != nil {
			t.Fatal(err)
		}
		if got := value.String(); got != test.want {
			t.Errorf("%s, fiscal year from %s, on %s: got %s, want %s", test.cell, test.fiscal, test.today, got, test.want)
		}
	}
}

// On every day from 60 days before joining to five years after it (two for a guide without
// steps), every guide says something.
// Days, months and weeks of a quarter never skip or repeat, and steps never go back.
func TestGuideOnEveryDay(t *testing.T) {
	vm := guideRunner(t)
	value, err := vm.RunString(`(() => {
		const faults = [];
		const check = (name, guide, joined, workdays) => {
			let last, step = -1, seen = new Set();
			for (let i = -60; i <= (guide.steps.length > 0 ? 5 : 2) * 366; i++) {
				const date = dateOf(joined, i);
				const now = module.nowOf(guide, joined, date, workdays);
				const fault = (text) => faults.push(name + ", joined " + joined + ", " + date + ": " + text);
				const { quarter, week, weeks } = now.quarter;
				const says = now.day <= 0 ? guide.path === "" || now.week.today.length > 0
					: now.isFirstWeek || (now.step?.today ?? []).length > 0 || now.rhythm.some(({ today }) => today.length > 0);
				if (!says) fault("says nothing");
				if (now.day <= 0 && (now.rhythm.length > 0 || now.isFirstWeek || now.step !== undefined)) fault("she is not here yet");
				if (now.day !== i + 1) fault("day " + now.day);
				if (now.due !== undefined && now.due < date) fault("due on " + now.due);
				if (now.next < date || (now.rest === "" && now.next !== date)) fault("the next working day is " + now.next);
				if (week < 1 || week > weeks || weeks < 12 || weeks > 14) fault("week " + week + " of " + weeks);
				const at = guide.steps.indexOf(now.step);
				if (at < step) fault("an earlier step");
				step = at;
				for (const part of now.rhythm) seen.add(part);
				if (last !== undefined) {
					const monday = new Date(date).getUTCDay() === 1;
					const next = last.quarter.week === last.quarter.weeks ? [last.quarter.quarter % 4 + 1, 1] : [last.quarter.quarter, last.quarter.week + 1];
					const want = monday ? next : [last.quarter.quarter, last.quarter.week];
					if (quarter !== want[0] || week !== want[1]) fault("quarter " + quarter + ", week " + week + " after week " + last.quarter.week);
					if (now.month - last.month !== 0 && now.month - last.month !== 1) fault("month " + now.month + " after " + last.month);
				}
				last = now;
			}
			if (step !== guide.steps.length - 1) faults.push(name + " never comes to its last step");
			if (seen.size !== guide.rhythm.length) faults.push(name + " shows " + seen.size + " of its " + guide.rhythm.length + " parts of a rhythm");
		};
		const workdays = new module.Workdays(["2027-10-01", "2027-10-04", "2028-01-31", "2028-02-01"]);
		for (const [name, guide] of Object.entries(guides)) check(name, guide, "2027-08-16", workdays);
		const late = guides["saas/newcomer"];
		check("a path without a time before joining", { ...late, weeks: [{ ...late.weeks[1], today: ["…"] }, ...late.weeks.slice(2)] }, "2027-08-16", workdays);
		for (const joined of ["2027-08-31", "2028-02-29", "2027-07-01", "2027-01-02"]) {
			check("saas/newcomer", guides["saas/newcomer"], joined, workdays);
			check("enterprise/manager from April", { ...guides["enterprise/manager"], fiscal: "2027-04-01" }, joined, workdays);
		}
		return JSON.stringify([Object.keys(guides).length, faults.slice(0, 20)]);
	})()`)
	if err != nil {
		t.Fatal(err)
	}
	var result []json.RawMessage
	if err := json.Unmarshal([]byte(value.String()), &result); err != nil {
		t.Fatal(err)
	}
	if n, faults := string(result[0]), string(result[1]); n != "16" || faults != "[]" {
		t.Errorf("%s guides: %s", n, strings.ReplaceAll(faults, `","`, "\n"))
	}
}
