package sample

import (
	"slices"
	"testing"
)

func TestCount(t *testing.T) {
	for _, test := range []struct {
		ci, rounds string
		want       int
	}{
		{"", "", 3}, {"false", "", 3}, {"true", "", 50}, {"", "20", 1000}, {"true", "2", 100},
	} {
		t.Setenv("CI", test.ci)
		t.Setenv("CAIRN_ROUNDS", test.rounds)
		if got := Count(t, 3, 50); got != test.want {
			t.Errorf("CI=%s CAIRN_ROUNDS=%s: %d cases, want %d", test.ci, test.rounds, got, test.want)
		}
	}
}

func TestOf(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5, 6}
	for _, test := range []struct {
		ci   string
		few  int
		want []int
	}{
		{"", 1, []int{0}}, {"", 3, []int{0, 2, 4}}, {"", 6, []int{0, 1, 2, 3, 4, 5}}, {"", 9, all}, {"true", 1, all},
	} {
		t.Setenv("CI", test.ci)
		if got := Of(test.few, all); !slices.Equal(got, test.want) {
			t.Errorf("CI=%s: %d of the cases are %v, want %v", test.ci, test.few, got, test.want)
		}
	}
}

func TestSeed(t *testing.T) {
	for text, want := range map[string]uint64{"": 5, "7": 7} {
		t.Setenv("CAIRN_SEED", text)
		if got := Seed(t, 5); got != want {
			t.Errorf("CAIRN_SEED=%s: the seed is %d, want %d", text, got, want)
		}
	}
}
