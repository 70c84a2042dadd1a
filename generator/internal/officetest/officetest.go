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
	office := needs.Program(t, "soffice")
	in, out := t.TempDir(), t.TempDir()
	arguments := []string{"-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", "xlsx", "--outdir", out}
	for i, data := range workbooks {
		file := filepath.Join(in, fmt.Sprintf("%d.xlsx", i))
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	if text, err := exec.Command(office, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, text)
	}
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
