package opa

import (
	"context"
	"encoding/json"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// EvaluateRequest asks for documents by path (`data.rules.branch.no_bypass`). Keys, if any,
// are the only keys of each document that are returned. Count asks what each one costs, too.
type EvaluateRequest struct {
	Entrypoints []string `json:"entrypoints"`
	Keys        []string `json:"keys"`
	Count       bool     `json:"count"`
	Limits      Limits   `json:"limits"`
}

// Location is a place in a module: 1-based row and column.
type Location struct {
	File   string `json:"file"`
	Row    int    `json:"row"`
	Column int    `json:"column"`
}

// Failure says why an entrypoint has no answer. Message is OPA's text: it changes between
// versions, so it is for people and never for reports.
type Failure struct {
	Code     string    `json:"code"`
	Location *Location `json:"location,omitempty"`
	Message  string    `json:"message,omitempty"`
}

// Result is one of three: a value, undefined, or a failure.
type Result struct {
	Value     json.RawMessage `json:"value,omitempty"`
	Undefined bool            `json:"undefined,omitempty"`
	Failed    *Failure        `json:"failed,omitempty"`
}

func failed(code, message string) Result {
	return Result{Failed: &Failure{Code: code, Message: message}}
}

// Answers holds one result per entrypoint. Stuck says that a builtin is still running although
// its time is over: the process is better not used again. Costs, if asked for, are the expressions
// that OPA evaluated for each entrypoint alone.
type Answers struct {
	Results map[string]Result `json:"results"`
	Stuck   bool              `json:"stuck"`
	Costs   map[string]int64  `json:"costs,omitempty"`
}

// Evaluate answers every entrypoint on its own: an error or a time-out of one never changes
// or hides the answer of another.
func (p *Policy) Evaluate(req EvaluateRequest, input []byte) (*Answers, *Error) {
	limits := req.Limits.withDefaults()
	deadline := time.Now().Add(limits.deadline())
	jobs, err := newJobs(req.Entrypoints)
	if err != nil {
		return nil, err
	}
	term, err := guarded(deadline, "reading the input", func() (*ast.Term, *Error) {
		return parseStrict(input, CodeInvalidInput, limits.InputBytes, limits.Depth)
	})
	if err != nil {
		return nil, err
	}
	call, end := p.running.begin()
	defer end()
	defer call.watch(limits.MemoryBytes)()
	e := &evaluation{policy: p, call: call, input: term, keys: req.Keys, limits: limits, deadline: deadline}
	if req.Count {
		return e.count(jobs), nil
	}
	results := e.schedule(jobs)
	return &Answers{Results: results, Stuck: e.stuck}, nil
}

// Cancel stops every evaluation of the policy; its open entrypoints fail as cancelled.
func (p *Policy) Cancel() { p.running.cancel() }

// job is one entrypoint still to be answered.
type job struct {
	path string
	ref  ast.Ref
}

func newJobs(entrypoints []string) ([]job, *Error) {
	if len(entrypoints) == 0 {
		return nil, fail(CodeInvalidRequest, "no entrypoint was asked for")
	}
	jobs := make([]job, 0, len(entrypoints))
	seen := make(map[string]bool, len(entrypoints))
	for _, path := range entrypoints {
		ref, err := ast.ParseRef(path)
		if err != nil || !isDataPath(ref) || ref.String() != path {
			return nil, fail(CodeInvalidRequest, "entrypoint %q is not a path below data", path)
		}
		if seen[path] {
			return nil, fail(CodeInvalidRequest, "entrypoint %q was asked for twice", path)
		}
		seen[path] = true
		jobs = append(jobs, job{path: path, ref: ref})
	}
	return jobs, nil
}

func isDataPath(ref ast.Ref) bool {
	if len(ref) < 2 || !ref[0].Equal(ast.DefaultRootDocument) {
		return false
	}
	for _, term := range ref[1:] {
		if _, ok := term.Value.(ast.String); !ok {
			return false
		}
	}
	return true
}

// evaluation is one call: one input, one deadline, many entrypoints.
type evaluation struct {
	policy   *Policy
	call     *call
	input    *ast.Term
	keys     []string
	limits   Limits
	deadline time.Time
	stuck    bool
	counter  *counter
}

// answer runs one query. The cache is shared with the queries before it on this thread.
func (e *evaluation) answer(j job, cache *recall, until time.Time) (result Result) {
	defer func() {
		if r := recover(); r != nil {
			result = failed(CodePanic, panicked(r).Message)
		}
	}()
	cancel, release := e.call.start(until)
	defer release()
	value, err := e.query(j.ref, cache, cancel)
	switch {
	case cancel.cause() != "":
		return failed(cancel.cause(), "evaluation was stopped")
	case err != nil:
		return Result{Failed: failureOf(err)}
	case value == nil:
		return Result{Undefined: true}
	default:
		return e.serialise(value, until)
	}
}

// query asks in linear time. What that cannot answer is asked once more as OPA would: so every
// error is OPA's own.
func (e *evaluation) query(ref ast.Ref, cache *recall, cancel topdown.Cancel) (ast.Value, error) {
	asked, ok := e.policy.plans[ref.String()]
	if !ok {
		return e.ask(ast.NewBody(ast.Equality.Expr(ast.NewTerm(ref), answerVar)), cache, cancel)
	}
	value, err := e.ask(asked.linear, cache, cancel)
	if err != nil && !cancel.Cancelled() {
		cache.forget()
		return e.ask(asked.plain, cache, cancel)
	}
	return value, err
}

func (e *evaluation) ask(body ast.Body, cache *recall, cancel topdown.Cancel) (ast.Value, error) {
	ctx := zoned(context.Background(), e.policy.onlyUTC)
	txn, err := e.policy.store.NewTransaction(ctx)
	if err != nil {
		return nil, err
	}
	defer e.policy.store.Abort(ctx, txn)
	var value ast.Value
	query := topdown.NewQuery(body).
		WithCompiler(e.policy.compiler).
		WithStore(e.policy.store).
		WithTransaction(txn).
		WithInput(e.input).
		WithCancel(cancel).
		WithStrictBuiltinErrors(true).
		WithVirtualCache(cache.VirtualCache).
		WithBuiltins(keeper(cache))
	if e.counter != nil {
		query = query.WithQueryTracer(e.counter)
	}
	err = query.Iter(ctx, func(qr topdown.QueryResult) error {
		value = qr[answerVar.Value.(ast.Var)].Value
		return nil
	})
	return value, err
}

func (e *evaluation) serialise(value ast.Value, until time.Time) Result {
	if len(e.keys) > 0 {
		object, ok := value.(ast.Object)
		if !ok {
			return failed(CodeNotAnObject, "keys were asked of a value that is not an object")
		}
		value = project(object, e.keys)
	}
	w := writer{limits: e.limits, deadline: until}
	out, f := w.encode(value)
	if f != nil {
		return Result{Failed: f}
	}
	return Result{Value: out}
}

func project(object ast.Object, keys []string) ast.Object {
	kept := make([][2]*ast.Term, 0, len(keys))
	for _, key := range keys {
		term := ast.StringTerm(key)
		if value := object.Get(term); value != nil {
			kept = append(kept, ast.Item(term, value))
		}
	}
	return ast.NewObject(kept...)
}
