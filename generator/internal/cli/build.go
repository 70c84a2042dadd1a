package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
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
	output := cmp.Or(p.flags.output, filepath.Join(p.flags.source, "public"))
	options := publish.Options{
		Source: site.dir,
		Waiting: sync.OnceFunc(func() {
			stop()
			p.print(diag.Textf("another build is writing to %s; waiting for it to finish", output))
		}),
	}
	program, _ := os.Executable() // "" cannot be read
	identify := identifier(program)
	var report publish.Report
	site.options.IsKnown = func(c *config.Config, inputs func() build.Inputs) (known bool) {
		options.Owner = owner(c)
		report, known = publish.UpToDate(output, func() string { return identify(inputs) }, options)
		return known
	}
	result := site.build(nil)
	complete := sync.OnceFunc(func() { result = result.Complete(context.Background()) })
	options.Ready = func() (inputs string, ok bool) {
		if complete(); result.Tree != nil && site.isSilent(result) { // otherwise the next build must find and report the same
			inputs = identify(result.Inputs)
		}
		return inputs, result.Tree != nil
	}
	if result.Tree != nil {
		report, err = publish.Publish(result.Tree, output, options)
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

// identifier returns a function that identifies what a site is made from: the inputs of its
// build, and the program with the theme that it contains. The function returns "" if the file
// of the program cannot be read. Its version would not do: a program of edited code has none.
func identifier(program string) func(inputs func() build.Inputs) string {
	read := make(chan []byte, 1)
	go func() { read <- hashFile(program) }()
	hash := sync.OnceValue(func() []byte { return <-read })
	return func(inputs func() build.Inputs) string {
		if hash() == nil {
			return ""
		}
		source := inputs()
		sum := sha256.Sum256(slices.Concat(hash(), source[:]))
		return hex.EncodeToString(sum[:])
	}
}

// hashFile returns a hash of a file, or nil if the file cannot be read. A checksum tells one
// program from the next, in a fraction of the time of a cryptographic hash.
func hashFile(name string) []byte {
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	h := crc32.NewIEEE()
	if _, err := io.Copy(h, file); err != nil {
		return nil
	}
	return h.Sum(nil)
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
