package workbook

import (
	"bytes"
	"compress/flate"
	"math/rand/v2"
	"strings"
	"testing"

	"cairn/generator/internal/jstest"
)

// The browser decompresses each kind of block that a compressor writes.
func TestInflate(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	noise := make([]byte, 70_000) // more than a stored block holds
	for i := range noise {
		noise[i] = byte(random.UintN(256))
	}
	vm := jstest.Load(t, "../../../static/workbook/inflate.ts")
	for name, text := range map[string]string{
		"nothing": "", "one byte": "x", "a run": strings.Repeat("x", 300), "words": strings.Repeat("工作表 12.5 ", 9000) + string(noise[:999]), "noise": string(noise),
		"far apart": string(noise[:32_768]) + string(noise[:32_768]), "few values": strings.Repeat("\x00\x01\x00\x00\xff", 40),
	} {
		for _, level := range []int{flate.NoCompression, flate.BestSpeed, flate.BestCompression, flate.HuffmanOnly} {
			var b bytes.Buffer
			w, _ := flate.NewWriter(&b, level)
			w.Write([]byte(text))
			w.Close()
			vm.Set("data", vm.NewArrayBuffer(b.Bytes()))
			vm.Set("size", len(text))
			got, err := vm.RunString(`module.inflate(new Uint8Array(data), size).buffer`)
			if err != nil {
				t.Fatalf("%s at level %d: %v", name, level, err)
			}
			vm.Set("data", vm.NewArrayBuffer(b.Bytes()[:b.Len()/2]))
			if _, err := vm.RunString(`module.inflate(new Uint8Array(data), size)`); err == nil && len(text) > 1 {
				t.Errorf("%s at level %d can be read from half of its data", name, level)
			}
			vm.Set("data", vm.NewArrayBuffer(b.Bytes()))
			vm.Set("size", len(text)-1)
			if _, err := vm.RunString(`module.inflate(new Uint8Array(data), size)`); len(text) > 70_000 && (err == nil || !strings.Contains(err.Error(), "more than")) {
				t.Errorf("%s at level %d is decompressed into less than it takes: %v", name, level, err)
			}
			if buffer, _ := got.Export().(interface{ Bytes() []byte }); buffer == nil || string(buffer.Bytes()) != text {
				t.Errorf("%s at level %d is not the same again", name, level)
			}
		}
	}
}
