package officetest

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cairn/generator/internal/needs"
)

// Entry is what a person types into a cell. Value is a number, a text, a Formula, or nil, which empties the cell.
type Entry struct {
	Sheet, Cell string
	Value       any
}

// Formula is the text of a formula: =NA().
type Formula string

// refill is the macro that does the work in LibreOffice.
//
//go:embed refill.bas
var refill string

// The separators of a file of commands and of one of results: of fields, of rows, and of the contents of a sheet.
const field, row, content = "\x1f", "\x1e", "\x1d"

// Refill lets LibreOffice open a workbook once, type one list of entries after the other into it, and compute it after each. It returns the rows of a
// sheet as they are then. A round takes milliseconds, where opening a workbook takes a second.
func Refill(t testing.TB, workbook []byte, sheet string, rounds [][]Entry) [][][]string {
	t.Helper()
	dir := t.TempDir()
	book, commands, results := filepath.Join(dir, "book.xlsx"), filepath.Join(dir, "commands"), filepath.Join(dir, "results")
	write(t, book, workbook)
	var text strings.Builder
	text.WriteString(strings.Join([]string{fileURL(book), sheet, fileURL(results)}, field))
	for _, entries := range rounds {
		for _, e := range entries {
			kind, typed := e.command(t)
			text.WriteString("\n" + strings.Join([]string{e.Sheet, e.Cell, kind, typed}, field))
		}
		text.WriteString("\ncompute")
	}
	write(t, commands, []byte(text.String()))
	runMacro(t, filepath.Join(dir, "profile"), "Refill", fileURL(commands))
	data, err := os.ReadFile(results)
	if err != nil {
		t.Fatal(err)
	}
	sheets := strings.Split(string(data), content)
	if len(sheets) != len(rounds)+1 {
		t.Fatalf("LibreOffice has computed %d of %d rounds", len(sheets)-1, len(rounds))
	}
	computed := make([][][]string, len(rounds))
	for i, sheet := range sheets[:len(rounds)] {
		for line := range strings.SplitSeq(strings.TrimSuffix(sheet, row), row) {
			computed[i] = append(computed[i], strings.Split(line, field))
		}
	}
	return computed
}

// command returns how an entry is typed: as a text, or as what LibreOffice reads by the rules of English.
func (e Entry) command(t testing.TB) (kind, typed string) {
	t.Helper()
	switch value := e.Value.(type) {
	case nil:
		return "text", ""
	case string:
		if strings.ContainsAny(value, "\r\n"+field) {
			t.Fatalf("%q cannot be typed by a macro", value)
		}
		return "text", value
	case float64, int, Formula:
		return "formula", fmt.Sprint(value)
	}
	t.Fatalf("a macro cannot type %v", e.Value) // true would change the format of the cell, and with it what later numbers are
	return "", ""
}

// runMacro runs a procedure of refill.bas with a text as its argument. LibreOffice replaces the macros of a profile that it opens for the first time.
func runMacro(t testing.TB, profile, name, argument string) {
	t.Helper()
	office := needs.Program(t, "soffice")
	run := func(arguments ...string) {
		t.Helper()
		arguments = append([]string{"-env:UserInstallation=" + fileURL(profile), "--headless", "--norestore"}, arguments...)
		if text, err := exec.Command(office, arguments...).CombinedOutput(); err != nil {
			t.Fatalf("LibreOffice: %v\n%s", err, text)
		}
	}
	run("--terminate_after_init")
	var source bytes.Buffer
	if err := xml.EscapeText(&source, []byte(refill)); err != nil {
		t.Fatal(err)
	}
	library := filepath.Join(profile, "user", "basic", "Standard")
	write(t, filepath.Join(library, "Module1.xba"), []byte(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">`+source.String()+`</script:module>`))
	run("macro:///Standard.Module1." + name + "(" + argument + ")")
}

func write(t testing.TB, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func fileURL(path string) string { return "file://" + filepath.ToSlash(path) }
