package sheet

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/schedule"
)

// kept has habits, a goal per month, per quarter and per year, and a goal that comes back
// without a step, beside the template of goaltest.
const kept = goaltest.Newcomer + `[[process]]
key = "内训"
label = "内训"
unit = "次/周"
formula = "跑得动 / 10"
from_week = 5
part_of = "拜访"
[[process]]
key = "会"
label = "会"
unit = "次/月"
formula = "跑得动 * 周 / 10"
per = "month"
added_to = "拜访"
[[constants]]
key = "周"
unit = "周/月"
value = 1
[[constants]]
key = "季周"
unit = "周/季"
value = 3
[[process]]
key = "演示"
label = "演示"
unit = "次/季"
per = "quarter"
capacity = "跑得动 * 季周"
load = [{ step = "新拓", times = "次" }, { times = "目标 * 次", every = "quarter" }]
`

// The plan of any person keeps what the package comments of schedule and sheet promise.
func TestEveryPerson(t *testing.T) {
	texts := map[string]string{"newcomer": goaltest.Newcomer, "kept": kept}
	for _, name := range goaltest.Names(t) {
		texts[name] = goaltest.Read(t, "goals/"+name+".toml")
	}
	random := rand.New(rand.NewPCG(sample.Seed(t, 11), 12))
	for name, text := range texts {
		for range sample.Count(t, 8, 25) {
			template := anyYear(t, text, random)
			values := anyPerson(template, random)
			s := Evaluate(template, values)
			if faults := append(faultsOfSteps(s), faultsOfVerdict(s)...); len(faults) > 0 {
				t.Fatalf("%s, the year from %s with %v: %s", name, template.Year.Months[0].ID, values, strings.Join(faults, "\n"))
			}
		}
	}
}

// anyYear parses a template with any fiscal start, ramp and calendar.
func anyYear(t *testing.T, text string, random *rand.Rand) *goal.Template {
	t.Helper()
	text = regexp.MustCompile(`(?m)^fiscal_start = .*\n`).ReplaceAllString(text, "")
	text = strings.Replace(text, "fiscal_year", fmt.Sprintf("fiscal_start = %d\nfiscal_year", 1+random.IntN(12)), 1)
	ramps := []string{"[1]", "[0, 0.25, 0.5, 0.75, 1]", "[0, 0, 0.3]", "[0.1, 0, 0.7, 1, 0.9]"}
	text = regexp.MustCompile(`(?m)^ramp = .*$`).ReplaceAllString(text, "ramp = "+ramps[random.IntN(len(ramps))])
	var calendars []*calendar.Calendar
	if random.IntN(4) > 0 {
		calendars = goaltest.Calendars(t)
	}
	return goaltest.Template(t, text, calendars...)
}

// anyPerson returns values that somebody might enter.
func anyPerson(t *goal.Template, random *rand.Rand) goal.Values {
	values := goal.Values{}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			x, isNumber := in.Default.Number()
			switch {
			case in.Kind == goal.KindDate:
				day := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(900))
				if random.IntN(5) == 0 {
					day = day.AddDate(-10, 0, 0)
				}
				values[in.Key] = formula.Text(day.Format(time.DateOnly))
			case isNumber && random.IntN(3) == 0:
				values[in.Key] = formula.Number(in.Clamp(formula.Round(x*(0.3+2*random.Float64()), 2)))
			case random.IntN(40) == 0:
				values[in.Key] = formula.Value{}
			}
		}
	}
	return values
}

// faultsOfSteps checks the parts of every total, and the worth of the days.
func faultsOfSteps(s *Sheet) (faults []string) {
	for m, month := range s.Template.Year.Months {
		if want := worthByDay(s, m, month.Days); math.Abs(s.plan.Days().Worth[m]-want) > 1e-9 {
			faults = append(faults, fmt.Sprintf("%s is worth %g, not %g", month.ID, s.plan.Days().Worth[m], want))
		}
	}
	for _, split := range s.Template.Splits {
		step, parts := s.plan.Step(split), s.shares[split.Key]
		total, _ := s.values.Number(split.Key)
		if step.Shares == nil || step.Late {
			if parts.months != nil {
				faults = append(faults, split.Key+" has parts")
			}
			continue
		}
		if all := schedule.Total(step.Shares); math.Abs(all-total) > 1e-9*max(1, total) {
			faults = append(faults, fmt.Sprintf("the shares of %s sum to %g, not to %g", split.Key, all, total))
		}
		want := formula.RoundUp(total, 0)
		if total < 1-1e-9 {
			want = formula.Round(total, 1)
		}
		if got := sum(parts.months) / parts.perUnit; got != want {
			faults = append(faults, fmt.Sprintf("the months of %s sum to %g, not to %g", split.Key, got, want))
		}
		faults = append(faults, faultsOfWindow(s, split, step, parts)...)
	}
	return faults
}

// faultsOfWindow checks that nothing is done before the opening or after the last safe day,
// and that the weeks of a month sum to the month.
func faultsOfWindow(s *Sheet, split *goal.Split, step *goal.Step, parts shares) (faults []string) {
	opening := s.plan.Days().Opening
	isOpen := func(days []string) bool {
		for _, day := range days {
			if day >= opening && day <= step.Latest {
				return true
			}
		}
		return false
	}
	for m, month := range s.Template.Year.Months {
		if sum(parts.weeks[m]) != parts.months[m] {
			faults = append(faults, fmt.Sprintf("the weeks of %s in %s sum to %g, not to %g", split.Key, month.ID, sum(parts.weeks[m]), parts.months[m]))
		}
		var all []string
		for i, week := range month.Weeks {
			all = append(all, week.Days...)
			if !isOpen(week.Days) && (parts.weeks[m][i] > 0 || step.Weeks[m][i] > 0) {
				faults = append(faults, fmt.Sprintf("%s is done in %s, outside %s to %s", split.Key, week.ID, opening, step.Latest))
			}
		}
		if !isOpen(all) && (step.Shares[m] > 0 || parts.months[m] > 0) {
			faults = append(faults, fmt.Sprintf("%s is done in %s, outside %s to %s", split.Key, month.ID, opening, step.Latest))
		}
	}
	return faults
}

// worthByDay adds the worth of each day of a month.
func worthByDay(s *Sheet, m int, days []string) float64 {
	sum := 0.0
	for _, day := range days {
		if day >= s.plan.Days().Opening {
			sum += worthOf(s, m, day)
		}
	}
	return sum
}

func worthOf(s *Sheet, m int, day string) float64 {
	t := s.Template
	if t.Staff != nil {
		heads, _ := t.Staff.Eval(s.values.Lookup).Number()
		for i, key := range t.Hires {
			if hired, _ := s.values.Number(key); i <= m {
				heads += hired * t.Ramp[min(m-i, len(t.Ramp)-1)]
			}
		}
		return heads
	}
	joined, ok := s.values[t.Joined].Text()
	if !ok || len(t.Ramp) == 0 {
		return 1
	}
	worth := t.Ramp[0]
	for k, w := range t.Ramp {
		if day >= schedule.AddMonths(joined, k) {
			worth = w
		}
	}
	if worth == 0 && t.RampFromWeek > 0 && day >= schedule.Later(joined, 7*(t.RampFromWeek-1)) {
		for _, w := range t.Ramp {
			if w > 0 {
				return w
			}
		}
	}
	return worth
}

// faultsOfVerdict checks the verdict against every open period, the cure and the reach.
func faultsOfVerdict(s *Sheet) (faults []string) {
	kind, over, late := s.Finding.Kind, false, len(s.Finding.Late) > 0
	for _, p := range s.Process {
		over = over || p.Over
		if w := s.workload(p.Process); w != nil && kind != Missing && isAnyOver(s, p.Process, w) != p.Over {
			faults = append(faults, fmt.Sprintf("%s: over its capacity is %t", p.Key, p.Over))
		}
		if percent, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSuffix(p.Load, "%"), ",", ""), 64); err == nil && (percent > 100) != p.Over {
			faults = append(faults, fmt.Sprintf("%s: the load reads %s, over its capacity is %t", p.Key, p.Load, p.Over))
		}
	}
	if strain := s.Finding.Strain; kind == Over && strain.Rate == strain.Limit {
		faults = append(faults, fmt.Sprintf("the goal that does not fit reads %s of %s", strain.Rate, strain.Limit))
	}
	if kind != Missing && (kind == Fits) != (!over && !late && !leavesNothing(s.Template, s.plan)) {
		faults = append(faults, fmt.Sprintf("the verdict is %s: over %t, late %t", kind, over, late))
	}
	if cure := s.Cure(); cure != nil {
		in := s.Template.Input(cure.Key)
		x, _ := strconv.ParseFloat(cure.Text, 64)
		if in.Kind == goal.KindPercent {
			x /= 100
		}
		if changed := (goal.Values{cure.Key: formula.Number(x)}); in.Clamp(x) != x || !s.FitsWith(cure.Key, x) {
			faults = append(faults, fmt.Sprintf("the cure %v does not help", changed))
		}
	}
	if reach := s.Reach(); reach != nil && kind != Missing {
		faults = append(faults, faultsOfReach(s, reach)...)
	}
	return faults
}

// isAnyOver computes the capacity of each open period again, from the days.
func isAnyOver(s *Sheet, p *goal.Process, w *goal.Workload) bool {
	if p.Capacity == nil {
		return false
	}
	capacity, _ := p.Capacity.Eval(s.values.Lookup).Number()
	weeks, all := 52.0, 0.0
	if s.Template.Weeks != nil {
		weeks, _ = s.Template.Weeks.Eval(s.values.Lookup).Number()
	}
	for _, m := range s.Template.Year.Months {
		all += float64(len(m.Days))
	}
	size := map[string]int{"week": 1, "month": 1, "quarter": 3, "year": 12}[p.Per]
	for from := 0; from < 12; from += size {
		load, worth, days, open := 0.0, 0.0, 0.0, 0.0
		for m := from; m < from+size; m++ {
			month := s.Template.Year.Months[m]
			load += w.Months[m]
			worth += worthByDay(s, m, month.Days)
			days += float64(len(month.Days))
			for _, day := range month.Days {
				if day >= s.plan.Days().Opening {
					open++
				}
			}
		}
		most := capacity * worth / days
		if p.Per == "week" {
			most = capacity * weeks * worth / all
		}
		if open > 0 && load-most > 1e-8*max(1, load) {
			return true
		}
	}
	return false
}

func faultsOfReach(s *Sheet, reach *Reach) (faults []string) {
	part := s.Template.Prorated()
	source, _ := s.values.Number(s.Template.Target)
	if part != nil {
		source, _ = s.values.Number(part.Prorate.Source)
	}
	n := numberIn(reach.Text)
	fits := func(n float64) bool {
		j := judgeAt(s, n)
		return len(j.late) == 0 && (part == nil || j.fitsAll())
	}
	if rest := numberIn(reach.Rest); part == nil && math.Abs(n+rest-source) > 1e-4 {
		faults = append(faults, fmt.Sprintf("%g is within reach and %g is left of %g", n, rest, source))
	}
	if !fits(n) || n > source {
		faults = append(faults, fmt.Sprintf("the reach %g does not fit", n))
	}
	if n+1 <= source && fits(n+1) {
		faults = append(faults, fmt.Sprintf("%g is within reach, and not only %g", n+1, n))
	}
	return faults
}

func numberIn(text string) float64 {
	x, _ := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	return x
}
