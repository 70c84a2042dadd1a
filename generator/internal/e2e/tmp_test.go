package e2e

import (
	"os"
	"testing"

	"cairn/generator/internal/browsertest"
)

func TestTmp(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("goals/saas/newcomer.html")
	b.Click(`[data-field="客单价"] [data-confirm]`)
	b.Click(`[data-field="线索率"] [data-unknown]`)
	b.Fill(`[name="目标签约"]`, "11")
	os.WriteFile("/tmp/gray.pdf", b.PDF(8.27, 11.69), 0o644)
}
