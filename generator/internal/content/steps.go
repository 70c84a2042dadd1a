package content

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// Task is what a page asks of its reader for some time.
type Task struct {
	Title, Anchor string
	Today         []string
	AnchorAt      diag.Place
}

// Step is a task that ends at the end of a week or some months after joining, not both. Without
// Week and Month it has no end.
type Step struct {
	Task
	Week  int // 0 for the time before joining, -1 if the step does not count in weeks
	Month int // 0 if the step does not count in months
	Days  []int
}

// Rhythm is a task that recurs in the quarters of a fiscal year. A zero value does not limit
// the time.
type Rhythm struct {
	Task
	Quarter, Month int
	Weeks          []int // the first and the last week of the quarter, negative from its end
}

func readSteps(r *toml.Reader) (steps []Step) {
	for _, step := range r.Tables("steps") {
		if step.Has("week") && step.Has("month") {
			r.Report(diag.Errorf(step.At("month"), "two-ends", "the step has both a week and a month").WithHelp("remove one of the two: the step ends once"))
		}
		steps = append(steps, Step{
			Week: whole(step, "week", -1, 0, 520), Month: whole(step, "month", 0, 1, 120),
			Days: wholes(step, "days", 1, 99), Task: readTask(step),
		})
		step.Finish()
	}
	return steps
}

func readRhythm(r *toml.Reader) (rhythm []Rhythm) {
	for _, part := range r.Tables("rhythm") {
		rhythm = append(rhythm, Rhythm{
			Quarter: whole(part, "quarter", 0, 1, 4), Month: whole(part, "month", 0, 1, 3), Weeks: readWeeks(part), Task: readTask(part),
		})
		part.Finish()
	}
	return rhythm
}

func readTask(r *toml.Reader) Task {
	r.Require("title")
	return Task{Title: r.String("title"), Anchor: r.String("anchor"), Today: r.Strings("today"), AnchorAt: r.At("anchor")}
}

// quarterWeeks is the greatest number of weeks of a quarter.
const quarterWeeks = 14

// readWeeks reads the first and the last week of a part of a quarter.
func readWeeks(r *toml.Reader) []int {
	weeks := wholes(r, "weeks", -quarterWeeks, quarterWeeks)
	if len(weeks) == 0 || len(weeks) == 2 && weeks[0] != 0 && weeks[1] != 0 {
		return weeks
	}
	r.Report(diag.Errorf(r.At("weeks"), "bad-weeks", "weeks is not the first and the last week of a part of a quarter").
		WithHelp("write two numbers: [1, 4] for the first four weeks, [-2, -1] for the last two"))
	return nil
}

// whole reads a whole number from low to high.
func whole(r *toml.Reader, key string, absent, low, high int) int {
	n := r.Int(key, absent)
	if !r.Has(key) || low <= n && n <= high {
		return n
	}
	r.Report(outOfRange(r.At(key), key, n, low, high))
	return absent
}

// wholes reads a list of whole numbers from low to high.
func wholes(r *toml.Reader, key string, low, high int) (all []int) {
	numbers, places := r.Floats(key)
	for i, x := range numbers {
		n := int(x)
		if float64(n) != x || n < low || n > high {
			r.Report(outOfRange(places[i], key, n, low, high))
			return nil
		}
		all = append(all, n)
	}
	return all
}

func outOfRange(at diag.Place, key string, n, low, high int) diag.Fault {
	return diag.Errorf(at, "out-of-range", "%s is %d, which is out of range", key, n).WithHelp("write a number from %d to %d", low, high)
}
