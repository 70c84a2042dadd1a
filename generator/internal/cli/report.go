package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
)

// report tells what is wrong with the source. That nobody listens any more is
// no reason to stop.
func (p *program) report(diagnostics []diag.Diagnostic) {
	if p.flags.json {
		_ = diag.PrintJSON(p.stdout, diagnostics)
		return
	}
	_ = diag.Print(p.stderr, diagnostics)
}

// tellUndated prints once which dates are missing and why.
func (p *program) tellUndated(s *source, result *build.Result) {
	message, help := undated(result.Undated, result.Feedless, s.history.gap)
	if why := fmt.Sprint(s.history.gap.why, result.Feedless); !message.IsEmpty() && why != s.told {
		s.told = why
		p.say(message, help)
	}
}

// counts says how much is wrong.
func counts(errors, warnings int) diag.Text {
	switch {
	case errors == 0 && warnings == 0:
		return diag.Textf("no errors, no warnings")
	case errors == 0:
		return diag.Textf("no errors, %s", countOf(warnings, "1 warning", "%d warnings"))
	case warnings == 0:
		return countOf(errors, "1 error", "%d errors")
	}
	return diag.Textf("%s, %s", countOf(errors, "1 error", "%d errors"), countOf(warnings, "1 warning", "%d warnings"))
}

// countOf is a number of things, in the singular or the plural.
func countOf(n int, one, many string) diag.Text {
	if n == 1 {
		return diag.Text{Format: one}
	}
	return diag.Text{Format: many, Args: []any{n}}
}

func files(n int) diag.Text { return countOf(n, "1 file", "%d files") }

// moment is how long something may take before a terminal shows that it does.
const moment = 500 * time.Millisecond

// progress shows on a terminal that something is under way, until stop is
// called, and leaves nothing behind.
func (p *program) progress(what diag.Text) (stop func()) {
	if !isTerminal(p.stderr) {
		return func() {}
	}
	return showProgress(p.stderr, p.words(), what)
}

func showProgress(w io.Writer, words diag.Catalogue, what diag.Text) (stop func()) {
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		ticker := time.NewTicker(moment)
		defer ticker.Stop()
		for start := time.Now(); ; {
			select {
			case <-done:
				fmt.Fprint(w, "\r\x1b[K")
				return
			case <-ticker.C:
				shown := words.Say(diag.Textf("%s … %.1f s", what, time.Since(start).Seconds()))
				fmt.Fprint(w, "\r\x1b[Kcairn: "+shown)
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-gone
	})
}
