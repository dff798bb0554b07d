package opa

import (
	"runtime"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/topdown"
)

const (
	threads = 2
	// grace is what a query gets to notice that its time is over.
	grace = 100 * time.Millisecond
	// firstSlice is the least time a rule gets in the first round.
	firstSlice = 50 * time.Millisecond
)

// schedule shares the time until the deadline fairly. In each round every open entrypoint gets
// one slice; those that need more wait for the next round with a longer slice. So a rule that
// never ends costs the others a slice, not their answer.
func (e *evaluation) schedule(open []job) map[string]Result {
	results := make(map[string]Result, len(open))
	slice := max(firstSlice, time.Until(e.deadline)/16)
	for len(open) > 0 && time.Now().Before(e.deadline) {
		slow, suspects := e.newRound(open, slice, threads).collect(results)
		for _, j := range suspects {
			late, guilty := e.newRound([]job{j}, slice, 1).collect(results)
			slow = append(slow, late...)
			for _, g := range guilty {
				results[g.path] = failed(CodeMemory, "evaluation needs more memory than the limit")
			}
		}
		open = slow
		slice *= 4
	}
	for _, j := range open {
		results[j.path] = failed(CodeTimeout, "no answer before the deadline")
	}
	return results
}

type verdict struct {
	index  int
	result Result
}

// round is one pass over the open entrypoints. Each thread has its own cache, so threads share
// nothing but the immutable policy and input.
type round struct {
	evaluation *evaluation
	jobs       []job
	slice      time.Duration
	verdicts   chan verdict

	mu      sync.Mutex
	next    int
	stopped bool
}

func (e *evaluation) newRound(jobs []job, slice time.Duration, threads int) *round {
	r := &round{evaluation: e, jobs: jobs, slice: slice, verdicts: make(chan verdict, len(jobs))}
	for range min(threads, len(jobs)) {
		go r.work()
	}
	return r
}

func (r *round) take() (int, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped || r.next == len(r.jobs) {
		return 0, false
	}
	r.next++
	return r.next - 1, true
}

// recall is the cache that the queries of one thread share. It is emptied after every failure: OPA's
// cache remembers a rule that was cut short by an error as undefined, and `not` of that rule would
// then be a false pass.
type recall struct{ topdown.VirtualCache }

func newRecall() *recall { return &recall{topdown.NewVirtualCache()} }

func (r *recall) forget() { r.VirtualCache = topdown.NewVirtualCache() }

func (r *round) work() {
	cache := newRecall()
	for {
		index, ok := r.take()
		if !ok {
			return
		}
		until := time.Now().Add(r.slice)
		if until.After(r.evaluation.deadline) {
			until = r.evaluation.deadline
		}
		result := r.evaluation.answer(r.jobs[index], cache, until)
		if result.Failed != nil {
			cache.forget()
		}
		if result.Failed != nil && result.Failed.Code == CodeMemory {
			runtime.GC()
		}
		r.verdicts <- verdict{index, result}
	}
}

// patience is how long to wait for the next answer. A thread that is late because the machine is
// busy is waited for twice its slice; only the deadline of the call is kept to the grace.
func (r *round) patience() time.Duration {
	return min(2*r.slice, time.Until(r.evaluation.deadline)) + grace
}

// collect fills results. It gives back the jobs that need more time, and those that were
// stopped because the heap was full: with two threads that need not be their own doing.
func (r *round) collect(results map[string]Result) (slow, suspects []job) {
	answered := make([]bool, len(r.jobs))
	timer := time.NewTimer(r.patience())
	defer timer.Stop()
	for range r.jobs {
		select {
		case v := <-r.verdicts:
			answered[v.index] = true
			j := r.jobs[v.index]
			switch f := v.result.Failed; {
			case f != nil && f.Code == CodeTimeout:
				slow = append(slow, j)
			case f != nil && f.Code == CodeMemory:
				suspects = append(suspects, j)
			default:
				results[j.path] = v.result
			}
			timer.Reset(r.patience())
		case <-timer.C:
			return append(slow, r.abandon(answered, results)...), suspects
		}
	}
	return slow, suspects
}

// abandon gives up the jobs whose thread did not come back after its slice: they are stuck in
// a builtin and have timed out for good. Those not yet begun are given back.
func (r *round) abandon(answered []bool, results map[string]Result) []job {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopped = true
	for index := range r.next {
		if !answered[index] {
			r.evaluation.stuck = true
			results[r.jobs[index].path] = failed(CodeTimeout, "a builtin did not stop at the deadline")
		}
	}
	return r.jobs[r.next:]
}
