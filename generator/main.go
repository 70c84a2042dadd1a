// Cairn turns a folder of Markdown playbooks and TOML goal templates into a static site.
package main

import (
	"os"
	"runtime/debug"

	"cairn"
	"cairn/generator/internal/cli"
	"cairn/generator/internal/heap"
)

func main() {
	if !heap.IsSet() {
		// During a build most of the heap stays live, so a target below the default of 100 saves memory at little cost in time.
		debug.SetGCPercent(20)
	}
	os.Exit(cli.Run(os.Args[1:], cairn.Theme(), os.Stdin, os.Stdout, os.Stderr))
}
