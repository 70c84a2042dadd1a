package wire

import (
	"cairn/generator/internal/goaltest"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The JSON of a template, to the letter.
func TestJSON(t *testing.T) {
	template, faults := goaltest.Parse(goaltest.Head + `joined = "d"
[[inputs]]
key = "d"
label = "入职"
kind = "date"
[[inputs]]
key = "r"
label = "率"
kind = "percent"
default = 0.25
recommend = [0.2]
[[constants]]
key = "k"
value = 12
[[funnel]]
key = "a"
label = "甲"
rate = "r"
[[funnel]]
key = "b"
label = "乙"
formula = "k"
[[splits]]
key = "b"
weights = [1, 0, 0, 0]
lead = "2"
[[milestones]]
month = 3
title = "m"
`)
	if template == nil {
		t.Fatal(faults)
	}
	template.Year.Months = template.Year.Months[:1]
	got, err := json.Marshal(New(template))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"joined":"d","starts":"","weeks":null,"ramp":[],"rampfrom":0,"staff":null,"hires":[],"target":"","dealsize":"","inputs":[` +
		`{"key":"d","label":"入职","kind":"date","unit":"","default":null,"min":null,"max":null,"recommend":null,"adjust":null},` +
		`{"key":"r","label":"率","kind":"percent","unit":"%","default":0.25,"min":0,"max":1,"recommend":[0.2,null],"adjust":null}],` +
		`"constants":[{"key":"k","value":12}],` +
		`"computed":[{"key":"b","label":"乙","unit":"","decimals":1,"expr":["v","k"],"latest":"","prorate":null,"load":[]},{"key":"a","label":"甲","unit":"","decimals":1,"expr":["/",["v","b"],["v","r"]],"latest":"","prorate":null,"load":[]}],` +
		`"funnel":["a","b"],"process":[],"splits":[{"key":"b","weights":[1,1,1,0,0,0,0,0,0,0,0,0],"lead":["n",2],"follows":"","rate":"","weak":""}],` +
		`"year":{"id":"2027","first":"2027-01-01","monday":"2027-01-04","weeks":[["01234","01234","01234","01234"]],"others":["2027-01-01"]},"milestones":[3],"smart":[],"variables":[],"compared":[],"results":[{"step":"b","dealsize":""}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}
