// Cairn turns a folder of Markdown playbooks and TOML goal templates into a static site.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"cairn"
	"cairn/generator/internal/cli"
)

func main() {
	// During a build most of the heap stays live, so a target below the default of 100 saves
	// memory at little cost in time. The idle block counts as live but is never written, so it
	// takes no memory: with it a small heap grows by 64 MiB, not by 2, between collections. It
	// would count toward a limit of GOMEMLIMIT, though.
	var idle []byte
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(25)
		idle = make([]byte, 256<<20)
	}
	code := cli.Run(os.Args[1:], cairn.Theme(), os.Stdin, os.Stdout, os.Stderr)
	runtime.KeepAlive(idle)
	os.Exit(code)
}
