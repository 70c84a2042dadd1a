// Package heap prepares the memory that the program allocates. It does nothing if the user has set
// GOGC or GOMEMLIMIT.
//
// It has to be initialized before the libraries that fill large tables, most of all go-pinyin. Go
// initializes packages in the order of their paths, each as soon as its own imports are, and
// go-pinyin imports only strings and regexp. This package therefore imports nothing that needs
// more, such as runtime/debug.
package heap

import (
	"os"
	"runtime"
)

const (
	idleSize  = 256 << 20
	blockSize = 4 << 20 // of idle memory
	hugeSize  = 512 << 20
	firstSize = 1 << 20
)

// idle is memory that counts as live but is never written, so it takes none of the machine's: with it a
// small heap grows by as many percent of 256 MiB between collections, not of 4. It would count toward a
// limit of GOMEMLIMIT, though.
var idle = reserve()

// reserve makes the system back the first 512 MiB of the heap with pages of 2 MiB, where it can: the first
// access to each page of 4 KiB costs a build a quarter of its time. For that, 512 MiB are allocated, marked
// and freed; later allocations take their place. The idle memory, which lies behind, is returned.
func reserve() [][]byte {
	if IsSet() {
		return nil
	}
	// A block that begins in memory which has been used is overwritten with zeros to its end, and then takes
	// memory of the machine. Of the marked memory that is only the first block, because the collector has
	// not run and nothing has been freed. It runs when the second is allocated, and may free
	// memory behind it; then one of the idle blocks is overwritten.
	first, rest := make([]byte, firstSize), make([]byte, hugeSize-firstSize)
	unwritten := make([][]byte, idleSize/blockSize)
	for i := range unwritten {
		unwritten[i] = make([]byte, blockSize)
	}
	adviseHugePages(first)
	adviseHugePages(rest)
	runtime.KeepAlive(first) // the compiler leaves out what is not used, where there are no huge pages
	runtime.KeepAlive(rest)
	first, rest = nil, nil
	runtime.GC()
	return unwritten
}

// IsSet reports whether the user has set how the heap grows.
func IsSet() bool { return os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" }
