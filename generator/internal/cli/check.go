package cli

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
)

// check reports all faults. With --accept, and if there are no errors, it writes the ledger of
// published addresses; otherwise it writes nothing.
func (p *program) check(*cobra.Command) error {
	site, err := p.open(true)
	if err != nil {
		return err
	}
	site.options.Accept = p.flags.accept
	stop := p.progress(diag.Textf("checking the site"))
	defer stop()
	result := site.build(nil)
	stop()
	p.report(result.Diagnostics)
	errors, warnings := diag.Count(result.Diagnostics)
	if errors == 0 {
		p.reportUndated(site, result)
	}
	switch {
	case errors > 0 && p.flags.accept:
		p.print(diag.Textf("%s: nothing was accepted", counts(errors, warnings)))
		return errFaults
	case errors > 0:
		p.print(counts(errors, warnings))
		return errFaults
	case p.flags.accept:
		return p.writeLedger(site, result.Ledger)
	}
	p.print(counts(errors, warnings))
	return nil
}

// writeLedger writes the ledger.
func (p *program) writeLedger(site *source, ledger string) error {
	before, _ := site.root.ReadFile(content.Ledger)
	gone, added := countDifferences(string(before), ledger)
	if string(before) != ledger {
		if err := replaceFile(site.root, content.Ledger, ledger); err != nil {
			return diag.Unwritten(err, content.Ledger)
		}
	}
	p.print(diag.Textf("%s: %d lines, %d added, %d removed", content.Ledger, strings.Count(ledger, "\n"), added, gone))
	return nil
}

// countDifferences counts the lines that only the text before has, and those that only the
// text after has.
func countDifferences(before, after string) (gone, added int) {
	lines := map[string]int{}
	for line := range strings.Lines(before) {
		lines[strings.TrimSpace(line)] |= 1
	}
	for line := range strings.Lines(after) {
		lines[strings.TrimSpace(line)] |= 2
	}
	for _, in := range lines {
		switch in {
		case 1:
			gone++
		case 2:
			added++
		}
	}
	return gone, added
}

// replaceFile writes a file atomically: to a temporary file in the same folder, which it then
// renames. The name of the temporary file ends in ~, as that of an editor's backup, so that a
// build ignores it.
func replaceFile(root *os.Root, name, text string) error {
	temporary := name + "~"
	file, err := root.Create(temporary)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		_ = root.Remove(temporary)
	}
	return err
}
