"""Steps made ahead: in a process of their own, while those before them are being done.

One pipe, one child, the steps in their order: what comes out is what would come out without it, sooner.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TypeVar

from django.db import connection, connections

T = TypeVar("T")


class Awaited:
    """A step after which none is made before all that this one asks for is done."""

    __slots__ = ()


class AheadLost(RuntimeError):
    """The process that makes the steps has ended without a word, as when it is killed."""


@dataclass(frozen=True)
class _Raised:
    error: BaseException


class _End:
    """There are no more."""


@contextmanager
def made_ahead(steps: Iterator[T]) -> Iterator[Iterator[T]]:
    """The same steps, which can be pickled, and the same exception at their end; made in a child process.

    In a transaction they are made here: a child sees nothing of it. It has its own connection to the
    database, and this process a new one. Raises AheadLost.
    """
    if connection.in_atomic_block:
        yield steps
        return
    connections.close_all()  # two processes cannot share one
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    ours, theirs = Pipe()
    child = os.fork()
    if not child:
        ours.close()
        _make(steps, theirs)
    theirs.close()
    try:
        yield _taken(ours)
    finally:
        ours.close()
        os.kill(child, signal.SIGKILL)  # it has nothing to put in order
        os.waitpid(child, 0)


def _make(steps: Iterator[object], theirs: Connection) -> None:
    """What the child does. It never returns: nothing that stands behind the fork is its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process is told to stop, and closes the pipe
    try:
        with suppress(OSError, EOFError):  # the other process needs no more, or is no more
            for step in _with_end(steps):
                theirs.send_bytes(pickle.dumps(step, pickle.HIGHEST_PROTOCOL))
                if isinstance(step, Awaited):
                    theirs.recv_bytes()
    finally:
        os._exit(0)


def _with_end(steps: Iterator[object]) -> Iterator[object]:
    try:
        yield from steps
    except GeneratorExit:  # nobody takes them any more
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is raised where the steps are taken
        yield _Raised(_picklable(error))
    connections.close_all()
    yield _End()


def _picklable(error: BaseException) -> BaseException:
    with suppress(Exception):
        pickle.loads(pickle.dumps(error))  # noqa: S301
        return error
    return RuntimeError("".join(traceback.format_exception(error)))


def _taken(ours: Connection) -> Iterator[T]:
    while True:
        try:
            step = pickle.loads(ours.recv_bytes())  # noqa: S301 - what `_make` has sent
        except (EOFError, OSError):
            raise AheadLost("the process that reads the dump ahead was stopped") from None
        if isinstance(step, _End):
            return
        if isinstance(step, _Raised):
            raise step.error
        yield step
        if isinstance(step, Awaited):  # the next one is asked for, so that this one is done
            ours.send_bytes(b"done")
