package opa

import "github.com/open-policy-agent/opa/v1/topdown"

// counter counts the expressions that a query evaluates: the same on every machine, however busy. What
// a builtin does inside of one call is not seen.
type counter struct{ number int64 }

// Enabled says that OPA is to tell of its steps.
func (*counter) Enabled() bool { return true }

// Config asks for nothing that costs more than the step itself.
func (*counter) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent is told of one step.
func (c *counter) TraceEvent(event topdown.Event) {
	if event.Op == topdown.EvalOp {
		c.number++
	}
}

// count answers one entrypoint after the other, each with a cache of its own: what several of them
// share is counted for every one, so that the order in which they are asked changes nothing.
func (e *evaluation) count(jobs []job) *Answers {
	answers := &Answers{Results: make(map[string]Result, len(jobs)), Costs: make(map[string]int64, len(jobs))}
	for _, j := range jobs {
		e.counter = &counter{}
		answers.Results[j.path] = e.answer(j, newRecall(), e.deadline)
		answers.Costs[j.path] = e.counter.number
	}
	return answers
}
