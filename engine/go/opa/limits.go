package opa

import "time"

// Limits bounds one call. Every field must be positive: a missing limit would be an
// unlimited one, so the zero value of each field means "the default", never "none".
type Limits struct {
	DeadlineMS  int64 `json:"deadline_ms"`
	MemoryBytes int64 `json:"memory_bytes"`
	SourceBytes int64 `json:"source_bytes"`
	Modules     int64 `json:"modules"`
	DataBytes   int64 `json:"data_bytes"`
	InputBytes  int64 `json:"input_bytes"`
	Depth       int64 `json:"depth"`
	ResultNodes int64 `json:"result_nodes"`
	ResultBytes int64 `json:"result_bytes"`
}

const mebibyte = 1 << 20

var defaultLimits = Limits{
	DeadlineMS:  5_000,
	MemoryBytes: 1024 * mebibyte,
	SourceBytes: 16 * mebibyte,
	Modules:     10_000,
	DataBytes:   64 * mebibyte,
	InputBytes:  64 * mebibyte,
	Depth:       128,
	ResultNodes: 1_000_000,
	ResultBytes: 32 * mebibyte,
}

func (l Limits) withDefaults() Limits {
	or := func(value, fallback int64) int64 {
		if value > 0 {
			return value
		}
		return fallback
	}
	return Limits{
		DeadlineMS:  or(l.DeadlineMS, defaultLimits.DeadlineMS),
		MemoryBytes: or(l.MemoryBytes, defaultLimits.MemoryBytes),
		SourceBytes: or(l.SourceBytes, defaultLimits.SourceBytes),
		Modules:     or(l.Modules, defaultLimits.Modules),
		DataBytes:   or(l.DataBytes, defaultLimits.DataBytes),
		InputBytes:  or(l.InputBytes, defaultLimits.InputBytes),
		Depth:       or(l.Depth, defaultLimits.Depth),
		ResultNodes: or(l.ResultNodes, defaultLimits.ResultNodes),
		ResultBytes: or(l.ResultBytes, defaultLimits.ResultBytes),
	}
}

func (l Limits) deadline() time.Duration {
	return time.Duration(l.DeadlineMS) * time.Millisecond
}
