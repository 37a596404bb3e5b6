"""What a rule can say of a server."""

from __future__ import annotations


class BreachError(Exception):
    """The server breaks the rule: what the contract expects, and what was seen instead."""

    def __init__(self, expected: str, seen: object) -> None:
        super().__init__(f"expected {expected}; seen {seen}")
        self.expected = expected
        self.seen = str(seen)


class SkipError(Exception):
    """The rule can't be tried here; the text says why, and what would let it be tried."""


def expect(holds: bool, expected: str, seen: object) -> None:
    if not holds:
        raise BreachError(expected, seen)
