package opa

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// cancellation stops one query and remembers why. It is a topdown.Cancel.
type cancellation struct {
	reason atomic.Pointer[string]
}

func (c *cancellation) stop(code string) { c.reason.CompareAndSwap(nil, &code) }

// Cancel stops the query.
func (c *cancellation) Cancel() { c.stop(CodeCancelled) }

// Cancelled says whether the query has to stop; OPA asks it all the time.
func (c *cancellation) Cancelled() bool { return c.reason.Load() != nil }

func (c *cancellation) cause() string {
	if code := c.reason.Load(); code != nil {
		return *code
	}
	return ""
}

// call is one Evaluate: the queries of it that are running now, and whether it was cancelled.
type call struct {
	mu        sync.Mutex
	open      map[*cancellation]struct{}
	cancelled bool
}

// start registers a query; release must be called when it has ended.
func (c *call) start(until time.Time) (query *cancellation, release func()) {
	query = &cancellation{}
	timer := time.AfterFunc(time.Until(until), func() { query.stop(CodeTimeout) })
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancelled {
		query.stop(CodeCancelled)
	}
	c.open[query] = struct{}{}
	return query, func() {
		timer.Stop()
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.open, query)
	}
}

func (c *call) stop(code string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cancelled = c.cancelled || code == CodeCancelled
	for query := range c.open {
		query.stop(code)
	}
}

const heapMetric = "/memory/classes/heap/objects:bytes"

// watch stops the queries when the heap of this process exceeds the limit. It sees only what
// has been allocated already; one builtin that asks for a terabyte needs the child process.
func (c *call) watch(limit int64) (end func()) {
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				if heapBytes() > limit && heapInUse() > limit {
					c.stop(CodeMemory)
				}
			}
		}
	}()
	return func() { close(done) }
}

func heapBytes() int64 {
	sample := []metrics.Sample{{Name: heapMetric}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// heapInUse does not count garbage, which may be four fifths of the heap.
func heapInUse() int64 {
	runtime.GC()
	return heapBytes()
}

// calls are the evaluations of one policy that are running now.
type calls struct {
	mu   sync.Mutex
	open map[*call]struct{}
}

func (cs *calls) begin() (*call, func()) {
	c := &call{open: make(map[*cancellation]struct{})}
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if cs.open == nil {
		cs.open = make(map[*call]struct{})
	}
	cs.open[c] = struct{}{}
	return c, func() {
		cs.mu.Lock()
		defer cs.mu.Unlock()
		delete(cs.open, c)
	}
}

func (cs *calls) cancel() {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	for c := range cs.open {
		c.stop(CodeCancelled)
	}
}
