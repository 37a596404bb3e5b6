"""Calls that are tried again: no answer, 429, and the server's own faults. Every call of the API may be sent twice:

a submission carries its requestId, cancelling and deleting are the same done twice, and an upload too many is forgotten
after a day.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from lingtu.errors import InternalError, LingtuError, OverloadedError, RateLimitedError

T = TypeVar("T")
_LONGEST_GUESS_S = 8.0  # pause where the server didn't say


@dataclass(frozen=True, kw_only=True)
class Retry:
    """How long a call is insisted on."""

    #: How often a call is sent, the first time included.
    tries: int = 5
    #: The pause after the first try; each further one is twice as long.
    first_pause_s: float = 0.25
    #: A server that asks for a longer pause (Retry-After) isn't waited for: its error is raised.
    longest_pause_s: float = 60.0

    def pause_after(self, tried: int, error: LingtuError | ConnectionError) -> float | None:
        """How long to wait after so many tries, s; None: don't try again."""
        if tried >= self.tries or not may_pass(error):
            return None
        asked_s = error.retry_after_s if isinstance(error, LingtuError) else None
        if asked_s is not None:
            return asked_s if asked_s <= self.longest_pause_s else None
        guess_s = min(self.first_pause_s * 2.0 ** (tried - 1), _LONGEST_GUESS_S, self.longest_pause_s)
        return guess_s * random.uniform(0.5, 1)  # noqa: S311 - so that callers don't come back all at once


def may_pass(error: LingtuError | ConnectionError) -> bool:
    """Whether the same call may succeed a little later."""
    return isinstance(error, ConnectionError | RateLimitedError | OverloadedError | InternalError)


def insist(retry: Retry, call: Callable[[], T], sleep: Callable[[float], None] = time.sleep) -> T:
    """The call's value; its last error when it was tried often enough, or when trying again is no use."""
    tried = 0
    while True:
        try:
            return call()
        except (LingtuError, ConnectionError) as error:
            tried += 1
            pause_s = retry.pause_after(tried, error)
            if pause_s is None:
                raise
        sleep(pause_s)
