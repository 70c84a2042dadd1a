package formula

import "testing"

func TestExcel(t *testing.T) {
	cell := func(name string) string {
		return map[string]string{"签约": "B2", "率": "B3", "打法": "B4"}[name]
	}
	for formula, want := range map[string]string{
		"签约 / 率":                      "(B2/B3)",
		"-签约 * 25%":                   "((-B2)*0.25)",
		"SUM(签约, 率, 1)":               "(B2+B3+1)",
		"SUM(签约)":                     "(B2)",
		"AVERAGE(签约, 率)":              "((B2+B3)/2)",
		"MAX(签约, 0)":                  "MAX(B2,0)",
		"ROUND(率, 2)":                 "ROUND(B3,2)",
		"ROUNDUP(签约 / 率, 0)":          "ROUNDUP(ROUND((B2/B3),9),0)",
		"INT(率)":                      "INT(ROUND(B3,9))",
		`IF(打法 <> "低价", 签约, 率)`:       `IF(NOT(EXACT(B4,"低价")),B2,B3)`,
		`AND(打法 = "低价", 签约 >= 率 + 1)`: `AND(EXACT(B4,"低价"),(B2>=(B3+1)))`,
	} {
		if got := mustParse(t, formula).Excel(cell); got != want {
			t.Errorf("%s is %s for Excel, not %s", formula, got, want)
		}
	}
}
