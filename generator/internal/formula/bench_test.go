package formula

import "testing"

func BenchmarkEval(b *testing.B) {
	inputs := map[string]any{"新拓": 24.0, "线索": 18.0, "方案": 9.6, "可用周": 44.0}
	v := vector{Inputs: inputs}
	for _, text := range []string{"线索 / 方案", "(新拓 * 3 + 线索 * 2 + 方案 * 2 + 12) / 可用周", "ROUNDUP((新拓 * 3 + 线索 * 2 + 方案 * 2 + 12) / 可用周, 0)", "IF(AND(线索 >= 3, 线索 <= 方案), 1, 2)"} {
		e := mustParse(b, text)
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Eval(v.lookup)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		mustParse(b, "ROUNDUP((新拓 * 3 + 线索 * 2 + 方案 * 2 + 12) / 可用周, 0)")
	}
}
