"""Runs rules against a server, and sees to it that what must cost nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from lingtu.conformance import bodies
from lingtu.conformance.rule import Rule
from lingtu.conformance.session import Session
from lingtu.conformance.table import units_of
from lingtu.conformance.verdict import BreachError, SkipError, expect
from lingtu.conformance.wire import get

Outcome = Literal["passed", "failed", "skipped"]
GROUP = 25  # free rules between two looks at the account
COSTS_NOTHING = "nothing charged: a call that is refused, or only asks, leaves the remaining generations as they were"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of a rule."""

    rule: Rule
    outcome: Outcome
    #: What the contract wants and what was seen, of a failed rule.
    expected: str | None = None
    seen: str | None = None
    #: Why it was skipped.
    why: str | None = None


def begin(rules: list[Rule], session: Session) -> str:
    """What is about to happen. Raises `BreachError` when the server can't be called, or the app has too little left."""
    needed, remaining = units_of(rules), session.remaining()
    told = f"{len(rules)} rules against {session.url} as app {session.app.app_id}, with at most {needed} generations"
    if remaining is None:
        answer = session.app.send(get(bodies.BACKGROUNDS))
        expect(answer.status != 401, "an app that the server knows, and its secret", answer)
        return f"{told}; the account can't be read, so what is charged stays unseen"
    expect(remaining >= needed, f"an app with {needed} generations, which the rules use at most", f"{remaining} left")
    return f"{told} of its {remaining}"


def run(rules: list[Rule], session: Session, tell: Callable[[Result], None]) -> list[Result]:
    """All results. Rules that cost nothing come first, in groups, after each of which the account is looked at."""
    free, dear = [rule for rule in rules if rule.is_free], [rule for rule in rules if not rule.is_free]
    results = []
    for start in range(0, len(free), GROUP):
        results += _run_group(free[start : start + GROUP], session, tell)
    for rule in dear:
        results.append(run_one(rule, session))
        tell(results[-1])
    return results


def run_one(rule: Rule, session: Session) -> Result:
    try:
        rule.check(session)
    except BreachError as broken:
        return Result(rule=rule, outcome="failed", expected=broken.expected, seen=broken.seen)
    except SkipError as skipped:
        return Result(rule=rule, outcome="skipped", why=str(skipped))
    except Exception as error:  # noqa: BLE001  a strange server must not end the run: its answer has another form
        form = f"{type(error).__name__}: {error}"
        return Result(rule=rule, outcome="failed", expected="answers in the contract's form", seen=form)
    return Result(rule=rule, outcome="passed")


def _run_group(rules: list[Rule], session: Session, tell: Callable[[Result], None]) -> list[Result]:
    """The results of free rules; whichever of them were charged have failed."""
    before = session.remaining()
    results = [run_one(rule, session) for rule in rules]
    after = session.remaining()
    if before is not None and after is not None and after != before:
        culprits = dict(_charged(rules, session))
        if culprits:
            results = [_with_charge(result, culprits.get(result.rule.name)) for result in results]
        else:
            results.append(_unexplained(rules, before - after))
    for result in results:
        tell(result)
    return results


def _charged(rules: list[Rule], session: Session) -> Iterator[tuple[str, int]]:
    """(rule, generations) of those that change the account, found by running halves again."""
    before = session.remaining()
    for rule in rules:
        run_one(rule, session)
    after = session.remaining()
    if before is None or after is None or before == after:
        return
    if len(rules) == 1:
        yield rules[0].name, before - after
        return
    middle = len(rules) // 2
    yield from _charged(rules[:middle], session)
    yield from _charged(rules[middle:], session)


def _with_charge(result: Result, units: int | None) -> Result:
    if units is None:
        return result
    seen = f"{units} generations charged" + (f"; {result.seen}" if result.seen else "")
    expected = f"{result.expected}, and {COSTS_NOTHING}" if result.expected else COSTS_NOTHING
    return Result(rule=result.rule, outcome="failed", expected=expected, seen=seen)


def _unexplained(rules: list[Rule], units: int) -> Result:
    """A charge that came once, and not again when the same rules were run a second time."""
    names = f"by one of {rules[0].name} … {rules[-1].name}, once; not again when these were run a second time"
    return Result(rule=rules[-1], outcome="failed", expected=COSTS_NOTHING, seen=f"{units} generations charged {names}")
