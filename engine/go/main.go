// Command embedded-opa is OPA as a C shared library: JSON in and out, lengths explicit,
// policies behind opaque numbers, no panic and no pointer of Go ever crossing the border.
package main

/*
#include <stdint.h>
#include <stdlib.h>
*/
import "C"

import (
	"unsafe"

	"clean-release.dev/embedded-opa/opa"
)

var handles = opa.NewHandles()

func main() {}

// bytesOf copies what the caller passed; nothing of the caller is kept after the call.
func bytesOf(data *C.char, size C.int64_t) []byte {
	if data == nil || size <= 0 {
		return nil
	}
	out := make([]byte, int(size))
	copy(out, unsafe.Slice((*byte)(unsafe.Pointer(data)), int(size)))
	return out
}

// reply hands bytes to the caller, who gives them back with eopa_free.
func reply(answer []byte, size *C.int64_t) *C.char {
	*size = C.int64_t(len(answer))
	return (*C.char)(C.CBytes(answer))
}

//export eopa_version
func eopa_version(size *C.int64_t) *C.char {
	return reply(opa.Reply(func() (any, *opa.Error) { return opa.CurrentVersion(), nil }), size)
}

//export eopa_compile
func eopa_compile(req *C.char, reqSize C.int64_t, data *C.char, dataSize C.int64_t, schema *C.char, schemaSize C.int64_t, size *C.int64_t) *C.char {
	return reply(handles.Compile(bytesOf(req, reqSize), bytesOf(data, dataSize), bytesOf(schema, schemaSize)), size)
}

//export eopa_evaluate
func eopa_evaluate(handle C.uint64_t, req *C.char, reqSize C.int64_t, input *C.char, inputSize C.int64_t, size *C.int64_t) *C.char {
	return reply(handles.Evaluate(uint64(handle), bytesOf(req, reqSize), bytesOf(input, inputSize)), size)
}

//export eopa_test
func eopa_test(req *C.char, reqSize C.int64_t, data *C.char, dataSize C.int64_t, schema *C.char, schemaSize C.int64_t, size *C.int64_t) *C.char {
	return reply(opa.TestReply(bytesOf(req, reqSize), bytesOf(data, dataSize), bytesOf(schema, schemaSize)), size)
}

//export eopa_format
func eopa_format(req *C.char, reqSize C.int64_t, size *C.int64_t) *C.char {
	return reply(opa.FormatReply(bytesOf(req, reqSize)), size)
}

//export eopa_cancel
func eopa_cancel(handle C.uint64_t) { handles.Cancel(uint64(handle)) }

//export eopa_release
func eopa_release(handle C.uint64_t) C.int32_t {
	if handles.Release(uint64(handle)) {
		return 1
	}
	return 0
}

//export eopa_free
func eopa_free(answer *C.char) { C.free(unsafe.Pointer(answer)) }
