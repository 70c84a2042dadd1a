//go:build !unix

package build

import "testing"

// plantSpecial makes nothing: links need special rights on these systems, and there are no
// named pipes.
func plantSpecial(t *testing.T, file, kind, target string) {
	t.Helper()
	t.Skip("no links or pipes here")
}
