package e2e

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cairn/generator/internal/browsertest"
)

// column is a column of a blank sheet's month table: the year's number, the printed share of
// each month, and the whole numbers that the page itself shows.
type column struct {
	Key    string
	Total  float64
	Shares []string
	Months []float64
}

// columnsOf reads the columns of the steps from the page.
const columnsOf = `[...new Set([...document.querySelectorAll(".plan td[data-share] output")].map(e => e.name.split("@")[0]))].map(Key => {
	const cells = [...document.querySelectorAll(".plan .month output")].filter(e => e.name.startsWith(Key + "@"));
	return {Key, Total: Number(document.querySelector('output[name="' + Key + '"]').dataset.value), Shares: cells.map(e => e.closest("td").dataset.share), Months: cells.map(e => Number(e.textContent))};
})`

// whole divides a total as the blank sheet says: each part without its fraction, and one more for the
// largest fractions, the earlier of equals, until the parts make the total.
func whole(total float64, parts []float64) []float64 {
	all, left := make([]float64, len(parts)), total
	order := make([]int, len(parts))
	for i, part := range parts {
		all[i], order[i] = math.Floor(part+1e-9), i
		left -= all[i]
	}
	fraction := func(i int) float64 { return math.Round(100 * (parts[i] - all[i])) }
	slices.SortStableFunc(order, func(a, b int) int { return int(fraction(b) - fraction(a)) })
	for i := 0; i < len(order) && left > 0; i++ {
		all[order[i]]++
		left--
	}
	return all
}

// byHand follows the rule above the month table with two decimals.
func byHand(c column) []float64 {
	var quarters, months []float64
	for i, share := range c.Shares {
		percent, _ := strconv.ParseFloat(strings.TrimSuffix(share, "%"), 64)
		months = append(months, math.Round(c.Total*percent)/100)
		if i%3 == 2 {
			quarters = append(quarters, months[i-2]+months[i-1]+months[i])
		}
	}
	var all []float64
	for q, total := range whole(math.Ceil(math.Round(100*c.Total)/100), quarters) {
		all = append(all, whole(total, months[3*q:3*q+3])...)
	}
	return all
}

// The rule of a blank sheet gives the whole numbers of the page, from its printed shares and two
// decimals: in all columns but one, where the decimals move one unit to another month.
func TestPenGivesThePlan(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	var different []string
	for _, path := range worksheets(t) {
		b.Open(path)
		pressPrint(b, `[data-print-sheet="blank"]`)
		columns := browsertest.Eval[[]column](b, columnsOf)
		if len(columns) < 2 {
			t.Errorf("%s has the columns %v", path, columns)
		}
		for _, c := range columns {
			if got := byHand(c); fmt.Sprint(got) != fmt.Sprint(c.Months) {
				different = append(different, fmt.Sprintf("%s: %s is %v by hand, %v on the page", path, c.Key, got, c.Months))
			}
		}
	}
	want := []string{"goals/emerging/newcomer.html: 线索 is [0 1 2 2 3 3 3 1 0 0 0 0] by hand, [0 1 1 2 3 3 3 2 0 0 0 0] on the page"}
	if !slices.Equal(different, want) {
		t.Errorf("these columns differ:\n%s", strings.Join(different, "\n"))
	}
}

// Who follows the numbers of the rows has every number when she needs it.
func TestPenOrder(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	const early = `(() => {
		const rows = [...document.querySelectorAll("[data-nth]")].map(e => e.closest("li, dl > div")).map(row => [Number(row.querySelector("[data-nth]").dataset.nth), [...row.querySelectorAll(".reckoning [data-term]")].map(e => e.dataset.term)]);
		const known = new Map(rows.map(([nth, names]) => [names.at(-1), nth]));
		return rows.flatMap(([nth, names]) => names.slice(0, -1).filter(name => known.get(name) >= nth).map(name => nth + " needs " + name));
	})()`
	const numbers = `[...document.querySelectorAll("[data-nth]")].map(e => Number(e.dataset.nth)).sort((a, b) => a - b)`
	for _, path := range worksheets(t) {
		b.Open(path)
		pressPrint(b, `[data-print-sheet="blank"]`)
		if found := browsertest.Eval[[]string](b, early); len(found) > 0 {
			t.Errorf("%s: row %s", path, strings.Join(found, ", "))
		}
		rows := browsertest.Eval[[]int](b, numbers)
		if len(rows) < 5 {
			t.Errorf("%s has the numbered rows %v", path, rows)
		}
		for i, n := range rows {
			if n != i+1 {
				t.Errorf("%s has no row %d", path, i+1)
				break
			}
		}
	}
}

// The rule of a goal with a load includes the habits that are part of it.
func TestPenRules(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for path, want := range map[string]string{
		"goals/saas/newcomer.html":   "每月的一周＝（新拓 × 每新拓拜访 + 线索 × 每线索拜访 + 方案 × 每方案拜访 + 在管 × 年诊断 + 到期次数 × 每续费拜访 2 次/家） ÷ 能跑几周 + 到上月底的签约 × 年诊断 ÷ 可用周。上面和全年那格写最忙的月。从第 9 周起，不到高潜力拜访的月按它算。最多 每周跑得动 × 表里的顶几成（几人）。",
		"goals/saas/expert.html":     "每月的一周＝（深谈 × 每深谈人天 + 诊断 × 每诊断人天 + 重方案 × 每方案人天） ÷ 能跑几周 + 帮忙。上面和全年那格写最忙的月。最多 一周天数 5 天/周。",
		"goals/saas/growth.html":     "每月的一周＝（手上客户 × 每季诊断 + 到上月底的签约 × 每季诊断） ÷ 这季三个月的能跑几周。上面和全年那格写最忙的月。",
		"goals/emerging/expert.html": "每月的一周＝（深谈 × 每深谈人天 0.5 天/家 + 评测 × 每评测人天 + 陪跑 × 每陪跑人天 + 实测 + 给产品） ÷ 能跑几周 + 公开讲 ÷ 这季三个月的能跑几周。上面和全年那格写最忙的月。最多 一周天数 5 天/周。",
	} {
		b.Open(path)
		if got := browsertest.Eval[string](b, text(".process .pen")); got != want {
			t.Errorf("%s has the rule %q", path, got)
		}
	}
}

// A number that has just changed is not highlighted on paper.
func TestPrintedWithoutHighlight(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	b.Open(worksheet)
	b.Media("print")
	b.Fill(`[name="目标签约"]`, "7")
	b.Await(`document.querySelector('output[name="签约"]').textContent === "7"`)
	const highlighted = `[...document.querySelectorAll(".worksheet :is(output, [data-term], [data-whole], time)")].map(e => getComputedStyle(e).backgroundColor).filter(c => c !== "rgba(0, 0, 0, 0)").length`
	if n := browsertest.Eval[int](b, highlighted); n != 0 {
		t.Errorf("%d numbers are highlighted", n)
	}
}
