// Package jstest runs the browser's pure functions inside go test, so that one file of
// vectors tests the Go and the TypeScript form of a computation.
package jstest

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"unicode/utf8"

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
	AddEncodings(vm)
	if _, err := vm.RunProgram(program.(*goja.Program)); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return vm
}

// AddEncodings adds the classes of a browser that write and read UTF-8. The decoder refuses
// other bytes, as one with the option "fatal" does, whatever its options are.
func AddEncodings(vm *goja.Runtime) {
	vm.Set("encodeUTF8", func(text string) goja.ArrayBuffer { return vm.NewArrayBuffer([]byte(text)) })
	vm.Set("decodeUTF8", func(buffer goja.ArrayBuffer, from, length int) (string, error) {
		text := bytes.TrimPrefix(buffer.Bytes()[from:from+length], []byte("\ufeff"))
		if !utf8.Valid(text) {
			return "", errors.New("the bytes are not UTF-8")
		}
		return string(text), nil
	})
	if _, err := vm.RunString(`
		globalThis.TextEncoder = class { encode(text) { return new Uint8Array(encodeUTF8(text)); } };
		globalThis.TextDecoder = class { decode({ buffer, byteOffset, byteLength }) { return decodeUTF8(buffer, byteOffset, byteLength); } };`); err != nil {
		panic(err) // the script is a constant
	}
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
