//go:build !linux

package heap

// adviseHugePages does nothing: macOS and Windows give a program no huge pages on request.
func adviseHugePages([]byte) {}
