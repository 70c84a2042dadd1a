package build

import (
	"strings"
	"testing"

	"cairn/generator/internal/content"
)

// A table may be as long as the limit of a file.
func TestATableOfAMebibyte(t *testing.T) {
	row := "| 客户说价格太高 | 先问预算从哪里来，再把三年**总成本**摆出来 | 见[案例](a.md#案例) |\n"
	rows := (content.MaxSize - 200) / len(row)
	tree, faults := buildOnce(t, map[string]string{"site.toml": `title = "手册"`, "content/a.md": "# 异议\n\n## 案例\n\n| 异议 | 回答 | 证据 |\n|---|---|---|\n" + strings.Repeat(row, rows)})
	if faults != "" {
		t.Fatal(faults)
	}
	if got := strings.Count(page(t, tree, "a.html"), `<a href="#案例">案例</a>`); got != rows {
		t.Errorf("of %d rows there are %d", rows, got)
	}
}
