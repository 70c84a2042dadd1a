//go:build !unix

package build

import "testing"

// plantSpecial makes nothing: links need rights here, and there are no pipes.
func plantSpecial(t *testing.T, file, kind, target string) {
	t.Helper()
	t.Skip("no links or pipes here")
}
