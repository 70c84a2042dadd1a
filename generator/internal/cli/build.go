package cli

import (
	"cmp"
	"context"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"cairn/generator/internal/build"
	"cairn/generator/internal/config"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/publish"
)

// build publishes the site if it has no errors.
func (p *program) build(c *cobra.Command) error {
	if c.Flags().Changed("output") && p.flags.output == "" {
		return &usageError{diag.Textf("--output is empty"), diag.Textf("name a folder")}
	}
	start := time.Now()
	site, err := p.open(false)
	if err != nil {
		return err
	}
	site.options.Making = build.Streaming // publishing writes each page once; no page is kept in memory
	stop := p.progress(diag.Textf("building the site"))
	defer stop()
	result := site.build(nil)
	complete := sync.OnceFunc(func() { result = result.Complete(context.Background()) })
	var report publish.Report
	output := cmp.Or(p.flags.output, filepath.Join(p.flags.source, "public"))
	if result.Tree != nil {
		report, err = publish.Publish(result.Tree, output, publish.Options{
			Source: site.dir,
			Owner:  owner(result.Config),
			Waiting: func() {
				stop()
				p.print(diag.Textf("another build is writing to %s; waiting for it to finish", output))
			},
			Ready: func() bool {
				complete()
				return result.Tree != nil
			},
		})
	}
	complete() // report all faults, even if publishing failed
	stop()
	p.report(result.Diagnostics)
	errors, warnings := diag.Count(result.Diagnostics)
	if errors > 0 {
		p.print(diag.Textf("%s: nothing was published", counts(errors, warnings)))
		return errFaults
	}
	if err != nil {
		return err
	}
	p.reportUndated(site, result)
	p.print(publishedText(output, report, warnings, time.Since(start)))
	return nil
}

// owner returns the identity of the site, which protects its output folder from other sites.
func owner(c *config.Config) publish.Owner {
	return publish.Owner{ID: c.ID, Title: c.Title, Former: c.FormerIDs, Named: c.HasID}
}

// publishedText returns the last message of a build.
func publishedText(output string, report publish.Report, warnings int, took time.Duration) diag.Text {
	message := diag.Textf("published %s to %s, %d new or changed", fileCount(report.Files), output, report.Written)
	if report.Unchanged {
		message = diag.Textf("%s is up to date: %s", output, fileCount(report.Files))
	}
	return withTotals(message, warnings, took)
}

// withTotals adds the number of warnings and the duration to a message.
func withTotals(message diag.Text, warnings int, took time.Duration) diag.Text {
	if warnings > 0 {
		message = diag.Textf("%s, %s", message, countOf(warnings, "1 warning", "%d warnings"))
	}
	return diag.Textf("%s (%.2f s)", message, took.Seconds())
}
