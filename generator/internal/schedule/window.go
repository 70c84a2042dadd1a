package schedule

import (
	"math"
	"time"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/formula"
)

// Window is the time in which a step can be done.
type Window struct {
	Latest   string // the last safe day, "" if the step is out of reach
	Month    int    // of the last safe day, as an index of the year's months
	Distance int    // the months from that month to the last one with a weight
}

// maxLead is the longest lead, in months.
const maxLead = 60

// NewWindow returns the window of a step whose result has weights in the months of the year.
// Nothing is done before the opening.
func NewWindow(year *calendar.Year, opening string, weights []float64, lead float64) Window {
	end := len(weights) - 1
	for end > 0 && weights[end] <= 0 {
		end--
	}
	date := lastDay(year.Months[end].ID, lead)
	for m := len(year.Months) - 1; m >= 0; m-- {
		days := year.Months[m].Days
		for i := len(days) - 1; i >= 0; i-- {
			if days[i] > date {
				continue
			}
			if days[i] < opening {
				return Window{}
			}
			return Window{days[i], m, end - m}
		}
	}
	return Window{}
}

// lastDay returns the last day of a month minus a lead in months.
func lastDay(month string, lead float64) string {
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return ""
	}
	lead = formula.Round(min(max(lead, 0), maxLead), 9)
	whole := math.Floor(lead)
	last := first.AddDate(0, 1-int(whole), -1)
	off := math.Ceil(formula.Round(float64((lead-whole)*float64(last.Day())), 9))
	return last.AddDate(0, 0, -int(off)).Format(time.DateOnly)
}

// Spread has the weights by which a step is spread over the year.
type Spread struct {
	Months []float64
	Weeks  [][]float64 // of each month
}

// First spreads a first step: by the weights of its result and the worth of the days.
func (d *Days) First(weights []float64, w Window) Spread {
	s := d.none()
	if w.Latest == "" {
		return s
	}
	for m, month := range d.year.Months {
		for i, week := range month.Weeks {
			s.Weeks[m][i] = d.worth(m, week.Days, w.Latest)
		}
		if from := m + w.Distance; from < len(weights) && Total(s.Weeks[m]) > 0 {
			s.Months[m] = weights[from] * d.worth(m, month.Days, w.Latest)
		}
	}
	return s
}

// Follow spreads a step that follows a first one.
func (d *Days) Follow(first Spread, firstWindow, w Window) Spread {
	s := d.none()
	if w.Latest == "" || firstWindow.Latest == "" {
		return s
	}
	for m, month := range d.year.Months {
		for i, week := range month.Weeks {
			s.Weeks[m][i] = count(week.Days, d.Opening, "", w.Latest)
		}
	}
	later := max(firstWindow.Distance-w.Distance, 0)
	for m, weight := range first.Months {
		if weight > 0 {
			if to := s.nearest(m+later, w.Month); to >= 0 {
				s.Months[to] += weight
			}
		}
	}
	return s
}

// nearest returns the first month from a month up to the last one in which a week has an
// open day, or else the nearest before it; -1 if there is none.
func (s Spread) nearest(month, last int) int {
	for m := month; m <= last; m++ {
		if Total(s.Weeks[m]) > 0 {
			return m
		}
	}
	for m := min(month, len(s.Weeks)-1); m >= 0; m-- {
		if Total(s.Weeks[m]) > 0 {
			return m
		}
	}
	return -1
}

// none returns the spread of a step that is never done.
func (d *Days) none() Spread {
	s := Spread{Months: make([]float64, len(d.year.Months))}
	for _, month := range d.year.Months {
		s.Weeks = append(s.Weeks, make([]float64, len(month.Weeks)))
	}
	return s
}

// After returns the worth of the open days after a step's last safe day, all of them if
// the step is out of reach.
func (d *Days) After(w Window) float64 {
	sum := 0.0
	for m, month := range d.year.Months {
		done := 0
		if w.Latest != "" {
			done = int(count(month.Days, "", "", w.Latest))
		}
		sum += d.worth(m, month.Days[done:], "")
	}
	return sum
}
