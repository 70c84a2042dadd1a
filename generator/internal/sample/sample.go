// Package sample decides how many cases a long test runs. By default a test runs
// a sample, which keeps `go test ./...` short. With CI=true it runs all cases.
// Two more variables concern tests with random cases: CAIRN_ROUNDS=20 runs twenty
// times as many as CI does, and CAIRN_SEED=7 generates different ones.
package sample

import (
	"os"
	"strconv"
	"testing"
)

// Count returns how many random cases a test runs: few by default, all with
// CI=true, and a multiple of all with CAIRN_ROUNDS.
func Count(t testing.TB, few, all int) int {
	t.Helper()
	if rounds := variable(t, "CAIRN_ROUNDS", 0); rounds > 0 {
		return int(rounds) * all
	}
	if isComplete() {
		return all
	}
	return few
}

// Of returns the cases of a list that a test runs: with CI=true all of them, by default
// few, evenly spaced from the first on.
func Of[T any](few int, all []T) []T {
	if isComplete() {
		return all
	}
	return Spread(few, all)
}

// Spread returns n elements of a list, evenly spaced from the first on, or all if there are
// fewer. It is for cases that take a browser seconds each and differ little.
func Spread[T any](n int, all []T) []T {
	if n >= len(all) {
		return all
	}
	picked := make([]T, n)
	for i := range picked {
		picked[i] = all[i*len(all)/n]
	}
	return picked
}

// Seed returns the seed of a test's random cases: CAIRN_SEED if it is set, otherwise
// own, the test's default.
func Seed(t testing.TB, own uint64) uint64 {
	t.Helper()
	return variable(t, "CAIRN_SEED", own)
}

func isComplete() bool { return os.Getenv("CI") == "true" }

// variable returns the number in an environment variable, or fallback if it is not set.
func variable(t testing.TB, name string, fallback uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
