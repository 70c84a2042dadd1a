// Package heap sets when the memory of the program grows, and in which pages. It does nothing
// if the user has set GOGC or GOMEMLIMIT.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
)

const (
	idleSize = 256 << 20
	hugeSize = 512 << 20
)

// Tune sets when the collector runs. The caller keeps the result alive until the program ends.
//
// During a build most of the heap stays live, so a target below the default of 100 saves
// memory at little cost in time. The result is idle memory that counts as live but is never
// written, so it takes none of the machine's: with it a small heap grows by 64 MiB, not by 2,
// between collections. It would count toward a limit of GOMEMLIMIT, though.
func Tune() (idle [][]byte) {
	if isSet() {
		return nil
	}
	debug.SetGCPercent(25)
	return unwritten(idleSize)
}

// UseHugePages makes the system back the next 512 MiB of the heap with pages of 2 MiB, where it
// can: the first access to each page of 4 KiB costs a build a quarter of its time. For that, 512 MiB
// are allocated, marked and freed; later allocations take their place.
//
// A program calls it once, when it begins: memory that it has used would be overwritten with zeros.
// A server does not call it, because Linux joins the small pages of marked memory to huge ones in the
// background, and so takes memory again that the collector has given back.
func UseHugePages() {
	if isSet() {
		return
	}
	for _, block := range unwritten(hugeSize) {
		adviseHugePages(block)
	}
	runtime.GC()
}

// unwritten allocates memory that the program has not used before, apart from a few megabytes.
// The blocks are small because a block that begins in memory which has been used is
// overwritten with zeros to its end, and then takes memory of the machine.
func unwritten(size int) [][]byte {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // otherwise the collector would run after every few blocks
	blocks := make([][]byte, size/(4<<20))
	for i := range blocks {
		blocks[i] = make([]byte, 4<<20)
	}
	return blocks
}

func isSet() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
