package sheet

import (
	"cairn/generator/internal/schedule"
	"math"
	"math/rand/v2"
	"slices"
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

// Quarters share a total before their months do.
func TestAllocateMonths(t *testing.T) {
	even := slices.Repeat([]float64{1}, 12)
	for _, test := range []struct {
		total   float64
		weights []float64
		want    []float64
	}{
		{667, even, []float64{56, 56, 55, 56, 56, 55, 56, 56, 55, 56, 55, 55}},
		{6, even, []float64{1, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0}},
		{7, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1, 1}, []float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3}},
		{7, make([]float64, 12), nil},
	} {
		if diff := cmp.Diff(test.want, allocateMonths(test.total, test.weights)); diff != "" {
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
