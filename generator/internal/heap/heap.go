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
// memory at little cost in time. The result is an idle block that counts as live but is never
// written, so it takes no memory: with it a small heap grows by 64 MiB, not by 2, between
// collections. It would count toward a limit of GOMEMLIMIT, though.
func Tune() (idle []byte) {
	if isSet() {
		return nil
	}
	debug.SetGCPercent(25)
	return make([]byte, idleSize)
}

// UseHugePages makes the system back the next 512 MiB of the heap with pages of 2 MiB, where it
// can: the first access to each page of 4 KiB costs a build a quarter of its time. A block of that
// size is marked and freed, and what is allocated afterwards takes its place.
//
// It is not for programs that run long: the system joins small pages to huge ones again, also
// those that the collector has given back.
func UseHugePages() {
	if isSet() {
		return
	}
	adviseHugePages(make([]byte, hugeSize))
	runtime.GC()
}

func isSet() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
