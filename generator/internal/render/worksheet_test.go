package render

import (
	"regexp"
	"strconv"
	"testing"

	"rsc.io/qr"

	"cairn/generator/internal/config"
	"cairn/generator/internal/site"
)

// The code on paper leads back to the worksheet; without an address there is
// none.
func TestQR(t *testing.T) {
	v := &View{Site: &site.Site{Config: &config.Config{}}, Page: &site.Page{Path: "goals/saas/newcomer.html"}}
	if code, err := v.QR(); code != nil || err != nil {
		t.Errorf("without a base_url there is the code %v, %v", code, err)
	}
	v.Site.Config.BaseURL = "https://handbook.example/sales/"
	code, err := v.QR()
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode("https://handbook.example/sales/goals/saas/newcomer.html", qr.M)
	if err != nil {
		t.Fatal(err)
	}
	black := map[[2]int]bool{}
	runs := regexp.MustCompile(`M(\d+),(\d+)h(\d+)v1h-(\d+)z`)
	for _, m := range runs.FindAllStringSubmatch(code.Path, -1) {
		x, y, width := number(m[1]), number(m[2]), number(m[3])
		if m[3] != m[4] {
			t.Errorf("the run %s is not closed", m[0])
		}
		for i := range width {
			black[[2]int{x + i, y}] = true
		}
	}
	if rest := runs.ReplaceAllString(code.Path, ""); rest != "" || code.Size != want.Size {
		t.Errorf("the path has %q beside its runs, the size is %d", rest, code.Size)
	}
	for y := range want.Size {
		for x := range want.Size {
			if black[[2]int{x, y}] != want.Black(x, y) {
				t.Fatalf("the square %d,%d is wrong", x, y)
			}
		}
	}
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
