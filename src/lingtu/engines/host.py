"""Owns one engine process: starts it, hands it runs, stops it at its time limit, starts another when it died.

Model code crashes, leaks and hangs; in a process of its own that costs one attempt of one job, not the worker.
Blocking: the worker calls it from a thread.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import structlog

from lingtu.engines.messages import Done, Failed, Progress, Ready, Run
from lingtu.errors import EngineCrashedError, EngineTimeoutError, SetupError
from lingtu.operations.operation import Outcome, Report

START_TIMEOUT_S = 600.0  # the first start may download weights and compile kernels
log = structlog.get_logger(__name__)


class EngineHost:
    """One engine process and its pipe."""

    def __init__(
        self, engine: str, weights_dir: Path, threads: int, timeout_s: float, gallery_dir: Path | None = None
    ) -> None:
        arguments = [engine, str(weights_dir), str(threads), str(gallery_dir or "")]
        self._command = [sys.executable, "-m", "lingtu.engines.child", *arguments]
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def start(self) -> None:
        """Start the process and wait until its engine is warm; raises `SetupError` if it can't be loaded."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [*self._command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is the worker's to handle
            )
        self._connection = Connection(ours.detach())
        try:
            message = self._receive(time.monotonic() + START_TIMEOUT_S)
        except (EngineCrashedError, EngineTimeoutError) as error:
            self.stop()
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
            self.stop()
            self.start()
        assert self._connection is not None
        deadline = time.monotonic() + self._timeout_s
        try:
            self._connection.send(run)
            message = self._receive(deadline)
            while isinstance(message, Progress):
                report(message.share)
                message = self._receive(deadline)
        except BrokenPipeError:
            self.stop()
            raise _crashed() from None
        except (EngineCrashedError, EngineTimeoutError):
            self.stop()
            raise
        if isinstance(message, Failed):
            if message.trace:
                log.error("engine.run_failed", operation=run.operation, trace=message.trace)
            raise message.error
        assert isinstance(message, Done)
        return message.outcome

    def stop(self) -> None:
        """Kill the process, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _receive(self, deadline: float) -> object:
        assert self._connection is not None
        assert self._process is not None
        try:
            if not self._connection.poll(max(0.0, deadline - time.monotonic())):
                raise EngineTimeoutError(
                    f"超过 {self._timeout_s:g} 秒", f"it ran longer than {self._timeout_s:g} seconds"
                )
            return self._connection.recv()
        except (EOFError, ConnectionResetError):
            log.warning("engine.died", pid=self._process.pid, returncode=self._process.wait())
            raise _crashed() from None


def _crashed() -> EngineCrashedError:
    return EngineCrashedError(
        "处理图片时出错，请检查图片或稍后重试", "the engine stopped on this job; try another picture, or later"
    )


def threads_for(concurrency: int) -> int:
    """Threads that each of several engine processes may use."""
    return max(1, len(os.sched_getaffinity(0)) // concurrency if hasattr(os, "sched_getaffinity") else 1)
