package cli

import (
	"fmt"
	"sync"
	"time"

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

// counts says how much is wrong.
func counts(errors, warnings int) string {
	switch {
	case errors == 0 && warnings == 0:
		return "no errors, no warnings"
	case errors == 0:
		return "no errors, " + plural(warnings, "warning")
	case warnings == 0:
		return plural(errors, "error")
	}
	return plural(errors, "error") + ", " + plural(warnings, "warning")
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func seconds(took time.Duration) string {
	return fmt.Sprintf(" (%.2f s)", took.Seconds())
}

// moment is how long something may take before a terminal shows that it does.
const moment = 500 * time.Millisecond

// progress shows on a terminal that something is under way, until stop is
// called, and leaves nothing behind.
func (p *program) progress(what string) (stop func()) {
	if !isTerminal(p.stderr) {
		return func() {}
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		ticker := time.NewTicker(moment)
		defer ticker.Stop()
		for start := time.Now(); ; {
			select {
			case <-done:
				fmt.Fprint(p.stderr, "\r\x1b[K")
				return
			case <-ticker.C:
				fmt.Fprintf(p.stderr, "\r\x1b[Kcairn: %s … %.1f s", what, time.Since(start).Seconds())
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(done)
		<-gone
	})
}
