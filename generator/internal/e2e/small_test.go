package e2e

import (
	"os"
	"strings"
	"sync"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/sitetest"
)

// buildSmall builds the small site of package sitetest.
var buildSmall = sync.OnceValues(func() (*output.Tree, string) { return buildSmallOf(sitetest.Small()) })

func buildSmallOf(files sitetest.Files) (*output.Tree, string) {
	result := build.New(files.FS(), os.DirFS(root)).Build(build.Options{Today: "2026-11-23", Changes: sitetest.Changes})
	var faults strings.Builder
	diag.Print(&faults, result.Diagnostics)
	return result.Tree, faults.String()
}
