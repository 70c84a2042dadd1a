package build

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/output"
	"cairn/generator/internal/sample"
)

// After any sequence of edits, additions, deletions and renames, a long-lived builder gives
// the bytes and the diagnostics of a fresh one, while another goroutine reads pages of the
// former site.
func TestLongLivedBuilderEqualsFresh(t *testing.T) {
	steps := sample.Count(t, 8, 25)
	d := newDesk(t, sample.Seed(t, 5))
	longLived := New(d.files, d.theme)
	options := Options{Today: "2026-11-23", Lang: "en", Drafts: true, Making: Lazy}
	var before *reading
	for step := range steps {
		options.Changed = d.edit()
		options.Today = fmt.Sprintf("2026-11-%02d", 20+d.random.IntN(5))
		options.Check = d.random.IntN(6) == 0
		dates := d.dates()
		options.Changes = func() map[string]string { return dates }

		done := before.goOn() // an older site is read while the next is built
		result := longLived.Build(options)
		fresh := options
		fresh.Changed = nil
		want := New(d.files, d.theme).Build(fresh)
		compareFaults(t, want, result)
		now := newReading(t, d.random.Uint64(), result, want)
		now.some()
		<-done
		if d.broken = result.Tree == nil; !d.broken {
			before = now
			d.save()
			compareFaults(t, want.Complete(t.Context()), result.Complete(t.Context()))
		}
		if result.Stale() {
			t.Error("the site is stale")
		}
		if t.Failed() {
			t.Fatalf("step %d: %s\nchanged: %q", step, d.log, options.Changed)
		}
	}
	t.Logf("%d of %d steps gave a site", d.sites, steps)
}

func compareFaults(t *testing.T, want, got *Result) {
	t.Helper()
	if diff := cmp.Diff(want.Diagnostics, got.Diagnostics); diff != "" {
		t.Errorf("diagnostics: %s", diff)
	}
	if (want.Tree == nil) != (got.Tree == nil) {
		t.Error("only one of the two has a site")
	}
}

// reading compares the files of a site with those of a clean build, half of them at once and
// the rest later.
type reading struct {
	t         *testing.T
	got, want *output.Tree
	paths     []string
}

func newReading(t *testing.T, seed uint64, got, want *Result) *reading {
	r := &reading{t: t, got: got.Tree, want: want.Tree}
	if got.Tree == nil || want.Tree == nil {
		return r
	}
	r.paths = want.Tree.Paths()
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(r.paths), func(i, j int) { r.paths[i], r.paths[j] = r.paths[j], r.paths[i] })
	return r
}

// some reads half of the files.
func (r *reading) some() {
	half := len(r.paths) / 2
	r.read(r.paths[:half])
	r.paths = r.paths[half:]
}

// goOn reads the rest in the background.
func (r *reading) goOn() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if r != nil && r.got != nil {
			r.read(r.paths)
			if diff := cmp.Diff(r.want.Paths(), r.got.Paths()); diff != "" {
				r.t.Errorf("files: %s", diff)
			}
		}
	}()
	return done
}

func (r *reading) read(paths []string) {
	for _, file := range paths {
		got, ok := r.got.Get(file)
		if want, _ := r.want.Get(file); !ok || !bytes.Equal(got, want) {
			r.t.Errorf("%s is not that of a clean build:\n%s", file, cmp.Diff(string(want), string(got)))
			return
		}
	}
}
