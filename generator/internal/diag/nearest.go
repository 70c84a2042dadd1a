package diag

// Nearest returns the choice with the smallest edit distance to a misspelt word, the first
// among equals. It returns "" if no choice is similar enough to suggest. A similar choice
// differs in at most one character, or in a third of the characters of the longer word.
func Nearest(word string, choices []string) string {
	best, bestDistance := "", -1
	for _, choice := range choices {
		a, b := []rune(word), []rune(choice)
		limit := max(1, max(len(a), len(b))/3)
		if d := distance(a, b); d <= limit && d < max(len(a), len(b)) && (bestDistance < 0 || d < bestDistance) {
			best, bestDistance = choice, d
		}
	}
	return best
}

// distance returns the optimal string alignment distance: the number of insertions,
// deletions, substitutions and swaps of neighbours that turn a into b.
func distance(a, b []rune) int {
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
