"""How long a run may still go on: shared by the engine process, which starts each run, and what waits for servers."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

#: Of a run's limit: what is left then is for the built-in engine to stand in.
SHARE = 0.75


@dataclass
class Budget:
    """Of the run at hand."""

    limit_s: float
    _began: float = field(default_factory=time.monotonic)

    def restart(self) -> None:
        """A run begins."""
        self._began = time.monotonic()

    @property
    def deadline(self) -> float:
        """`time.monotonic` until which models may be waited for."""
        return self._began + SHARE * self.limit_s
