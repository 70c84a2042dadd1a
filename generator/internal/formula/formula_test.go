package formula

import "testing"

func TestSmoke(t *testing.T) {
	for _, s := range []string{"ROUNDUP(7/(0.05*0.35),0)", "ROUND(21.9/0.2, 0)", "ROUND(-2.5,0)", "-2*3+4%", "1-0.7-0.2-0.1", "0.1+0.2<=0.3", "1/0", "ROUND(149,-2)", "ROUNDUP(1,-3)", "INT(-2.1)", "25％×４", "IF(1<2,\"a\",“b”)=\"a\""} {
		e, err := Parse(s)
		if err != nil {
			t.Log(s, *err)
			continue
		}
		j, _ := e.MarshalJSON()
		u, errs := e.Check(func(string) (Unit, bool) { return "", false }, nil)
		t.Log(s, e, e.Excel(nil), string(j), e.Eval(nil).Raw(), u, len(errs))
	}
}
