package jstest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
)

// The numbers of a row of a team, as the browser takes them; nil is a blank one.
type (
	amounts struct {
		Goal *float64 `json:"goal,omitempty"`
		Done *float64 `json:"done,omitempty"`
	}
	rate struct {
		Wins    *float64 `json:"wins,omitempty"`
		Trials  *float64 `json:"trials,omitempty"`
		Planned struct {
			Wins   float64 `json:"wins"`
			Trials float64 `json:"trials"`
		} `json:"planned"`
	}
	teamRow struct {
		ID      int     `json:"id"`
		Track   string  `json:"track"`
		Unit    string  `json:"unit"`
		Trial   string  `json:"trial"`
		Results amounts `json:"results"`
		Money   amounts `json:"money"`
		Rate    *rate   `json:"rate,omitempty"`
		Worth   float64 `json:"worth"`
		Spare   int     `json:"spare"`
	}
	teamTotal struct {
		People, Blank  int
		Worth          float64
		Results, Money amounts
		Left           *float64
		Rate           *rate
	}
	teamGroup struct {
		Track, Unit, Trial string
		Rows               []teamRow
		Total              teamTotal
	}
	teamTarget struct {
		Track   string   `json:"track"`
		Unit    string   `json:"unit"`
		Results *float64 `json:"results,omitempty"`
		Money   *float64 `json:"money,omitempty"`
	}
	teamGap struct {
		Target         teamTarget
		Rows           []teamRow
		Total          teamTotal
		Results, Money *float64
		Missing        float64
		Share          shared
	}
	shared struct {
		Parts []float64
		Left  float64
	}
	teamReport struct {
		Groups []teamGroup
		Gaps   []teamGap
		Total  teamTotal
	}
	team struct {
		Rows    []teamRow    `json:"rows"`
		Targets []teamTarget `json:"targets"`
	}
)

// teamCallers adds a list of teams up and shares out what is missing.
const teamCallers = `
const reports = (teams) => teams.map(({ rows, targets }) => {
	const report = module.reportOf(rows, targets);
	return { ...report, gaps: report.gaps.map((gap) => ({ ...gap, share: module.shareOf(gap, (row) => row.spare) })) };
});
const shares = (cases) => cases.map(({ gap, spares }) => module.shareOut(gap, spares));
`

// inBrowser calls a function of the scripts of teams in Chromium, which takes a tenth of goja's time for as many.
func inBrowser[T any](t *testing.T, tab *browsertest.Tab, function string, cases any) (result T) {
	t.Helper()
	data, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	text := browsertest.Eval[string](tab, "(() => {"+Bundle(t, "testdata/team.ts")+teamCallers+"return JSON.stringify("+function+"("+string(data)+"))})()")
	if err := json.Unmarshal([]byte(text), &result); err != nil {
		t.Fatal(err)
	}
	return result
}

// randomTeam returns up to 30 people of up to three tracks, whose numbers are as a plan gives them (results in tenths, money in
// 元), with ramps, leavers and blanks, and a target of each track and unit that the rows have, or of none of them.
func randomTeam(r *rand.Rand) team {
	t := team{Rows: []teamRow{}, Targets: []teamTarget{}}
	tracks, units, trials := []string{"saas", "industry", ""}[:1+r.IntN(3)], []string{"家", "单"}[:1+r.IntN(2)], []string{"方案", "商机", ""}[:1+r.IntN(3)]
	for i := range r.IntN(31) {
		row := teamRow{ID: i, Track: pick(r, tracks), Unit: pick(r, units), Trial: pick(r, trials), Worth: randomWorth(r), Spare: randomSpare(r)}
		row.Results = amounts{Goal: maybe(r, tenths(r)), Done: maybe(r, tenths(r))}
		row.Money = amounts{Goal: maybe(r, money(r)), Done: maybe(r, money(r))}
		if row.Trial != "" && r.IntN(5) > 0 {
			row.Rate = randomRate(r)
		}
		t.Rows = append(t.Rows, row)
	}
	for range r.IntN(4) {
		t.Targets = append(t.Targets, teamTarget{Track: pick(r, tracks), Unit: pick(r, units), Results: maybe(r, tenths(r)), Money: maybe(r, money(r))})
	}
	return t
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func maybe(r *rand.Rand, x float64) *float64 {
	if r.IntN(6) == 0 {
		return nil
	}
	return &x
}

// tenths returns a number of results: 0.1, 0.2, 3.4, 12, or as many as a page takes.
func tenths(r *rand.Rand) float64 {
	return pick(r, []float64{0, 0.1, 0.2, 0.3, float64(r.IntN(400)) / 10, float64(r.IntN(60)), float64(r.Int64N(1e13)) / 10})
}

// money returns an amount in 元 with up to four decimals, which prices of 万元 have.
func money(r *rand.Rand) float64 {
	return pick(r, []float64{0, 0.1, 0.2, float64(r.IntN(5_000_000)), float64(r.Int64N(1e12)) / 1e4, float64(r.Int64N(1e15)), 1e-12, 1e-7, 1e21, 1.5e40})
}

// randomWorth returns the part of the year that a person works at full worth: of one who joins, leaves, ramps up or stays.
func randomWorth(r *rand.Rand) float64 {
	return pick(r, []float64{1, 0, 61.75 / 249, 0.1, 0.2, r.Float64()})
}

func randomSpare(r *rand.Rand) int { return pick(r, []int{0, 0, 1, 2, 3, r.IntN(12), r.IntN(1025)}) }

// randomRate returns a rate, of which a third was not counted.
func randomRate(r *rand.Rand) *rate {
	found := &rate{}
	found.Planned.Wins, found.Planned.Trials = tenths(r), r.Float64()*100
	if r.IntN(3) > 0 {
		wins, trials := float64(r.IntN(20)), float64(r.IntN(300))/7
		found.Wins, found.Trials = &wins, &trials
	}
	return found
}

// exactly returns the decimal value of a number.
func exactly(x float64) *big.Rat {
	value, _ := new(big.Rat).SetString(fmt.Sprint(x))
	return value
}

func nearest(x *big.Rat) float64 {
	f, _ := x.Float64()
	return f
}

// exactSum returns the sum of the numbers that are not blank; nil if all are.
func exactSum[T any](list []T, of func(T) *float64) *float64 {
	sum, isKnown := new(big.Rat), false
	for _, x := range list {
		if n := of(x); n != nil {
			sum.Add(sum, exactly(*n))
			isKnown = true
		}
	}
	if !isKnown {
		return nil
	}
	total := nearest(sum)
	return &total
}

// totalOf adds rows up in exact numbers.
func totalOf(rows []teamRow) teamTotal {
	always := func(of func(teamRow) float64) float64 {
		if sum := exactSum(rows, func(row teamRow) *float64 { x := of(row); return &x }); sum != nil {
			return *sum
		}
		return 0
	}
	total := teamTotal{People: len(rows), Worth: always(func(row teamRow) float64 { return row.Worth })}
	total.Results.Goal = exactSum(rows, func(row teamRow) *float64 { return row.Results.Goal })
	total.Results.Done = exactSum(rows, func(row teamRow) *float64 { return row.Results.Done })
	total.Money.Goal = exactSum(rows, func(row teamRow) *float64 { return row.Money.Goal })
	total.Money.Done = exactSum(rows, func(row teamRow) *float64 { return row.Money.Done })
	total.Left = exactSum(rows, leftOf)
	for _, row := range rows {
		if row.Results.Goal == nil {
			total.Blank++
		}
	}
	total.Rate = rateOf(rows)
	return total
}

// leftOf returns what is left of a row's goal, as the row shows it; nothing is left of one that is exceeded.
func leftOf(row teamRow) *float64 {
	if row.Results.Goal == nil {
		return nil
	}
	left := exactly(*row.Results.Goal)
	if row.Results.Done != nil {
		left.Sub(left, exactly(*row.Results.Done))
	}
	shown := max(nearest(left), 0)
	return &shown
}

func rateOf(rows []teamRow) *rate {
	var all, counted []*rate
	for _, row := range rows {
		if row.Rate == nil {
			continue
		}
		all = append(all, row.Rate)
		if row.Rate.Trials != nil {
			counted = append(counted, row.Rate)
		}
	}
	if len(all) == 0 {
		return nil
	}
	total := &rate{
		Wins:   exactSum(counted, func(of *rate) *float64 { return of.Wins }),
		Trials: exactSum(counted, func(of *rate) *float64 { return of.Trials }),
	}
	total.Planned.Wins = *exactSum(all, func(of *rate) *float64 { return &of.Planned.Wins })
	total.Planned.Trials = *exactSum(all, func(of *rate) *float64 { return &of.Planned.Trials })
	return total
}

func (of *rate) String() string {
	if of == nil {
		return "none"
	}
	return fmt.Sprintf("%s/%s planned %v/%v", number(of.Wins), number(of.Trials), of.Planned.Wins, of.Planned.Trials)
}

func (total teamTotal) String() string {
	return fmt.Sprintf("%d people worth %v, %d blank, results %s of %s, money %s of %s, left %s, rate %s", total.People, total.Worth, total.Blank,
		number(total.Results.Done), number(total.Results.Goal), number(total.Money.Done), number(total.Money.Goal), number(total.Left), total.Rate)
}

func number(x *float64) string {
	if x == nil {
		return "?"
	}
	return fmt.Sprint(*x)
}

func (target teamTarget) String() string {
	return fmt.Sprintf("%s results and money %s", number(target.Results), number(target.Money))
}

// ids are those of the rows in their order.
func ids(rows []teamRow) []int {
	list := []int{}
	for _, row := range rows {
		list = append(list, row.ID)
	}
	return list
}

// rowsOf returns the rows of which a property holds.
func rowsOf(rows []teamRow, has func(teamRow) bool) []teamRow {
	return slices.DeleteFunc(slices.Clone(rows), func(row teamRow) bool { return !has(row) })
}

// The sums of every team are those of exact numbers, rounded once: of each group, whose rows have one track, one unit and one kind of trial, of each
// target's rows, and of the people in all. Every row is in one group.
func TestTeamsAddUp(t *testing.T) {
	tab := browsertest.New(t, "about:")
	r := newRand(t, 191)
	seen := map[string]int{}
	for rounds := sample.Count(t, 300, 1_000); rounds > 0; rounds -= 100 {
		teams := make([]team, 100)
		for i := range teams {
			teams[i] = randomTeam(r)
		}
		for i, report := range inBrowser[[]teamReport](t, tab, "reports", teams) {
			checkGroups(t, teams[i].Rows, report.Groups, seen)
			for j, gap := range report.Gaps {
				checkTeamGap(t, teams[i].Rows, teams[i].Targets[j], gap, seen)
			}
			if got, want := report.Total, totalOf(teams[i].Rows); got.People != want.People || got.Worth != want.Worth || number(got.Money.Goal) != number(want.Money.Goal) {
				t.Fatalf("the team has %s, want %s", got, want)
			}
		}
	}
	t.Log(seen)
	for _, kind := range []string{"blank", "no rate", "several tracks", "several trials", "missing", "beyond", "by money", "nobody", "shared"} {
		if seen[kind] == 0 {
			t.Errorf("no team has a case of %q", kind)
		}
	}
}

func checkGroups(t *testing.T, rows []teamRow, groups []teamGroup, seen map[string]int) {
	t.Helper()
	var inGroups []int
	tracks := map[string]bool{}
	for i, group := range groups {
		want := rowsOf(rows, func(row teamRow) bool {
			return row.Track == group.Track && row.Unit == group.Unit && row.Trial == group.Trial
		})
		if !slices.Equal(ids(group.Rows), ids(want)) {
			t.Fatalf("the group %s %s %s has the rows %v, want %v", group.Track, group.Unit, group.Trial, ids(group.Rows), ids(want))
		}
		if got, want := group.Total.String(), totalOf(want).String(); got != want {
			t.Fatalf("the group %s %s %s has %s,\nwant %s", group.Track, group.Unit, group.Trial, got, want)
		}
		if i > 0 && groups[i-1].Track != group.Track && tracks[group.Track] {
			t.Fatalf("the groups of the track %s are apart", group.Track)
		}
		tracks[group.Track] = true
		inGroups = append(inGroups, ids(group.Rows)...)
		count(seen, "blank", group.Total.Blank > 0)
		count(seen, "no rate", group.Total.Rate == nil)
	}
	slices.Sort(inGroups)
	if !slices.Equal(inGroups, ids(rows)) {
		t.Fatalf("the groups have the rows %v of %d", inGroups, len(rows))
	}
	count(seen, "several tracks", len(tracks) > 1)
	count(seen, "several trials", len(groups) > len(tracks))
}

func count(seen map[string]int, kind string, isOne bool) {
	if isOne {
		seen[kind]++
	}
}

func checkTeamGap(t *testing.T, rows []teamRow, target teamTarget, gap teamGap, seen map[string]int) {
	t.Helper()
	of := rowsOf(rows, func(row teamRow) bool { return row.Track == target.Track && row.Unit == target.Unit })
	total := totalOf(of)
	if !slices.Equal(ids(gap.Rows), ids(of)) || gap.Total.String() != total.String() {
		t.Fatalf("the target of %s in %s has %s of the rows %v,\nwant %s of %v", target.Track, target.Unit, gap.Total, ids(gap.Rows), total, ids(of))
	}
	results, money := missing(target.Results, total.Results.Goal), missing(target.Money, total.Money.Goal)
	if number(gap.Results) != number(results) || number(gap.Money) != number(money) {
		t.Fatalf("of %s and %s %s and %s are missing, want %s and %s", target, total, number(gap.Results), number(gap.Money), number(results), number(money))
	}
	if want := missingOf(of, results, money); !isWholeOf(gap.Missing, want) {
		t.Fatalf("of %s and %s %v whole results are missing, want %v", target, total, gap.Missing, want)
	}
	checkShared(t, gap.Missing, spares(of), gap.Share)
	count(seen, "missing", gap.Missing > 0)
	count(seen, "beyond", results != nil && *results < 0)
	count(seen, "by money", results == nil && gap.Missing > 0)
	count(seen, "nobody", gap.Share.Left > 0)
	count(seen, "shared", gap.Share.Left < gap.Missing)
}

// missing returns what is missing of a goal to a target.
func missing(wanted, goal *float64) *float64 {
	if wanted == nil || goal == nil {
		return nil
	}
	x := nearest(new(big.Rat).Sub(exactly(*wanted), exactly(*goal)))
	return &x
}

// missingOf returns what is missing in results: to the target of results, or else to that of money, at the average size of the rows that
// have one.
func missingOf(rows []teamRow, results, money *float64) float64 {
	if results != nil {
		return *results
	}
	total := totalOf(rowsOf(rows, func(row teamRow) bool { return row.Results.Goal != nil && row.Money.Goal != nil }))
	if money == nil || total.People == 0 || *total.Results.Goal == 0 || *total.Money.Goal == 0 {
		return 0
	}
	exact := exactly(*money)
	return nearest(exact.Mul(exact, exactly(*total.Results.Goal)).Quo(exact, exactly(*total.Money.Goal)))
}

// isWholeOf reports whether n is the least whole number that is not below x, if the last of 15 digits may differ.
func isWholeOf(n, x float64) bool {
	slack := max(1e-9, math.Abs(x)*1e-14)
	return n == math.Trunc(n) && n >= max(x-slack, 0) && (n == 0 || n < x+1+slack)
}

func spares(rows []teamRow) []int {
	list := make([]int, len(rows))
	for i, row := range rows {
		list[i] = row.Spare
	}
	return list
}

// checkShared requires of the parts of a gap that they and what is left add up to it, that no part is above what is spare, that nothing is
// left while somebody could take it, and that each part is within one of its proportion.
func checkShared(t *testing.T, gap float64, spares []int, got shared) {
	t.Helper()
	all, sum := 0, 0.0
	for _, spare := range spares {
		all += spare
	}
	taken := min(gap, float64(all))
	for i, part := range got.Parts {
		sum += part
		if part != math.Trunc(part) || part < 0 || part > float64(spares[i]) {
			t.Fatalf("of %v, one who can take %d takes %v", gap, spares[i], part)
		}
		if off := part*float64(all) - taken*float64(spares[i]); math.Abs(off) >= float64(all) && off != 0 {
			t.Fatalf("of %v shared by %v, %v is not in proportion to %d", gap, spares, part, spares[i])
		}
	}
	if len(got.Parts) != len(spares) || sum != taken || got.Left != gap-taken {
		t.Fatalf("of %v shared by %v, %v is taken and %v left, want %v taken", gap, spares, got.Parts, got.Left, taken)
	}
}

// What people take of a gap depends on nothing but their spares: not on chance, and on their order only by one.
func TestShareOut(t *testing.T) {
	tab := browsertest.New(t, "about:")
	type one struct {
		Gap    float64 `json:"gap"`
		Spares []int   `json:"spares"`
	}
	r := newRand(t, 192)
	cases := []one{{3, []int{}}, {3, []int{0, 0}}, {0, []int{1, 2}}, {7, []int{1, 2, 1}}, {1, []int{1, 1, 1}}, {5, []int{6, 0, 3}}}
	for range sample.Count(t, 300, 2_500) {
		spares := make([]int, r.IntN(31))
		for i := range spares {
			spares[i] = randomSpare(r)
		}
		cases = append(cases, one{pick(r, []float64{0, 1, float64(r.IntN(40)), float64(r.IntN(20_000)), 1e15}), spares})
	}
	got, again := inBrowser[[]shared](t, tab, "shares", cases), inBrowser[[]shared](t, tab, "shares", cases)
	for i, c := range cases {
		checkShared(t, c.Gap, c.Spares, got[i])
		if !slices.Equal(got[i].Parts, again[i].Parts) {
			t.Fatalf("%v is shared as %v, and then as %v", c, got[i].Parts, again[i].Parts)
		}
	}
	for i, want := range []string{"{[] 3}", "{[0 0] 3}", "{[0 0] 0}", "{[1 2 1] 3}", "{[1 0 0] 0}", "{[3 0 2] 0}"} {
		if text := fmt.Sprint(got[i]); text != want {
			t.Errorf("%v is shared as %s, want %s", cases[i], text, want)
		}
	}
}
