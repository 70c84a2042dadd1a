package assessment

import (
	"fmt"
	"math"
	"strings"
)

// Radar is a radar chart in a square from -100 to 100, with 100 percent at a distance of
// 100 from its centre.
type Radar struct {
	Axes     []Axis
	Rings    []string // the points of a polygon at 25, 50, 75 and 100 percent
	Profiles []string // the points of each profile's polygon
}

// Axis is the line of a scale from the centre to its end.
type Axis struct {
	Name         string
	X, Y         float64
	NameX, NameY float64 // the position of the name
	Anchor       string  // the text-anchor of the name: start, middle or end
}

// Radar draws the scales and profiles. It is nil for fewer than three scales and without
// profiles.
func (a *Assessment) Radar() *Radar {
	n := len(a.Scales)
	if n < 3 || len(a.Profiles) == 0 {
		return nil
	}
	r := &Radar{}
	for i, s := range a.Scales {
		x, y := point(i, n, 100)
		nameX, nameY := point(i, n, 116)
		anchor := "middle"
		if x > 10 {
			anchor = "start"
		} else if x < -10 {
			anchor = "end"
		}
		r.Axes = append(r.Axes, Axis{s.Name, x, y, nameX, nameY, anchor})
	}
	for percent := 25.0; percent <= 100; percent += 25 {
		r.Rings = append(r.Rings, polygon(n, func(int) float64 { return percent }))
	}
	for _, profile := range a.Profiles {
		r.Profiles = append(r.Profiles, polygon(n, func(i int) float64 { return a.Scales[i].Expect[profile.ID] }))
	}
	return r
}

func polygon(n int, percent func(i int) float64) string {
	points := make([]string, n)
	for i := range points {
		x, y := point(i, n, percent(i))
		points[i] = fmt.Sprintf("%g,%g", x, y)
	}
	return strings.Join(points, " ")
}

// point returns the position of a percentage on the i-th of n axes. The first points up.
func point(i, n int, percent float64) (x, y float64) {
	angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
	round := func(x float64) float64 { return math.Round(x*10)/10 + 0 } // never -0
	return round(percent * math.Cos(angle)), round(percent * math.Sin(angle))
}
