package sheet

import (
	"cairn/generator/internal/calendar"
	"cairn/generator/internal/goaltest"
	"cairn/generator/internal/schedule"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAllocate(t *testing.T) {
	tests := []struct {
		total   float64
		weights []float64
		want    []float64
	}{
		{10, []float64{1, 1, 1, 1}, []float64{3, 3, 2, 2}},
		{667, []float64{1, 1, 1, 1}, []float64{167, 167, 167, 166}},
		{7, []float64{0.1, 0.2, 0.7}, []float64{1, 1, 5}},
		{3, []float64{0.1, 0.1, 0.1}, []float64{1, 1, 1}},
		{2, []float64{0, 5, 0, 4}, []float64{0, 1, 0, 1}},
		{0, []float64{1, 2}, []float64{0, 0}},
		{5, []float64{0, 0}, nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, allocate(test.total, test.weights)); diff != "" {
			t.Errorf("%g by %v: %s", test.total, test.weights, diff)
		}
	}
}

// Shares are whole, not negative, add up to the total, and are zero for a zero weight.
func TestSharesAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		weights := make([]float64, 1+random.IntN(52))
		for i := range weights {
			weights[i] = float64(random.IntN(1000)) / float64(1+random.IntN(30))
		}
		total := math.Floor(math.Pow(10, 12*random.Float64())) - 1
		shares := allocate(total, weights)
		if sum(weights) > 0 && sum(shares) != total {
			t.Fatalf("the shares of %g by %v sum to %g", total, weights, sum(shares))
		}
		for i, share := range shares {
			if share < 0 || share != math.Floor(share) || weights[i] == 0 && share > 0 {
				t.Fatalf("share %d of %g by %v is %g", i, total, weights, share)
			}
		}
	}
}

// The quarters, months and weeks of a year add up for any weights, lead and date of
// joining. Nothing is due before that date or in a week without working days.
func TestPeriodsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, start := range []int{1, 4, 8} {
		y := calendar.NewYear(2027, start, goaltest.Calendars(t))
		for range 1000 {
			weights := make([]float64, 12)
			for i := range weights {
				weights[i] = float64(random.IntN(4))
			}
			joined := fmt.Sprintf("2027-%02d-%02d", 1+random.IntN(12), 1+random.IntN(28))
			s := splitYear(y, float64(random.IntN(100)), dueTimes{weights, random.IntN(13), random.IntN(13), joined})
			if s.months != nil {
				checkShares(t, y, s, joined)
			}
		}
	}
}

func checkShares(t *testing.T, y *calendar.Year, s shares, joined string) {
	t.Helper()
	quarters := s.quarter(0) + s.quarter(3) + s.quarter(6) + s.quarter(9)
	if sum(s.months) != s.total || quarters != s.total {
		t.Fatalf("of %g, the months are %v", s.total, s.months)
	}
	for i, weeks := range s.weeks {
		if sum(weeks) != s.months[i] {
			t.Fatalf("month %s has %g, its weeks %v", y.Months[i].ID, s.months[i], weeks)
		}
		for j, share := range weeks {
			if share > 0 && y.Months[i].Weeks[j].DaysFrom(joined) == 0 {
				t.Fatalf("week %s has %g for someone who joined %s", y.Months[i].Weeks[j].ID, share, joined)
			}
		}
	}
}

func TestShareOfAYear(t *testing.T) {
	y := calendar.NewYear(2027, 1, nil)
	even := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	late := []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}
	for _, test := range []struct {
		name    string
		total   float64
		weights []float64
		after   int
		lead    int
		joined  string
		want    []float64
	}{
		{"equal parts, the earlier first", 667, even, 0, 0, "", []float64{56, 56, 55, 56, 56, 55, 56, 56, 55, 56, 55, 55}},
		{"quarters before months", 6, even, 0, 0, "", []float64{1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0}},
		{"a lead of two months", 3, late, 0, 2, "", []float64{0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0}},
		{"what falls before the year is due in its first month", 3, late, 0, 12, "", []float64{3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
		{"what falls before joining is due in that month", 3, late, 0, 6, "2027-08-02", []float64{0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0}},
		{"half of a month is left", 7, even, 0, 0, "2027-10-16", []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3}},
		{"nothing within three months of joining", 3, even, 3, 0, "2027-07-01", []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}},
		{"nor its leads before joining", 3, even, 3, 3, "2027-07-01", []float64{0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0}},
		{"joined in the year before", 3, even, 3, 0, "2026-10-01", []float64{1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0}},
		{"too late for this year", 3, even, 3, 3, "2027-10-01", nil},
		{"joined after the year", 7, even, 0, 0, "2028-01-03", nil},
		{"nothing has a weight any more", 7, []float64{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 0, "2027-02-01", nil},
		{"too large", 2e12, even, 0, 0, "", nil},
		{"negative", -1, even, 0, 0, "", nil},
	} {
		if diff := cmp.Diff(test.want, splitYear(y, test.total, dueTimes{test.weights, test.after, test.lead, test.joined}).months); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func TestMilestones(t *testing.T) {
	for _, test := range []struct {
		joined string
		months int
		want   string
	}{{"2027-01-04", 3, "2027-04-04"}, {"2027-11-30", 3, "2028-02-29"}, {"2026-11-30", 3, "2027-02-28"}, {"2027-08-31", 6, "2028-02-29"}, {"", 3, ""}, {"soon", 3, ""}} {
		if got := schedule.AddMonths(test.joined, test.months); got != test.want {
			t.Errorf("%d months after %s is %s, not %s", test.months, test.joined, got, test.want)
		}
	}
}
