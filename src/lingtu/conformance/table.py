"""The table of rules, in the order of the contract."""

from __future__ import annotations

from fnmatch import fnmatchcase

from lingtu.conformance import (
    additions,
    cancel,
    change_background,
    dress,
    fetched,
    fetching,
    galleries,
    listing,
    malformed,
    matting,
    model,
    placement,
    remove,
    replays,
    results,
    signing,
    submission,
    transport,
)
from lingtu.conformance.jobs import JOBS
from lingtu.conformance.queue import UNITS
from lingtu.conformance.rule import Rule

_FILES = (
    transport,
    malformed,
    signing,
    replays,
    galleries,
    submission,
    change_background,
    placement,
    model,
    dress,
    matting,
    remove,
    results,
    cancel,
    fetching,
    fetched,
    additions,
    listing,
)
RULES: tuple[Rule, ...] = tuple(rule for file in _FILES for rule in file.section.rules)


def choose(pattern: str | None) -> list[Rule]:
    """The rules whose name matches a pattern (`signing.*`, `*.refuses-*`), all without one."""
    return [rule for rule in RULES if pattern is None or fnmatchcase(rule.name, pattern)]


def units_of(rules: list[Rule]) -> int:
    """Generations that the rules use, at most."""
    shared = {name for rule in rules for name in rule.jobs}
    return sum(rule.units for rule in rules) + sum(UNITS if name == "queue" else JOBS[name].units for name in shared)
