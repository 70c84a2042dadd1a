package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"cairn/generator/internal/diag"
)

// asks tells whether somebody sits at a terminal to be asked.
func (p *program) asks() bool { return isTerminal(p.stdin) && isTerminal(p.stderr) }

// ask asks for what was not said; an empty answer is the suggestion. Where
// nobody can be asked, the command is not understood: missing says why.
func (p *program) ask(question diag.Text, suggestion string, missing error) (string, error) {
	if !p.asks() {
		return "", missing
	}
	answer, err := p.prompt(question, suggestion)
	if err == nil && answer == "" {
		return "", missing
	}
	return answer, err
}

// prompt writes a question and reads the line that answers it.
func (p *program) prompt(question diag.Text, suggestion string) (string, error) {
	shown := diag.Textf("%s: ", question)
	if suggestion != "" {
		shown = diag.Textf("%s [%s]: ", question, suggestion)
	}
	fmt.Fprint(p.stderr, p.words().Say(shown))
	line, err := readLine(p.stdin)
	if err != nil && line == "" {
		return "", diag.Textf("nothing was answered to %q", question)
	}
	return cmp.Or(strings.TrimSpace(line), suggestion), nil
}

// readLine reads no more than a line: the next is for the next question.
func readLine(in io.Reader) (string, error) {
	var line []byte
	for b := make([]byte, 1); ; {
		n, err := in.Read(b)
		if line = append(line, b[:n]...); err != nil || n > 0 && b[0] == '\n' {
			return string(line), err
		}
	}
}

// isTerminal tells whether a stream is a terminal that shows what is written to
// it.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
