"""The engine in a child process that can be killed."""

from __future__ import annotations

import os
import queue
import threading
import weakref
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from embedded_opa import wire
from embedded_opa.child import Child, ChildLostError
from embedded_opa.engine import DEFAULT_LIMITS, Engine
from embedded_opa.policy import Policy
from embedded_opa.results import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from embedded_opa.inspection import Inspection
    from embedded_opa.limits import Limits
    from embedded_opa.results import Result

# Above this share of the memory limit the library itself stops the rule that takes too much, so that the others keep
# their answers. What the library cannot stop goes on to the limit, where the parent kills the child.
_HEAP_SHARE = 0.6
_START_SECONDS = 30.0
# The library has given up waiting, but what it waited for is still running in the child.
_GAVE_UP = b'{"error":{"code":"timeout"'


@dataclass(slots=True)
class _Compiled:
    """What it takes to compile a policy again, and where it is compiled now."""

    arguments: tuple[bytes, ...]
    child: Child
    handle: int


class IsolatedEngine(Engine):
    """OPA in a child process: for policies that are not trusted.

    The child has none of this process's environment. It is killed 200 ms after a deadline, or when its resident memory
    exceeds the limit; every entrypoint of that call is then `Failed` (`child_timeout`, `child_memory`,
    `child_crashed`, `cancelled`), and the next call starts a new child and compiles again what it needs. Calls are made
    one after the other. A memory limit below 64 MiB leaves a child no room to start.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._pid = os.getpid()
        self._numbers = count(1)
        self._compiled: dict[int, _Compiled] = {}
        self._released: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._running = 0
        weakref.finalize(self, _end, self._children)

    def __enter__(self) -> Self:
        """Give this engine; leaving ends its child."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child now; a later call starts another."""
        _end(self._children)

    def evaluate(
        self,
        policy: Policy,
        *,
        entrypoints: Sequence[str],
        input: bytes,  # noqa: A002 - the word of the field
        keys: Sequence[str] = (),
        limits: Limits = DEFAULT_LIMITS,
    ) -> Mapping[str, Result]:
        """Evaluate as `Engine` does; a lost child fails every entrypoint instead of raising.

        Raises:
            InputError: the input is not strict JSON or exceeds a limit; nothing was evaluated.
            EngineError: the policy is closed or of another engine, or an entrypoint is not a path below `data`.
            IsolationError: no child could be started.
        """
        self._refuse_foreign(policy)
        request = wire.evaluate_request(entrypoints=entrypoints, keys=keys, limits=self._inner(limits))
        try:
            answer = self._asked(policy, request, input, limits=limits)
        except ChildLostError as lost:
            return {path: Failed(code=lost.code, message=lost.message) for path in entrypoints}
        results, stuck = wire.results_from_wire(answer, entrypoints=entrypoints)
        if stuck:
            self.close()
        return results

    def cancel(self, policy: Policy) -> None:
        """Stop the evaluation of this policy, from any thread, by ending the child."""
        self._refuse_foreign(policy)
        if self._running == policy.handle:
            self.close()

    def _asked(self, policy: Policy, request: bytes, document: bytes, *, limits: Limits) -> bytes:
        try:
            with self._lock:
                self._running = policy.handle
                handle = self._handle(policy, limits)
                return self._exchange("evaluate", handle, request, document, limits=limits)
        finally:
            self._running = 0

    def _inner(self, limits: Limits) -> Limits:
        return replace(limits, memory=max(1, int(limits.memory * _HEAP_SHARE)))

    def _call(self, name: str, *arguments: bytes | int, limits: Limits) -> bytes:
        with self._lock:
            return self._exchange(name, *arguments, limits=limits)

    def _exchange(self, name: str, *arguments: bytes | int, limits: Limits) -> bytes:
        child = self._child(limits)
        answer = child.exchange([name.encode(), *arguments], seconds=limits.deadline, memory=limits.memory)
        if answer.startswith(_GAVE_UP):
            self.close()
        return answer

    def _child(self, limits: Limits) -> Child:
        """Give a child that can take a call; the child of another process (before a fork) is not ours to use.

        Freeing what nobody uses any more is part of the call that it comes before: a child that is stuck in it may keep
        the caller waiting no longer than the call itself may.
        """
        if self._pid != os.getpid():
            self._children.clear()
            self._pid = os.getpid()
        if not self._children or not self._children[-1].is_alive:
            _end(self._children)
            child = Child()
            self._children.append(child)
            child.exchange([b"version"], seconds=_START_SECONDS, memory=DEFAULT_LIMITS.memory)
        child = self._children[-1]
        while not self._released.empty():
            self._release_in(child, self._released.get(), seconds=limits.deadline)
        return child

    def _release_in(self, child: Child, number: int, *, seconds: float) -> None:
        compiled = self._compiled.pop(number, None)
        if compiled is not None and compiled.child is child:
            frame: list[bytes | int] = [b"release", compiled.handle]
            child.exchange(frame, seconds=seconds, memory=DEFAULT_LIMITS.memory)

    def _keep(self, handle: int, arguments: tuple[bytes, ...], inspection: Inspection | None) -> Policy:
        number = next(self._numbers)
        self._compiled[number] = _Compiled(arguments, self._children[-1], handle)
        # Freeing happens wherever the collector runs, so it only leaves a note for the next call.
        return Policy(owner=self, handle=number, inspection=inspection, release=self._released.put)

    def _handle(self, policy: Policy, limits: Limits) -> int:
        """Give the handle of the policy in the present child, compiling it there if that child does not know it."""
        compiled = self._compiled[policy.handle]
        child = self._child(limits)
        if compiled.child is not child:
            answer = self._exchange("compile", *compiled.arguments, limits=limits)
            compiled.handle = wire.accepted_policies(answer)["handle"]
            compiled.child = child
        return compiled.handle


def _end(children: list[Child]) -> None:
    while children:
        children.pop().kill("cancelled")
