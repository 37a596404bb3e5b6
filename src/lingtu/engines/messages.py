"""What the host and its engine process tell each other. Light: the worker imports this without numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lingtu.errors import LingtuError
from lingtu.labels.corner import CornerLabel
from lingtu.operations.operation import Outcome
from lingtu.settings import Generative, Settings


@dataclass(frozen=True)
class Setup:
    """host → child, first of all: what the operator set. Not by arguments: every user of a machine can read those."""

    generative: Generative = field(default_factory=Generative)
    content_check: Literal["off", "inputs", "results", "both"] = "off"
    content_limit: float = 1.0
    log_level: str = "info"
    log_format: Literal["console", "json"] = "console"
    #: Seconds after which the host ends a run.
    limit_s: float = 86_400.0

    @classmethod
    def of(cls, settings: Settings) -> Setup:
        return cls(
            generative=settings.generative,
            content_check=settings.content_check,
            content_limit=settings.content_limit,
            log_level=settings.log_level,
            log_format=settings.log_format,
            limit_s=settings.job_timeout_s,
        )


@dataclass(frozen=True)
class Ready:
    """child → host: the engine is loaded and warm."""

    version: str


@dataclass(frozen=True)
class Run:
    """host → child: carry out one operation."""

    operation: str
    #: The submission's body.
    params: Mapping[str, Any]
    #: Picture name -> its file's bytes.
    pictures: Mapping[str, bytes]
    seed: int
    #: To be drawn on the results of an operation that synthesises.
    corner: CornerLabel | None = None


@dataclass(frozen=True)
class Progress:
    """child → host: the done share of the run, 0 to 1."""

    share: float


@dataclass(frozen=True)
class Done:
    """child → host: the run's end."""

    outcome: Outcome


@dataclass(frozen=True)
class Failed:
    """child → host: the run or the start ended with an error; `trace` is for the log alone."""

    error: LingtuError
    trace: str = ""
