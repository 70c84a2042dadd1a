package e2e

import (
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// A screen reader says the name before the words, and no mark. On a phone the name stands above
// its words, on a wide screen beside them; neither leaves the column of text.
func TestDialogue(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open("playbooks/industry/growth.html")
	const want = "生产副总：“我们把工艺都教给你们了，签了就不能卖给隔壁那几家。”别这样：“行，先签了再说。”（签了，你的名单少一半。）这样：“分三层写。"
	if spoken := b.Spoken(); !strings.Contains(spoken, want) {
		t.Errorf("%q is not in %q", want, spoken)
	}
	const misplaced = `(() => {
		const misplaced = [], column = document.querySelector(".prose").getBoundingClientRect();
		const turns = [...document.querySelectorAll(".dialogue p:not(.direction)")];
		for (const turn of turns) {
			const name = turn.querySelector("b").getBoundingClientRect(), words = document.createRange();
			words.setStartAfter(turn.querySelector("b"));
			words.setEndAfter(turn.lastChild);
			const box = words.getBoundingClientRect(), side = innerWidth > 600;
			const apart = side ? name.right <= box.left && name.top < box.bottom : name.bottom <= box.top + 1 && name.left === box.left;
			if (!apart || name.left < column.left || box.right > column.right + 0.5 || name.width > column.width) misplaced.push(turn.textContent);
		}
		return turns.length < 20 ? ["too few turns"] : misplaced;
	})()`
	for _, width := range []int64{390, 1280} {
		b.Resize(width, 844)
		if got := browsertest.Eval[[]string](b, misplaced); len(got) > 0 {
			t.Errorf("at %d pixels, these are misplaced: %q", width, got)
		}
	}
}
