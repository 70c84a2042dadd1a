//go:build !linux

package heap

// adviseHugePages does nothing: macOS and Windows give a program no huge pages on request.
func adviseHugePages([]byte) {}

// UseSmallPages does nothing where there are no huge pages.
func UseSmallPages() {}
