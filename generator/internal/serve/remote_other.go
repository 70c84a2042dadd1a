//go:build !linux

package serve

// isRemote is false: these systems do not tell, and they report at least the changes that
// this machine makes on a network drive.
func isRemote(string) bool { return false }
