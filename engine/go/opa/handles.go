package opa

import "sync"

// Handles keeps compiled policies behind opaque numbers, so that no pointer of Go is ever
// held by the caller and a stale number is an error, not a crash.
type Handles struct {
	mu       sync.RWMutex
	last     uint64
	policies map[uint64]*Policy
}

// NewHandles gives an empty table.
func NewHandles() *Handles { return &Handles{policies: make(map[uint64]*Policy)} }

// Put stores a policy. Numbers are never used twice.
func (h *Handles) Put(p *Policy) uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last++
	h.policies[h.last] = p
	return h.last
}

// Get finds a policy.
func (h *Handles) Get(number uint64) (*Policy, *Error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if p, ok := h.policies[number]; ok {
		return p, nil
	}
	return nil, fail(CodeUnknownHandle, "no policy has the handle %d", number)
}

// Release forgets a policy and says whether it was there.
func (h *Handles) Release(number uint64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, ok := h.policies[number]
	delete(h.policies, number)
	return ok
}
