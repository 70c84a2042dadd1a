// Cairn turns a folder of Markdown playbooks and TOML goal templates into a static site.
package main

import (
	"os"
	"runtime"

	"cairn"
	"cairn/generator/internal/cli"
	"cairn/generator/internal/heap"
)

func main() {
	idle := heap.Tune()
	code := cli.Run(os.Args[1:], cairn.Theme(), os.Stdin, os.Stdout, os.Stderr)
	runtime.KeepAlive(idle)
	os.Exit(code)
}
