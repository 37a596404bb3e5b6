"""How busy the machine's cores were, so that a figure can be told from a full machine. Linux alone; elsewhere 0."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_TICK_S = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01


@dataclass(frozen=True)
class Moment:
    """Processor seconds so far: of the whole machine, and of processes by their kind."""

    at: float
    machine: float
    #: Kind -> process id -> seconds.
    kinds: dict[str, dict[str, float]]

    @classmethod
    def now(cls, kinds: dict[str, str]) -> Self:
        """`kinds` names a part of the command line for each kind of process."""
        return cls(time.monotonic(), _machine_s(), {kind: _processes_s(part) for kind, part in kinds.items()})

    def since(self, earlier: Moment) -> Busy:
        seconds = self.at - earlier.at
        kinds = {
            kind: sum(used - earlier.kinds[kind].get(pid, 0) for pid, used in processes.items()) / seconds
            for kind, processes in self.kinds.items()
        }
        return Busy((self.machine - earlier.machine) / seconds, kinds)


@dataclass(frozen=True)
class Busy:
    """Cores in use on average."""

    machine: float
    kinds: dict[str, float]

    def told(self) -> str:
        parts = ", ".join(f"{kind} {cores:.2f}" for kind, cores in self.kinds.items())
        return f"{self.machine:.2f} of {os.cpu_count()} cores busy ({parts})"


def _machine_s() -> float:
    with suppress(OSError):
        user, nice, system, _idle, _wait, irq, soft, steal = map(
            int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        )
        return (user + nice + system + irq + soft + steal) * _TICK_S
    return 0.0


def _processes_s(part: str) -> dict[str, float]:
    """Process id -> seconds, of processes alive now whose command line has the part."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            if part in (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                found[entry.name] = (int(fields[11]) + int(fields[12])) * _TICK_S
    return found
