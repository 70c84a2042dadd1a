// Package officetest computes workbooks with LibreOffice in tests.
package officetest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/xuri/excelize/v2"

	"cairn/generator/internal/needs"
)

// Recalculate computes all formulas of the workbooks. It removes the stored results
// first, and starts LibreOffice once for all workbooks.
func Recalculate(t testing.TB, workbooks [][]byte) []*excelize.File {
	t.Helper()
	var blank [][]byte
	for _, data := range workbooks {
		blank = append(blank, withoutResults(t, data))
	}
	var files []*excelize.File
	for _, data := range Save(t, blank) {
		f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		files = append(files, f)
	}
	return files
}

// Save lets LibreOffice open the workbooks, and returns them as it saves them.
func Save(t testing.TB, workbooks [][]byte) [][]byte {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	var made []string
	for i, data := range workbooks {
		file := filepath.Join(in, fmt.Sprintf("%d.xlsx", i))
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		made = append(made, file)
	}
	convert(t, out, made...)
	saved := make([][]byte, len(workbooks))
	for i := range workbooks {
		data, err := os.ReadFile(filepath.Join(out, fmt.Sprintf("%d.xlsx", i)))
		if err != nil {
			t.Fatal(err)
		}
		saved[i] = data
	}
	return saved
}

// storedResult matches the end of a formula and the result that its cell stores.
var storedResult = regexp.MustCompile(`(</f>)<v>[^<]*</v>`)

// withoutResults removes the stored results of formulas from a workbook, so that a test
// cannot read a result that LibreOffice did not compute.
func withoutResults(t testing.TB, data []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, part := range from.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(storedResult.ReplaceAll(text, []byte("$1"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ReadCSV reads a table in CSV as LibreOffice does with a file in UTF-8 if it shall compute formulas, as Excel and WPS do, and
// returns its rows. No cell may have become a formula.
func ReadCSV(t testing.TB, data []byte) [][]string {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "table.csv")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	const utf8 = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true" // fields end with a comma, texts are in quotes; 76 is UTF-8; the last one: formulas
	convert(t, dir, "--infilter="+utf8, file)
	f := open(t, filepath.Join(dir, "table.xlsx"))
	rows, err := f.GetRows(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	for y, row := range rows {
		for x, text := range row {
			cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if formula, err := f.GetCellFormula(f.GetSheetList()[0], cell); err != nil || formula != "" {
				t.Errorf("cell %s, which shows %q, has the formula %q %v", cell, text, formula, err)
			}
		}
	}
	return rows
}

// convert makes workbooks in a folder of files.
func convert(t testing.TB, out string, arguments ...string) {
	t.Helper()
	office := needs.Program(t, "soffice")
	arguments = append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", "xlsx", "--outdir", out}, arguments...)
	if text, err := exec.Command(office, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, text)
	}
}

func open(t testing.TB, file string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(file, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
