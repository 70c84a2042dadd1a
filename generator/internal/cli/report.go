package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
)

// report prints diagnostics. It ignores errors in writing: a closed pipe must not stop a
// build.
func (p *program) report(diagnostics []diag.Diagnostic) {
	if p.flags.json {
		_ = diag.PrintJSON(p.stdout, diagnostics)
		return
	}
	_ = diag.Print(p.stderr, diagnostics)
}

// isSilent reports whether a build has nothing to report.
func (s *source) isSilent(result *build.Result) bool {
	undated, _ := undatedNotice(result.Undated, result.Feedless, s.history.gap)
	return len(result.Diagnostics) == 0 && undated.IsEmpty()
}

// reportUndated prints how many dates are missing and why. A server does not repeat the notice
// while the reason stays the same.
func (p *program) reportUndated(s *source, result *build.Result) {
	message, help := undatedNotice(result.Undated, result.Feedless, s.history.gap)
	if why := fmt.Sprint(s.history.gap.why, result.Feedless); !message.IsEmpty() && why != s.lastReason {
		s.lastReason = why
		p.printWithHelp(message, help)
	}
}

// counts returns the numbers of errors and warnings as a text.
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

// countOf returns one if n is 1, otherwise many formatted with n.
func countOf(n int, one, many string) diag.Text {
	if n == 1 {
		return diag.Text{Format: one}
	}
	return diag.Text{Format: many, Args: []any{n}}
}

func fileCount(n int) diag.Text { return countOf(n, "1 file", "%d files") }

// progressInterval is the delay before a terminal shows progress, and the interval of its
// updates.
const progressInterval = 500 * time.Millisecond

// progress shows an activity and its duration on a terminal until stop is called, which
// clears the line.
func (p *program) progress(activity diag.Text) (stop func()) {
	if !isTerminal(p.stderr) {
		return func() {}
	}
	return showProgress(p.stderr, p.catalogue(), activity)
}

func showProgress(w io.Writer, catalogue diag.Catalogue, activity diag.Text) (stop func()) {
	done, finished := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(finished)
		ticker := time.NewTicker(progressInterval)
		defer ticker.Stop()
		for start := time.Now(); ; {
			select {
			case <-done:
				fmt.Fprint(w, "\r\x1b[K")
				return
			case <-ticker.C:
				shown := catalogue.Say(diag.Textf("%s … %.1f s", activity, time.Since(start).Seconds()))
				fmt.Fprint(w, "\r\x1b[Kcairn: "+shown)
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-finished
	})
}
