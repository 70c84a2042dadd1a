package goal

import (
	"cairn/generator/internal/diag"
	"cairn/generator/internal/toml"
)

func (p *parser) readFunnel(r *toml.Reader) {
	tables := r.Tables("funnel")
	for i, s := range tables {
		next := ""
		if i+1 < len(tables) {
			next = tables[i+1].String("key")
		}
		p.template.Funnel = append(p.template.Funnel, p.readStage(s, next))
		s.Finish()
	}
}

// readStage reads a stage of the funnel. A stage without a formula of its own computes the
// next stage divided by the share that goes on to it.
func (p *parser) readStage(s *toml.Reader, next string) *Stage {
	rate, own := s.String("rate"), s.String("formula")
	switch {
	case rate != "" && own != "":
		p.report(diag.Errorf(s.At("rate"), "rate-and-formula", "the stage has both a rate and a formula").WithHelp("remove one of the two"))
	case rate != "" && next == "":
		p.report(diag.Errorf(s.At("rate"), "last-stage", "the last stage has a rate").
			WithHelp("give the last stage a formula instead: formula = \"目标签约\""))
	case rate != "":
		p.checkRate(s, rate)
	}
	if own != "" || next == "" {
		return &Stage{p.readComputed(s, own, "formula"), ""}
	}
	quotient := ""
	if rate != "" {
		quotient = next + " / " + rate
	}
	return &Stage{p.readComputed(s, quotient, "rate"), rate}
}

func (p *parser) checkRate(r *toml.Reader, key string) {
	in := p.template.inputs[key]
	if r.Has("rate") && (in == nil || in.Kind != KindPercent) {
		p.report(diag.Errorf(r.At("rate"), "unknown-input", "unknown percent input %s", key).
			WithHelp("for rate, write the key of an input of kind \"percent\": the share that continues to the next stage"))
	}
}
