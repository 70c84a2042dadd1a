package sheet

import "cairn/generator/internal/formula"

// FunnelRow is a stage of the funnel.
type FunnelRow struct {
	Result
	Rate   *Input // the share that goes on to the next stage; nil without one
	Points string // an SVG polygon, 100 wide and 10 high, that narrows to the next stage
}

func (s *Sheet) addFunnel() {
	var values []float64
	for _, stage := range s.Template.Funnel {
		x, _ := s.values.Number(stage.Key)
		values = append(values, x)
	}
	for i, stage := range s.Template.Funnel {
		row := FunnelRow{Result: s.result(stage.Computed, s.values), Points: polygon(values, i)}
		if in := s.Template.Input(stage.Rate); in != nil {
			rate := s.input(in)
			row.Rate = &rate
		}
		s.Funnel = append(s.Funnel, row)
	}
}

// polygon draws a stage: a band as wide as the stage beside the widest stage, then a
// taper to the width of the next stage. It is "" if the stage is not above zero.
func polygon(values []float64, i int) string {
	widest := 0.0
	for _, x := range values {
		widest = max(widest, x)
	}
	if values[i] <= 0 {
		return ""
	}
	left, right := edges(values[i] / widest)
	points := left + ",0 " + right + ",0 " + right + ",6 "
	if i+1 < len(values) && values[i+1] > 0 {
		nextLeft, nextRight := edges(values[i+1] / widest)
		points += nextRight + ",10 " + nextLeft + ",10 "
	}
	return points + left + ",6"
}

// edges returns the ends of a band centred in a width of 100 and at least 1 wide.
func edges(share float64) (left, right string) {
	x := formula.Round((100-max(100*share, 1))/2, 2)
	return formula.FormatNumber(x), formula.FormatNumber(formula.Round(100-x, 2))
}
