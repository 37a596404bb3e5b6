"""The engine host and its process, with little fault engines: every fault costs one run and is told as what it is."""

from __future__ import annotations

import dataclasses
import io
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from lingtu.engines.host import EngineHost
from lingtu.engines.messages import Run
from lingtu.errors import EngineCrashedError, EngineTimeoutError, InternalError, LingtuError, PictureError, SetupError
from lingtu.operations.operation import Output


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (32, 24), (200, 30, 60)).save(file, "PNG")
    return file.getvalue()


RUN = Run(
    operation="matting",
    params={"requestId": "r", "image": "data:", "formats": ["png"]},
    pictures={"image": picture()},
    seed=1,
)


@pytest.fixture
def host_of(tmp_path: Path) -> Iterator[object]:
    hosts: list[EngineHost] = []

    def make(engine: str, timeout_s: float = 30.0) -> EngineHost:
        hosts.append(EngineHost(f"tests.fault_engines:{engine}", tmp_path, 1, timeout_s))
        return hosts[-1]

    yield make
    for host in hosts:
        host.stop()


def test_a_run_comes_back_with_its_pictures_and_progress(host_of) -> None:  # type: ignore[no-untyped-def]
    host, shares = host_of("Plain"), []
    host.start()
    outcome = host.run(RUN, shares.append)
    (files,) = outcome.variations
    assert isinstance(files[0], Output)
    assert Image.open(io.BytesIO(files[0].data)).size == (32, 24)
    assert shares == sorted(shares)
    assert shares


@pytest.mark.parametrize(
    ("engine", "error"),
    [
        ("Killed", EngineCrashedError),
        ("Hanging", EngineTimeoutError),
        ("Halted", EngineTimeoutError),
        ("Buggy", InternalError),
        ("Refusing", PictureError),
    ],
)
def test_faults(host_of, engine: str, error: type[LingtuError]) -> None:  # type: ignore[no-untyped-def]
    host = host_of(engine, timeout_s=1.0 if error is EngineTimeoutError else 30.0)
    host.start()
    for _ in range(2):  # the second run gets a fresh process where the first has lost it
        with pytest.raises(error) as found:
            host.run(RUN, lambda _: None)
        assert type(found.value) is error
        assert "callers must not see" not in found.value.message("en")


def test_an_engine_that_cannot_be_loaded_says_so(host_of) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SetupError, match="no such model"):
        host_of("Unloadable").start()
    with pytest.raises(SetupError, match="known engines: classic"):
        host_of("Nothing").start()


def test_a_process_that_dies_in_its_restart_costs_the_run(  # type: ignore[no-untyped-def]
    host_of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in any other crash, the run may be tried again; only the worker's own start can't go on without an engine."""
    monkeypatch.setenv("FAULT_MARKER", str(tmp_path / "marker"))
    host = host_of("KilledInStart")
    host.start()
    (tmp_path / "marker").touch()
    os.kill(host._process.pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(EngineCrashedError):
            host.run(RUN, lambda _: None)
    (tmp_path / "marker").unlink()
    assert host.run(RUN, lambda _: None).variations


def test_the_process_does_not_outlive_its_host(host_of) -> None:  # type: ignore[no-untyped-def]
    host = host_of("Plain")
    host.start()
    pid = host._process.pid
    host.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(("signals", "error"), [([signal.SIGKILL], EngineCrashedError), ([], EngineTimeoutError)])
def test_a_process_that_does_not_take_its_pictures(  # type: ignore[no-untyped-def]
    host_of, signals: list[signal.Signals], error: type[LingtuError]
) -> None:
    """It is stopped before the run, which is larger than the pipe's buffer; then it dies, or nothing happens."""
    host = host_of("Plain", timeout_s=3.0)
    host.start()
    pid = host._process.pid
    os.kill(pid, signal.SIGSTOP)
    for number in signals:
        threading.Timer(1.0, os.kill, [pid, number]).start()
    with pytest.raises(error):
        host.run(dataclasses.replace(RUN, pictures={"image": picture() + bytes(8 << 20)}), lambda _: None)
    assert host.run(RUN, lambda _: None).variations, "the next run gets a fresh process"
