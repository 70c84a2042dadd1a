package cli

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/heap"
	"cairn/generator/internal/serve"
)

// serve serves the site until it is interrupted.
func (p *program) serve(c *cobra.Command) error {
	if c.Flags().Changed("addr") && !isAddr(p.flags.addr) {
		return &usageError{diag.Textf("--addr %q is not of the form HOST:PORT", p.flags.addr), diag.Textf("write a host and a port, such as %s", serve.DefaultAddr)}
	}
	heap.UseSmallPages()
	p.flags.drafts = true // each shows a notice that it is a draft
	site, err := p.open(false)
	if err != nil {
		return err
	}
	site.options.Making = build.Lazy
	if site.hasNoConfig() {
		p.report(site.build(nil).Diagnostics)
		return errFaults
	}
	ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first build took twice the memory that the site takes. Later ones take the same memory again, which
	// the system would have to provide anew at every save.
	free := sync.OnceFunc(debug.FreeOSMemory)
	tidy := func() {
		runtime.GC() // now, and not while the author waits for the next build
		free()
	}
	var took time.Duration
	return serve.Serve(ctx, serve.Options{
		Source: site.dir,
		Addr:   p.flags.addr,
		Build: func(changed []string) *build.Result {
			defer p.progress(diag.Textf("building the site"))()
			start := time.Now()
			result := site.build(changed)
			took = time.Since(start)
			return result
		},
		Parts: site.buildParts,
		Ready: func(url string) {
			fmt.Fprintln(p.stdout, url)
			if p.flags.open {
				p.openBrowser(url)
			}
		},
		Built: func(result *build.Result) { p.reportBuild(site, result, took) },
		Complete: func(result *build.Result) {
			p.reportComplete(result)
			go tidy()
		},
		Notice: p.print,
	})
}

// reportComplete reports the faults that were found in rendering the pages that no reader had
// requested.
func (p *program) reportComplete(result *build.Result) {
	if errors, warnings := diag.Count(result.Diagnostics); errors > 0 {
		p.report(result.Diagnostics)
		p.print(diag.Textf("%s: the last good version of the site is still served", counts(errors, warnings)))
	}
}

// reportBuild reports the result of a build of the server.
func (p *program) reportBuild(site *source, result *build.Result, took time.Duration) {
	p.report(result.Diagnostics)
	errors, warnings := diag.Count(result.Diagnostics)
	if errors > 0 {
		p.print(diag.Textf("%s: the last good version of the site is still served", counts(errors, warnings)))
		return
	}
	p.reportUndated(site, result)
	p.print(withTotals(diag.Textf("built %s", fileCount(result.Tree.Len())), warnings, took))
}

// isAddr reports whether addr has the form HOST:PORT with a numeric port.
func isAddr(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}
