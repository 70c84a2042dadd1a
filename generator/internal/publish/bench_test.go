package publish

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

// BenchmarkPublish publishes 10,000 pages of 10 kB: into an empty folder, with one page
// changed, and with none changed.
func BenchmarkPublish(b *testing.B) {
	large := func(first string) *output.Tree {
		tree := output.New()
		body := strings.Repeat("销售手册", 853)
		for i := range 10_000 {
			data := fmt.Sprint(i, body)
			if i == 0 {
				data = first
			}
			tree.Add(fmt.Sprintf("playbooks/%03d/%d.html", i/100, i), []byte(data), diag.Place{})
		}
		return tree
	}
	one, other := large("one"), large("other")
	publishTo := func(b *testing.B, tree *output.Tree, dir string) {
		if _, err := Publish(tree, dir, Options{Source: "."}); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			publishTo(b, one, filepath.Join(b.TempDir(), "public"))
		}
	})
	b.Run("one changed", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "public")
		publishTo(b, one, dir)
		for b.Loop() {
			one, other = other, one
			publishTo(b, one, dir)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "public")
		publishTo(b, one, dir)
		for b.Loop() {
			publishTo(b, one, dir)
		}
	})
}
