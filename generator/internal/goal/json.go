package goal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"

	"cairn/generator/internal/formula"
)

// Hash names what the template computes: it changes when a sheet that was filled
// in before may mean something else now.
func (t *Template) Hash() (string, error) {
	data, err := json.Marshal(t)
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6]), err
}

// MarshalJSON writes what the browser needs to evaluate the template. Of the
// words only the labels are in it, to say what is missing; the page has the rest.
func (t *Template) MarshalJSON() ([]byte, error) {
	return json.Marshal(wire{
		Joined: t.Joined, Inputs: t.wireInputs(), Constants: t.wireConstants(), Computed: t.wireComputed(), Funnel: keys(t.Funnel, func(s *Stage) string { return s.Key }),
		Process: t.wireProcess(), Splits: t.wireSplits(), Year: t.wireYear(),
		Milestones: keys(t.Milestones, func(m Milestone) int { return m.Month }),
		Smart:      keys(t.Smart, func(c *Criterion) *formula.Expr { return c.Check }),
		Variables:  keys(t.Variables, wireVariableOf),
		Compared:   keys(t.Compared, func(c *Computed) string { return c.Key }),
	})
}

type wire struct {
	Joined     string          `json:"joined"`
	Inputs     []wireInput     `json:"inputs"`
	Constants  []wireConstant  `json:"constants"`
	Computed   []wireComputed  `json:"computed"`
	Funnel     []string        `json:"funnel"`
	Process    []wireProcess   `json:"process"`
	Splits     []wireSplit     `json:"splits"`
	Year       wireYear        `json:"year"`
	Milestones []int           `json:"milestones"`
	Smart      []*formula.Expr `json:"smart"`
	Variables  []wireVariable  `json:"variables"`
	Compared   []string        `json:"compared"`
}

type wireVariable struct {
	Key     string       `json:"key"`
	Inputs  []string     `json:"inputs"`
	Changes []wireChange `json:"changes"`
	Shifts  []wireShift  `json:"shifts"`
}

type wireChange struct {
	Input string  `json:"input"`
	How   How     `json:"how"`
	By    float64 `json:"by"`
}

type wireShift struct {
	From  string  `json:"from"`
	To    string  `json:"to"`
	Share float64 `json:"share"`
}

func wireVariableOf(v *Variable) wireVariable {
	return wireVariable{
		v.Key, v.Inputs(), keys(v.Changes, func(c Change) wireChange { return wireChange(c) }),
		keys(v.Shifts, func(s Shift) wireShift { return wireShift(s) }),
	}
}

type wireConstant struct {
	Key   string  `json:"key"`
	Value float64 `json:"value"`
}

type wireInput struct {
	Key       string   `json:"key"`
	Label     string   `json:"label"`
	Kind      Kind     `json:"kind"`
	Unit      string   `json:"unit"`
	Default   any      `json:"default"` // a number, a text, or null
	Min       *float64 `json:"min"`
	Max       *float64 `json:"max"`
	Recommend []any    `json:"recommend"`
}

type wireComputed struct {
	Key      string        `json:"key"`
	Label    string        `json:"label"`
	Percent  bool          `json:"percent"`
	Decimals int           `json:"decimals"`
	Expr     *formula.Expr `json:"expr"`
}

type wireProcess struct {
	Key       string        `json:"key"`
	Per       string        `json:"per"`
	Recommend []any         `json:"recommend"`
	Capacity  *formula.Expr `json:"capacity"`
}

type wireSplit struct {
	Key     string        `json:"key"`
	Weights []float64     `json:"weights"`
	After   *formula.Expr `json:"after"`
	Lead    *formula.Expr `json:"lead"`
}

type wireYear struct {
	ID     string      `json:"id"`
	Months []wireMonth `json:"months"`
}

type wireMonth struct {
	ID    string     `json:"id"`
	Weeks []wireWeek `json:"weeks"`
}

type wireWeek struct {
	ID     string   `json:"id"`
	Monday string   `json:"monday"`
	Days   []string `json:"days"`
}

func keys[T, K any](list []T, key func(T) K) []K {
	out := make([]K, len(list))
	for i, x := range list {
		out[i] = key(x)
	}
	return out
}

func (t *Template) wireInputs() []wireInput {
	inputs := []wireInput{}
	for _, g := range t.Groups {
		for _, in := range g.Inputs {
			w := wireInput{Key: in.Key, Label: in.Label, Kind: in.Kind, Unit: in.Unit, Min: in.Min, Max: in.Max, Recommend: in.Recommend.ends()}
			if x, ok := in.Default.Number(); ok {
				w.Default = x
			} else if text, ok := in.Default.Text(); ok {
				w.Default = text
			}
			inputs = append(inputs, w)
		}
	}
	return inputs
}

func (t *Template) wireConstants() []wireConstant {
	return keys(t.Constants, func(c *Constant) wireConstant { return wireConstant{c.Key, c.Value} })
}

// ends are the lower end and the upper, which is null if there is none.
func (r *Range) ends() []any {
	switch {
	case r == nil:
		return nil
	case math.IsInf(r.High, 1):
		return []any{r.Low, nil}
	}
	return []any{r.Low, r.High}
}

func (t *Template) wireComputed() []wireComputed {
	return keys(t.Computed, func(c *Computed) wireComputed {
		return wireComputed{Key: c.Key, Label: c.Label, Percent: c.Unit == "%", Decimals: c.Decimals, Expr: c.Expr}
	})
}

func (t *Template) wireProcess() []wireProcess {
	return keys(t.Process, func(p *Process) wireProcess { return wireProcess{p.Key, p.Per, p.Recommend.ends(), p.Capacity} })
}

func (t *Template) wireSplits() []wireSplit {
	return keys(t.Splits, func(s *Split) wireSplit { return wireSplit{s.Key, s.Weights, s.After, s.Lead} })
}

func (t *Template) wireYear() wireYear {
	return wireYear{t.Year.ID, keys(t.Year.Months, func(m Month) wireMonth {
		return wireMonth{m.ID, keys(m.Weeks, func(w Week) wireWeek { return wireWeek(w) })}
	})}
}
