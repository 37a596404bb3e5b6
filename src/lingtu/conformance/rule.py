"""Rule: one thing the contract says that can be seen from outside; and Section, which gathers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

#: Returns when the server keeps the rule; else raises `BreachError`, or `SkipError`.
Check = Callable[["Session"], None]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row of the table."""

    #: `section.what`; unique.
    name: str
    #: Section of the contract.
    section: str
    #: What a server has to do, in one line.
    says: str
    check: Check
    #: Shared jobs that the rule looks at, by their name in `jobs.py`.
    jobs: tuple[str, ...] = ()
    #: Generations that it uses besides those, at most.
    units: int = 0

    @property
    def is_free(self) -> bool:
        """Whether the account must be the same afterwards."""
        return not self.jobs and not self.units


class Section:
    """The rules of one part of the contract, in the order in which they are written."""

    def __init__(self, name: str, part: str) -> None:
        self.name = name
        #: Where the contract says it.
        self.part = part
        self.rules: list[Rule] = []

    def rule(self, *, jobs: tuple[str, ...] = (), units: int = 0) -> Callable[[Check], Check]:
        """Make a function a rule: its name is the rule's, its docstring's first line what the rule says."""

        def add(check: Check) -> Check:
            says = (check.__doc__ or "").strip().splitlines()[0]
            self.add(check.__name__.replace("_", "-"), says, check, jobs=jobs, units=units)
            return check

        return add

    def add(self, name: str, says: str, check: Check, *, jobs: tuple[str, ...] = (), units: int = 0) -> None:
        self.rules.append(
            Rule(name=f"{self.name}.{name}", section=self.part, says=says, check=check, jobs=jobs, units=units)
        )
