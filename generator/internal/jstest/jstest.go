// Package jstest runs the browser's pure functions inside go test, so that one file of
// vectors tests the Go and the TypeScript form of a computation.
package jstest

import (
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/evanw/esbuild/pkg/api"
)

// Load bundles a TypeScript module and returns a runtime in which its exports
// are the properties of the global object `module`. The path is relative to the
// test's own folder.
func Load(t testing.TB, path string) *goja.Runtime {
	t.Helper()
	program, known := programs.Load(path)
	if !known {
		compiled, err := goja.Compile(path, Bundle(t, path), false)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		program, _ = programs.LoadOrStore(path, compiled)
	}
	vm := goja.New()
	if _, err := vm.RunProgram(program.(*goja.Program)); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return vm
}

// programs holds the compiled bundle of each path. Tests load one module hundreds
// of times, and bundling takes longer than most of them.
var programs sync.Map // of string to *goja.Program

// Bundle bundles a TypeScript module to a classic script that puts its exports
// into the global object `module`.
func Bundle(t testing.TB, path string) string {
	t.Helper()
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{path},
		Bundle:      true,
		Format:      api.FormatIIFE,
		GlobalName:  "module",
		Target:      api.ES2017,
		Charset:     api.CharsetUTF8,
		Supported:   map[string]bool{"bigint": true},
		LogLevel:    api.LogLevelSilent,
	})
	for _, problem := range result.Errors {
		t.Fatalf("%s: %s", path, problem.Text)
	}
	return string(result.OutputFiles[0].Contents)
}
