"""A queue as seen from outside: jobs that wait, one of them cancelled, one looked at while it executes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import altered
from lingtu.conformance.verdict import BreachError, SkipError
from lingtu.conformance.wire import Answer, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

BACKLOGS = (4, 8)  # jobs put before the one to cancel; the second when the first was worked off too soon
UNITS = sum(BACKLOGS) + len(BACKLOGS)
_LOOK_S = 0.01
_LARGE = 1280  # px


@dataclass(frozen=True, kw_only=True)
class QueueSeen:
    """What was seen, in this order."""

    #: The submission that was cancelled.
    sent: dict[str, Any]
    job_id: str
    waiting: dict[str, Any]
    #: The answer to job/delete while it waited.
    kept: Answer
    #: Generations right before and right after it was cancelled.
    before: int
    cancelled: Answer
    after: int
    cancelled_again: Answer
    #: job/result right after.
    at_once: dict[str, Any]
    #: What the same submission got now.
    resubmitted: Answer
    #: A job while it executed, the answer to its cancellation, and the job afterwards; None if none was met.
    executing: tuple[dict[str, Any], Answer, dict[str, Any]] | None
    #: job/result once every other job had ended.
    at_last: dict[str, Any]


def watch_queue(session: Session) -> QueueSeen:
    """Build a backlog, and cancel the job behind it."""
    for length in BACKLOGS:
        backlog = [session.submit(bodies.CHANGE, _heavy(session)) for _ in range(length)]
        seen = _cancel_behind(session, backlog)
        if seen is not None:
            return seen
    raise SkipError(f"no job waited long enough to be cancelled, even behind {BACKLOGS[-1]} others")


def _heavy(session: Session) -> dict[str, Any]:
    """As large a job as there is, to keep a worker busy for a while."""
    url = pictures.uri_of(pictures.flat((_LARGE, _LARGE), bodies.SCENE))
    return altered(bodies.change(session), {"width": _LARGE, "height": _LARGE, "background.url": url})


def _cancel_behind(session: Session, backlog: list[str]) -> QueueSeen | None:
    """None when the job was not waiting any more."""
    sent = bodies.change(session)
    job_id = session.submit(bodies.CHANGE, sent)
    waiting = session.view(job_id)
    kept, before = session.app.send(post(bodies.DELETE, {"jobId": job_id})), session.balance()
    cancelled = session.cancel(job_id)
    try:
        if waiting.get("status") != "waiting" or not cancelled.object().get("success"):
            return None
        again, after, at_once = session.cancel(job_id), session.balance(), session.view(job_id)
        resubmitted = session.app.send(post(bodies.CHANGE, sent))
        executing = _meet_executing(session, backlog)
    finally:
        _drain(session, [*backlog, job_id])
    return QueueSeen(
        sent=sent,
        job_id=job_id,
        waiting=waiting,
        kept=kept,
        before=before,
        cancelled=cancelled,
        after=after,
        cancelled_again=again,
        at_once=at_once,
        resubmitted=resubmitted,
        executing=executing,
        at_last=session.view(job_id),
    )


def _meet_executing(session: Session, backlog: list[str]) -> tuple[dict[str, Any], Answer, dict[str, Any]] | None:
    """Look at one job after the other until one is seen executing, and try to cancel that."""
    for job_id in backlog:
        while (view := session.view(job_id)).get("status") in ("waiting", "executing"):
            if view["status"] == "executing":
                return view, session.cancel(job_id), session.view(job_id)
            time.sleep(_LOOK_S)
    return None


def _drain(session: Session, jobs: list[str]) -> None:
    """Cancel what still waits, and see the rest out."""
    for job_id in reversed(jobs):
        session.cancel(job_id)
    for job_id in jobs:
        if session.wait(job_id)[-1].get("status") not in ("succeed", "Canceled"):
            raise BreachError("every job of the backlog succeeds or is cancelled", session.view(job_id))
