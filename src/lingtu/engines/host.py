"""Owns one engine process: starts it, hands it runs, stops it at its time limit, starts another when it died.

Model code crashes, leaks and hangs; in a process of its own that costs one attempt of one job, not the worker.
Blocking: the worker calls it from a thread.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

import structlog

from lingtu.engines.messages import Done, Failed, Progress, Ready, Run, Setup
from lingtu.errors import EngineCrashedError, EngineTimeoutError, SetupError
from lingtu.metrics import ENGINE_DEATHS
from lingtu.operations.operation import Outcome, Report

START_TIMEOUT_S = 600.0  # the first start may download weights and compile kernels

log = structlog.get_logger(__name__)


class Host(Protocol):
    """What carries out one run at a time for a worker: an engine process, unless a benchmark says otherwise."""

    def start(self) -> None:
        """Be ready for runs."""

    def run(self, run: Run, report: Report) -> Outcome:
        """Carry out one operation."""

    def stop(self) -> None:
        """Let go of everything."""


class EngineHost:
    """One engine process and its pipe."""

    def __init__(
        self,
        engine: str,
        weights_dir: Path,
        threads: int,
        timeout_s: float,
        gallery_dir: Path | None = None,
        setup: Setup | None = None,
    ) -> None:
        arguments = [engine, str(weights_dir), str(threads), str(gallery_dir or "")]
        self._command = [sys.executable, "-m", "lingtu.engines.child", *arguments]
        self._timeout_s = timeout_s
        self._setup = setup or Setup(limit_s=timeout_s)
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._connection: Connection | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process and wait until its engine is warm; raises `SetupError` if it can't be loaded."""
        self._line, theirs = socket.socketpair()
        self._connection = Connection(os.dup(self._line.fileno()))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [*self._command, str(os.getpid()), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is the worker's to handle
            )
        try:
            with self._limit(START_TIMEOUT_S):
                self._connection.send(self._setup)
                message = self._connection.recv()
        except (EngineCrashedError, EngineTimeoutError) as error:
            raise SetupError(f"the engine did not start: {error}") from None
        if isinstance(message, Failed):
            self.stop()
            raise SetupError(message.trace)
        assert isinstance(message, Ready)
        log.info("engine.ready", version=message.version, pid=self._process.pid)

    def run(self, run: Run, report: Report) -> Outcome:
        """Carry out one operation; `report` is called from this thread.

        Raises what the recipe raised, `EngineCrashedError` if the process died, `EngineTimeoutError` at the limit.
        """
        if self._process is None or self._process.poll() is not None:
            self._restart()
        assert self._connection is not None
        with self._limit(self._timeout_s):
            self._connection.send(run)
            message = self._connection.recv()
            while isinstance(message, Progress):
                report(message.share)
                message = self._connection.recv()
        if isinstance(message, Failed):
            if message.trace:
                log.error("engine.run_failed", operation=run.operation, trace=message.trace)
            raise message.error
        assert isinstance(message, Done)
        return message.outcome

    def _restart(self) -> None:
        self.stop()
        try:
            self.start()
        except SetupError as error:  # it was started before, so this is no matter of set-up
            log.error("engine.not_restarted", error=str(error))
            raise _crashed() from None

    def stop(self) -> None:
        """Kill the process, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def _limit(self, seconds: float) -> Iterator[None]:
        """Kill the process after so long, and hang up: that ends every wait for it, in the middle of a message too."""
        process, line = self._process, self._line
        assert process is not None
        assert line is not None
        late = threading.Event()

        def stop_waiting() -> None:
            late.set()
            process.kill()
            with suppress(OSError):  # a child of the process may hold the other end
                line.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, stop_waiting)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (EOFError, ConnectionError):
            self.stop()
            ENGINE_DEATHS.labels("limit" if late.is_set() else "crash").inc()
            log.warning("engine.died", pid=process.pid, returncode=process.returncode, late=late.is_set())
            raise _late(seconds) if late.is_set() else _crashed() from None
        finally:
            timer.cancel()


def _late(seconds: float) -> EngineTimeoutError:
    return EngineTimeoutError(f"超过 {seconds:g} 秒", f"it ran longer than {seconds:g} seconds")


def _crashed() -> EngineCrashedError:
    return EngineCrashedError(
        "处理图片时出错，请检查图片或稍后重试", "the engine stopped on this job; try another picture, or later"
    )


def threads_for(concurrency: int) -> int:
    """Threads that each of several engine processes may use."""
    return max(1, len(os.sched_getaffinity(0)) // concurrency if hasattr(os, "sched_getaffinity") else 1)
