// Cairn turns a folder of Markdown playbooks and goal templates into a static
// site.
package main

import (
	"os"

	"cairn"
	"cairn/generator/internal/cli"
)

func main() {
	os.Exit(cli.Run(os.Args[1:], cairn.Theme(), os.Stdin, os.Stdout, os.Stderr))
}
