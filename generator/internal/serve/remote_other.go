//go:build !linux

package serve

// isRemote is not to be found out here; the systems tell of changes that this
// machine makes on a network drive.
func isRemote(string) bool { return false }
