package goal_test

import (
	"cairn/generator/internal/goaltest"
	"strings"
	"testing"
)

// Text has the texts that readers see.
func TestText(t *testing.T) {
	text := goaltest.Own(t, "saas/newcomer").Text()
	for _, want := range []string{"目标\n", "一家一年付多少\n", "就是新客户带来的 ARR。\n", "健康度诊断\n", "产品穿透\n", "每周至少 1 家"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in the text", want)
		}
	}
}
