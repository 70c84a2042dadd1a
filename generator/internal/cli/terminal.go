package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"cairn/generator/internal/diag"
)

// isInteractive reports whether the program runs in a terminal and can ask the user.
func (p *program) isInteractive() bool { return isTerminal(p.stdin) && isTerminal(p.stderr) }

// ask asks the user for a missing argument. An empty answer accepts the suggestion. Outside a
// terminal, or if there is neither an answer nor a suggestion, it returns the error missing.
func (p *program) ask(question diag.Text, suggestion string, missing error) (string, error) {
	if !p.isInteractive() {
		return "", missing
	}
	answer, err := p.prompt(question, suggestion)
	if err == nil && answer == "" {
		return "", missing
	}
	return answer, err
}

// prompt prints a question and reads the answer from the next line.
func (p *program) prompt(question diag.Text, suggestion string) (string, error) {
	shown := diag.Textf("%s: ", question)
	if suggestion != "" {
		shown = diag.Textf("%s [%s]: ", question, suggestion)
	}
	fmt.Fprint(p.stderr, p.catalogue().Say(shown))
	line, err := readLine(p.stdin)
	if err != nil && line == "" {
		return "", diag.Textf("nothing was answered to %q", question)
	}
	return cmp.Or(strings.TrimSpace(line), suggestion), nil
}

// readLine reads a line byte by byte. A buffered reader would read beyond the line and lose
// the answer to the next question.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := in.Read(b)
		if line = append(line, b[:n]...); err != nil || n > 0 && b[0] == '\n' {
			return string(line), err
		}
	}
}

// isTerminal reports whether a stream is a terminal that understands escape sequences.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
