//go:build !linux

package heap

// adviseHugePages does nothing: macOS and Windows have no such mark.
func adviseHugePages([]byte) {}
