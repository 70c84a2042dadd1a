// Package cli is the command line: arguments in, exit status out.
//
//	cairn serve [--source DIR] [--addr HOST:PORT]
//	cairn build [--source DIR] [--output DIR]
//	cairn check [--source DIR] [--accept]
//	cairn new   playbook TRACK/STAGE | goal TRACK/STAGE | page PATH | site DIR
//	cairn                              in a site's folder, or lying in it: serve it and open the browser
//
// The exit status is 0 when the work is done, 1 when the source has errors, 2
// when the command is not understood or the machine refuses.
//
// What is wrong with the source goes to standard error, one fault a line, its
// help under it; with --json it goes to standard output, one object a line. All
// else that is said goes to standard error, and standard output holds nothing
// but what another program may read.
//
// Here alone the clock is read, once: --today is the date that a build goes by.
// So is what git says of the last change of each page. Of a clone without all of
// its history git knows less; a page whose front matter says when it was updated
// is the same everywhere.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/publish"
	"cairn/generator/internal/serve"
)

const (
	statusDone   = 0
	statusFaults = 1 // the source has errors
	statusUsage  = 2 // the command is not understood, or the machine refuses
)

// Run does what the arguments say. theme holds the standard layouts/ and
// static/.
func Run(args []string, theme fs.FS, stdin io.Reader, stdout, stderr io.Writer) int {
	cobra.MousetrapHelpText = "" // the library would turn away a double click on Windows
	status := run(context.Background(), args, theme, stdin, stdout, stderr)
	if status != statusDone && len(args) == 0 && mousetrap.StartedByExplorer() {
		// The window closes with the program, before anybody has read why.
		_, _ = prompt(stdin, stderr, "press Enter to close this window", "")
	}
	return status
}

// run does the same until the context ends, which ends a server.
func run(ctx context.Context, args []string, theme fs.FS, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{theme: theme, stdin: stdin, stdout: stdout, stderr: stderr}
	root := p.root()
	if len(args) == 0 {
		args = p.doubleClicked()
	}
	root.SetArgs(args)
	err := knownCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFaults):
		return statusFaults
	}
	p.say("error: "+err.Error(), advice(err))
	return statusUsage
}

// program is one call of the command line.
type program struct {
	theme          fs.FS
	stdin          io.Reader
	stdout, stderr io.Writer
	flags          flags
}

// flags are what the commands take, those of all in one place.
type flags struct {
	source, output, addr, today, title, lang string
	strict, json, accept, open, drafts       bool
}

// errFaults ends a command whose faults have been told.
var errFaults = errors.New("the source has errors")

// usageError is a command that is not understood.
type usageError struct{ message, help string }

func (e *usageError) Error() string { return e.message }

// advice is what a user can do about an error.
func advice(err error) string {
	var usage *usageError
	var refused *publish.Refused
	var failed *publish.Failed
	var listen *serve.ListenError
	switch {
	case errors.As(err, &usage):
		return usage.help
	case errors.As(err, &refused):
		return refused.Help
	case errors.As(err, &failed):
		return failed.Help
	case errors.As(err, &listen):
		return listen.Help
	}
	return ""
}

// say tells the user something that is not about a place in the source.
func (p *program) say(message, help string) {
	fmt.Fprintln(p.stderr, "cairn: "+message)
	if help != "" {
		fmt.Fprintln(p.stderr, "    "+help)
	}
}

// tell says something about the site, in the language of its diagnostics.
func (p *program) tell(words diag.Catalogue, message diag.Text) { p.say(words.Say(message), "") }

// knownCommand refuses a first argument that is no command. The library would
// look at the flags behind it first.
func knownCommand(root *cobra.Command, args []string) error {
	var names []string
	for _, command := range root.Commands() {
		if command.Name() != "help" {
			names = append(names, command.Name())
		}
	}
	list := strings.Join(names, ", ")
	if len(args) == 0 {
		return &usageError{"no command", "the commands are " + list + "; cairn --help says more"}
	}
	if command, _, err := root.Find(args[:1]); strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) || err == nil && command != root {
		return nil
	}
	if near := diag.Nearest(args[0], names); near != "" {
		return &usageError{fmt.Sprintf("there is no command %q", args[0]), fmt.Sprintf("did you mean %s? the commands are %s", near, list)}
	}
	return &usageError{fmt.Sprintf("there is no command %q", args[0]), "the commands are " + list}
}
