package e2e

import (
	"slices"
	"strconv"
	"testing"

	"cairn/generator/internal/browsertest"
)

// dragBook drags a workbook in base64 over the page and drops it there.
func dragBook(t *testing.T, b *browsertest.Tab, name, data string) {
	t.Helper()
	type marks struct{ Over, Gone, Again, Dropped, Text bool }
	got := browsertest.Eval[marks](b, `(() => {
		const files = new DataTransfer(), words = new DataTransfer(), box = document.querySelector("[data-files]");
		files.items.add(new File([Uint8Array.from(atob("`+data+`"), (c) => c.charCodeAt(0))], `+strconv.Quote(name)+`));
		words.setData("text/plain", "李娜");
		const after = (name, dataTransfer, target) => {
			const wasTaken = !document.querySelector(target).dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer, relatedTarget: null }));
			return [wasTaken, box.hasAttribute("data-over")];
		};
		const is = ([wasTaken, isOver], taken, over) => wasTaken === taken && isOver === over;
		return {
			text: is(after("dragover", words, "main"), false, false), over: is(after("dragover", files, "main h1"), true, true), gone: is(after("dragleave", files, "main"), false, false),
			again: is(after("dragover", files, "header"), true, true), dropped: is(after("drop", files, "header"), true, false),
		};
	})()`)
	if got != (marks{true, true, true, true, true}) {
		t.Errorf("while it is dragged and dropped, the page did not do as it should: %+v", got)
	}
}

// A person's workbook, in which her manager has changed a number, counts on the pages for teams with that number when it is dropped
// there; a damaged one has a line.
func TestWorkbookIsDropped(t *testing.T) {
	b := browsertest.New(t, disk(t))
	b.Open(worksheet)
	b.Fill("[data-person]", "李娜")
	b.Fill(signed, "7 家")
	_, saved := saveBook(b)
	changed := filledByHand(t, saved, "工作表", 2, map[string]any{"头十二个月签几家": 9})

	b.Open("team.html")
	dragBook(t, b, "李娜.xlsx", changed)
	b.Await(`document.querySelectorAll("[data-table] tbody tr").length > 0`)
	if got, want := teamRows(b), []string{"李娜 新人期 | 9 家 | — | 9 | 27 万元 | 62.5% 计划 | 129% 9 月 | 6/10 | 示例 25 | 全年"}; !slices.Equal(got, want) {
		t.Errorf("the team is %q, want %q", got, want)
	}
	const left = `[...document.querySelectorAll("[data-left-out] li, [data-files] li")].map((line) => line.textContent)`
	dragBook(t, b, "报价.xlsx", "UEsDBA==")
	b.Await(left + `.length > 0`)
	teamSays := browsertest.Eval[[]string](b, left)

	b.Open("print.html")
	dragBook(t, b, "李娜.xlsx", changed)
	b.Await(handouts + ` === 1`)
	got := browsertest.Eval[[]string](b, `[`+names+`.join(), document.querySelector('.handout output[name="签约"]').textContent]`)
	if want := []string{"李娜 filled", "9"}; !slices.Equal(got, want) {
		t.Errorf("the sheet has %q, want %q", got, want)
	}
	dragBook(t, b, "报价.xlsx", "UEsDBA==")
	b.Await(left + `.length > 0`)
	if got, want := browsertest.Eval[[]string](b, left), []string{"报价.xlsx：Excel 表不完整，多半没下载完，重新拿一份"}; !slices.Equal(got, want) || !slices.Equal(teamSays, want) {
		t.Errorf("the pages say %q and %q of a damaged one, want %q", teamSays, got, want)
	}
}
