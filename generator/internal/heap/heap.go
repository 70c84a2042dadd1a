// Package heap sets how the memory of the program grows. It does nothing if the user sets
// that with GOGC or GOMEMLIMIT.
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
// can: the first access to each page of 4 KiB costs a build a quarter of its time. As much memory
// is marked and freed, and what is allocated afterwards takes its place.
//
// It is not for programs that run long: the system joins small pages to huge ones again, also
// those that the collector has given back.
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
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the heap would be collected at each step of its growth
	blocks := make([][]byte, size/(4<<20))
	for i := range blocks {
		blocks[i] = make([]byte, 4<<20)
	}
	return blocks
}

func isSet() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
