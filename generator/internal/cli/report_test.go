package cli

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cairn/generator/internal/diag"
)

// A slow step shows its progress on one line, twice a second, in the author's language,
// and clears the line at the end. A fast step shows nothing.
func TestProgress(t *testing.T) {
	const erase = "\r\x1b[K"
	for _, test := range []struct {
		language string
		takes    time.Duration
		want     string
	}{
		{"en", progressInterval - 1, erase},
		{"en", progressInterval + 1, erase + "cairn: building the site … 0.5 s" + erase},
		{"en", 3*progressInterval + 1, erase + "cairn: building the site … 0.5 s" + erase + "cairn: building the site … 1.0 s" + erase + "cairn: building the site … 1.5 s" + erase},
		{"zh", progressInterval + 1, erase + "cairn: 正在生成网站 … 0.5 秒" + erase},
	} {
		synctest.Test(t, func(t *testing.T) {
			var shown strings.Builder
			stop := showProgress(&shown, diag.CatalogueOf(test.language), diag.Textf("building the site"))
			time.Sleep(test.takes)
			stop()
			stop()
			time.Sleep(time.Hour)
			if shown.String() != test.want {
				t.Errorf("within %s it shows %q, want %q", test.takes, shown.String(), test.want)
			}
		})
	}
}
