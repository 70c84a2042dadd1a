package goal

import (
	"slices"
	"strings"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

// readDealSize reads the key of the money that one unit of the last step brings in.
func (p *parser) readDealSize(r *toml.Reader) string {
	key := r.String("deal_size")
	unit := ""
	if in, c := p.template.inputs[key], p.template.Find(key); in != nil {
		unit = in.Unit
	} else if c != nil {
		unit = c.Unit
	}
	if r.Has("deal_size") && !strings.Contains(unit, "元/") {
		p.report(diag.Errorf(r.At("deal_size"), "unknown-value", "unknown deal size %s", key).
			WithHelp("write the key of an input or of a computed value whose unit is money for each one, such as 万元/家"))
	}
	return key
}

// readResult reads a step whose total is a result of the plan.
func (p *parser) readResult(r *toml.Reader) Result {
	r.Require("step")
	result := Result{r.String("step"), p.readDealSize(r)}
	if r.Has("step") {
		p.splitNames = append(p.splitNames, reference{r.At("step"), result.Step})
	}
	if result.DealSize == "" {
		result.DealSize = p.template.DealSize
	}
	r.Finish()
	return result
}

// lastStep returns the last step of the longest chain of splits that follow each other, of equal
// ones the first.
func lastStep(splits []*Split) *Split {
	length := func(s *Split) (n int) {
		for ; s != nil && n < len(splits); n++ { // a chain that is a circle is a fault of its own
			i := slices.IndexFunc(splits, func(before *Split) bool { return before.Key == s.Follows })
			if i < 0 {
				break
			}
			s = splits[i]
		}
		return n
	}
	last := splits[0]
	for _, s := range splits[1:] {
		if length(s) > length(last) {
			last = s
		}
	}
	return last
}

func (p *parser) readSplit(r *toml.Reader) *Split {
	r.Require("key")
	s := &Split{Key: r.String("key"), Weights: p.readWeights(r)}
	switch {
	case !r.Has("key"):
	case p.template.Find(s.Key) == nil:
		p.report(diag.Errorf(r.At("key"), "unknown-value", "unknown computed value %s", s.Key).
			WithHelp("write a stage of the funnel, a computed value or a process goal"))
	case slices.ContainsFunc(p.template.Splits, func(other *Split) bool { return other.Key == s.Key }):
		p.report(diag.Errorf(r.At("key"), "duplicate-key", "duplicate split of %s", s.Key).WithHelp("remove one of the two"))
	}
	s.Lead, s.Follows, s.Weak = p.readFormula(r, "lead", monthUnit), r.String("follows"), r.String("weak")
	if r.HasFormer("after") {
		p.report(diag.Errorf(r.At("after"), "removed-key", "a split cannot have the key after").
			WithHelp("remove the line: follows, lead and ramp replace it"))
	}
	if s.Follows != "" {
		p.followed = append(p.followed, reference{r.At("follows"), s.Key})
		if r.Has("weights") {
			p.report(diag.Errorf(r.At("weights"), "bad-weights", "the split has both weights and follows").
				WithHelp("remove the weights: a split that follows another has the weights of the other"))
		}
	}
	r.Finish()
	return s
}

func (p *parser) readWeights(r *toml.Reader) []float64 {
	weights, places := r.Floats("weights")
	sum := 0.0
	for _, w := range weights {
		sum += max(w, 0)
	}
	switch {
	case !r.Has("weights") || !p.areFinite("weights", weights, places):
		return slices.Repeat([]float64{1}, 12)
	case len(weights) != 4 && len(weights) != 12:
		p.report(diag.Errorf(r.At("weights"), "bad-weights", "%d weights are given", len(weights)).
			WithHelp("write one for each of the twelve months, or for each of the four quarters"))
	case slices.Min(weights) < 0 || slices.Max(weights) > 1e6:
		outside := slices.IndexFunc(weights, func(w float64) bool { return w < 0 || w > 1e6 })
		p.report(diag.Errorf(places[outside], "bad-weights", "a weight is below 0 or above 1,000,000").
			WithHelp("weights compare the months; write 0 for a month without a share"))
	case sum == 0:
		p.report(diag.Errorf(r.At("weights"), "bad-weights", "the weights sum to 0").WithHelp("give at least one month a weight above 0"))
	}
	if len(weights) != 4 {
		return weights
	}
	var months []float64
	for _, w := range weights {
		months = append(months, w, w, w)
	}
	return months
}
