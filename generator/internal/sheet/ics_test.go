package sheet

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dop251/goja"

	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/wire"
)

// event has the properties of a VEVENT by their names with parameters, their text values unescaped.
type event map[string]string

// texts are the properties of an event whose values are of the type TEXT.
var texts = []string{"UID", "SUMMARY", "DESCRIPTION"}

// parseCalendar reads a calendar file as RFC 5545 defines it, and fails at what the RFC forbids.
func parseCalendar(t testing.TB, file string) []event {
	t.Helper()
	if strings.Count(file, "\n") != strings.Count(file, "\r\n") || strings.Count(file, "\r") != strings.Count(file, "\r\n") {
		t.Fatalf("a line does not end with CRLF: %q", file)
	}
	lines := strings.Split(file, "\r\n")
	if lines[len(lines)-1] != "" {
		t.Fatalf("the last line has no end: %q", lines[len(lines)-1])
	}
	var logical []string
	for _, line := range lines[:len(lines)-1] {
		switch {
		case len(line) > 75:
			t.Fatalf("a line has %d octets: %q", len(line), line)
		case !utf8.ValidString(line):
			t.Fatalf("a line cuts a character: %q", line)
		case strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) && r != '\t' || r == '\u2028' || r == '\u2029' }):
			t.Fatalf("a line has a control character: %q", line)
		case strings.HasPrefix(line, " ") && len(logical) > 0:
			logical[len(logical)-1] += line[1:]
		default:
			logical = append(logical, line)
		}
	}
	head := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cairn//Worksheet//EN", "CALSCALE:GREGORIAN"}
	if len(logical) < 6 || !slices.Equal(logical[:4], head) || logical[len(logical)-1] != "END:VCALENDAR" {
		t.Fatalf("the calendar is %q", logical)
	}
	var events []event
	var open event
	for _, line := range logical[4 : len(logical)-1] {
		name, value, found := strings.Cut(line, ":")
		switch {
		case !found || !regexp.MustCompile(`^[A-Z]+(;[A-Z]+=[A-Z]+)?$`).MatchString(name):
			t.Fatalf("this is no property: %q", line)
		case line == "BEGIN:VEVENT" && open == nil:
			open = event{}
		case line == "END:VEVENT" && open != nil:
			events, open = append(events, open), nil
		case open == nil || name == "BEGIN" || name == "END":
			t.Fatalf("%q stands in the wrong place", line)
		case open[name] != "":
			t.Fatalf("an event has two of %q", line)
		case slices.Contains(texts, name):
			open[name] = unescape(t, value)
		default:
			open[name] = value
		}
	}
	if open != nil {
		t.Fatal("an event has no end")
	}
	return events
}

func unescape(t testing.TB, value string) string {
	t.Helper()
	var text strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\' && i+1 < len(value) && strings.IndexByte(`\;,n`, value[i+1]) >= 0:
			i++
			text.WriteByte(map[byte]byte{'\\': '\\', ';': ';', ',': ',', 'n': '\n'}[value[i]])
		case c == '\\' || c == ';' || c == ',':
			t.Fatalf("the value %q has a sign that is not escaped", value)
		default:
			text.WriteByte(c)
		}
	}
	return text.String()
}

// calendarOf makes the calendar file of a plan for a newcomer in SaaS, in a runtime that has the template as `now`.
func calendarOf(t testing.TB, vm *goja.Runtime, plan, today string) string {
	t.Helper()
	return run(t, vm, `
		const texts = { milestones: ["产品穿透", "流程闭环", "业绩破冰"], reminders: [
			{ label: "用满 6 个月", text: "谈一次增值服务。", step: "签约", months: 6 }, { label: "使用率低于 60% 的", text: "当周就联系。", step: "签约", months: 0 }] };
		const plan = { ...saved.emptyPlan("goals/saas/newcomer", "", 2027), id: "0123456789abcdef0123456789abcdef", ...`+plan+` };
		return ics.calendarFile({ ...now, plan, texts, title: "通用 SaaS · 新人期工作表", address: "https://x.example/sales/goals/saas/newcomer.html", today: "`+today+`", now: Date.UTC(2027, 2, 1, 1, 2, 3), word, reviews: globalThis.reviews ?? [] });
	`)
}

func loadCalendar(t testing.TB) *goja.Runtime {
	t.Helper()
	vm := loadMonday(t)
	vm.Set("json", asJSON(t, wire.New(goaltest.All(t)["saas/newcomer"])))
	run(t, vm, `globalThis.crypto = { getRandomValues: (bytes) => bytes }; globalThis.now = of(JSON.parse(json)); return ""`)
	return vm
}

// The file of the example has an event for each week with work, for each quarter, milestone and last day, and the reminders that
// follow from what was recorded.
func TestCalendarFile(t *testing.T) {
	vm := loadCalendar(t)
	const plan = `{ person: "陈晨", rule: { when: "客户五天没回消息", then: "打个电话" }, records: [{ id: "a", on: "2027-03-16", key: "签约", n: 1 }, { id: "b", on: "2027-08-31", key: "签约", n: 2 }], closed: [] }`
	events := parseCalendar(t, calendarOf(t, vm, plan, "2027-01-04"))
	var dated []string
	weeks := 0
	ids := map[string]bool{}
	for _, e := range events {
		if ids[e["UID"]] {
			t.Errorf("two events are %s", e["UID"])
		}
		ids[e["UID"]] = true
		if e["DTSTAMP"] != "20270301T010203Z" || e["SEQUENCE"] != "30064382" || e["URL"] != "https://x.example/sales/goals/saas/newcomer.html" || e["TRANSP"] != "TRANSPARENT" {
			t.Errorf("an event is %v", e)
		}
		if day := e["DTSTART;VALUE=DATE"]; day != "" {
			dated = append(dated, day+"–"+e["DTEND;VALUE=DATE"]+" "+e["SUMMARY"])
			continue
		}
		weeks++
		if !strings.HasSuffix(e["DTSTART"], "T090000") || e["DURATION"] != "PT15M" || !strings.HasPrefix(e["SUMMARY"], "这一周：") {
			t.Errorf("an event is %v", e)
		}
	}
	want := []string{
		"20270331–20270401 第 1 季度复盘，填季度末那张卡", "20270404–20270405 第 3 个月：产品穿透", "20270630–20270701 第 2 季度复盘，填季度末那张卡",
		"20270630–20270701 健康度诊断：这一季还差 1 次", "20270704–20270705 第 6 个月：流程闭环", "20270916–20270917 用满 6 个月（1 家）：谈一次增值服务。",
	}
	for _, line := range want {
		if !slices.Contains(dated, line) {
			t.Errorf("there is no event %q in %s", line, strings.Join(dated, "\n"))
		}
	}
	if len(dated) != 15 || weeks != 52 {
		t.Errorf("there are %d weeks, and the days %s", weeks, strings.Join(dated, "\n"))
	}
	for _, e := range events {
		if e["UID"] == "0123456789abcdef0123456789abcdef-week-2027-W13@cairn" {
			want := event{"DTSTART": "20270329T090000", "DESCRIPTION": "定制化方案 2 份/月\nDemo 2.4 次/月\n健康度诊断 0.4 次/季\n使用率低于 60% 的：当周就联系。\n要是客户五天没回消息，我就打个电话\n陈晨：通用 SaaS · 新人期工作表"}
			if e["DTSTART"] != want["DTSTART"] || e["DESCRIPTION"] != want["DESCRIPTION"] {
				t.Errorf("the week is %q", e)
			}
			return
		}
	}
	t.Error("the week of 29 March is missing")
}

// The days on which questions are to be answered again are one event each, under UIDs that do not depend on the plan.
func TestReviewsInCalendarFile(t *testing.T) {
	vm := loadCalendar(t)
	run(t, vm, `globalThis.reviews = [{ id: "site-review-2027-03-02", date: "2027-03-02", text: "两题", address: "https://x.example/sales/cards.html" }]; return ""`)
	for _, e := range parseCalendar(t, calendarOf(t, vm, `{ person: "陈晨" }`, "2027-03-01")) {
		if e["UID"] == "site-review-2027-03-02@cairn" {
			if e["DTSTART;VALUE=DATE"] != "20270302" || e["DTEND;VALUE=DATE"] != "20270303" || e["SUMMARY"] != "两题" || e["URL"] != "https://x.example/sales/cards.html" {
				t.Errorf("the event is %v", e)
			}
			return
		}
	}
	t.Error("there is no event")
}

// A later file of the plan has the same events under the same UIDs, without those of weeks that are over; after the year it is empty.
func TestCalendarFileAgain(t *testing.T) {
	vm := loadCalendar(t)
	first, second := map[string]event{}, parseCalendar(t, calendarOf(t, vm, `{ person: "另一个名字" }`, "2027-06-02"))
	for _, e := range parseCalendar(t, calendarOf(t, vm, `{}`, "2027-01-04")) {
		first[e["UID"]] = e
	}
	for _, e := range second {
		if then, ok := first[e["UID"]]; !ok || then["SUMMARY"] != e["SUMMARY"] || then["DTSTART"] != e["DTSTART"] {
			t.Errorf("%v was %v", e, then)
		}
		if start := e["DTSTART"] + e["DTSTART;VALUE=DATE"]; start < "20270531" {
			t.Errorf("%v is over", e)
		}
	}
	if got := calendarOf(t, vm, `{}`, "2028-02-01"); got != "" {
		t.Errorf("after the year the file is %q", got)
	}
}

// A sheet that counts from a Wednesday in August has its first week from that day on, and no review before. Otherwise a week
// begins with its first working day.
func TestCalendarFileOfALateStart(t *testing.T) {
	vm := loadCalendar(t)
	for _, e := range parseCalendar(t, calendarOf(t, vm, `{}`, "2027-01-04")) {
		if strings.Contains(e["UID"], "week-2027-W14@") && e["DTSTART"] != "20270406T090000" { // the fifth is a holiday
			t.Errorf("week 14 begins on %s", e["DTSTART"])
		}
	}
	template := goaltest.All(t)["saas/growth"]
	vm.Set("json", asJSON(t, wire.New(template)))
	run(t, vm, `now = of(JSON.parse(json), { `+template.Starts+`: "2027-08-18" }); return ""`)
	first, reviews := "", 0
	for _, e := range parseCalendar(t, calendarOf(t, vm, `{}`, "2027-01-04")) {
		if start := e["DTSTART"]; start != "" && (first == "" || start < first) {
			first = start
		}
		if strings.Contains(e["UID"], "review") {
			reviews++
		}
	}
	if first != "20270818T090000" || reviews != 2 {
		t.Errorf("the first week begins on %s, and there are %d reviews", first, reviews)
	}
}

// FuzzCalendarFile gives the plan any name and rule: the file has the same events, and the name in each description.
func FuzzCalendarFile(f *testing.F) {
	for _, seed := range []string{
		"陈晨", "", "a\r\nBEGIN:VEVENT\r\nSUMMARY:x", "END:VEVENT\nEND:VCALENDAR", `\n\;\,`, "a;b,c:d\"e", strings.Repeat("长", 200), strings.Repeat("😀", 60), strings.Repeat("é", 75),
		"\u2028BEGIN:VEVENT", "\u0085x\x0bx\x0cx", "\x00\x1b[31m", "tab\tx", " ", "\ufeff",
	} {
		f.Add(seed)
	}
	vm := loadCalendar(f)
	count := len(parseCalendar(f, calendarOf(f, vm, `{}`, "2027-12-20")))
	f.Fuzz(func(t *testing.T, name string) {
		name = strings.ToValidUTF8(name, "")
		events := parseCalendar(t, calendarOf(t, vm, fmt.Sprintf(`{ person: %s, rule: { when: %[1]s, then: "x" } }`, asJSON(t, name)), "2027-12-20"))
		if len(events) != count {
			t.Fatalf("%q makes %d events of %d", name, len(events), count)
		}
		want := plainText(name)
		for _, e := range events {
			if !strings.Contains(e["DESCRIPTION"], want) {
				t.Fatalf("%q is not in %q", want, e["DESCRIPTION"])
			}
		}
	})
}

// plainText returns a text as a calendar shows it: line breaks of any kind are \n, and there are no other control characters.
func plainText(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("\n\v\f\r\u0085\u2028\u2029", r):
			return '\n'
		case unicode.IsControl(r) && r != '\t':
			return -1
		}
		return r
	}, text)
}
