"""Section 3, job/cancel: a promise for a waiting job, a plain no for every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lingtu.conformance import bodies
from lingtu.conformance.bodies import CANCEL, UNKNOWN_JOB
from lingtu.conformance.fields import JOB_ID
from lingtu.conformance.refusal import CHINESE, refuse_bodies
from lingtu.conformance.rule import Check, Section
from lingtu.conformance.verdict import SkipError, expect
from lingtu.conformance.wire import Answer, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("cancel", "3, job/cancel")

_YES = {"success": True, "message": None}


def is_yes(answer: Answer) -> None:
    expect(answer.object() == _YES, 'HTTP 200 {"success":true,"message":null}', answer)


def is_no(answer: Answer) -> None:
    found = answer.object()
    no = (
        set(found) == set(_YES) and found["success"] is False and isinstance(found["message"], str) and found["message"]
    )
    expect(bool(no), 'HTTP 200 {"success":false,"message":"…"}', answer)


@section.rule(jobs=("queue",))
def a_waiting_job_is_cancelled(session: Session) -> None:
    """A waiting job: success true, message null."""
    is_yes(session.queue().cancelled)


@section.rule(jobs=("queue",))
def a_cancelled_job_is_cancelled_again(session: Session) -> None:
    """true again for a job that is cancelled already."""
    is_yes(session.queue().cancelled_again)


@section.rule(jobs=("queue",))
def a_cancelled_job_never_runs(session: Session) -> None:
    """A cancel that answered true is a promise: no worker runs that job."""
    view = session.queue().at_last
    still = view.get("status") == "Canceled" and view.get("startedAt") is None and not view.get("url")
    expect(still, "status Canceled, never started, when all other jobs have ended", view)


@section.rule(jobs=("queue",))
def a_cancelled_jobs_quota_comes_back(session: Session) -> None:
    """The quota comes back, once."""
    seen = session.queue()
    expect(seen.after - seen.before == 1, "one generation more after the cancellation", seen.after - seen.before)


@section.rule(jobs=("queue",))
def an_executing_job_goes_on(session: Session) -> None:
    """false with a message for an executing job, which goes on."""
    seen = session.queue().executing
    if seen is None:
        raise SkipError("no job was met while it executed: they are too quick")
    _, answer, after = seen
    is_no(answer)
    expect(after.get("status") in ("executing", "succeed"), "status executing, or succeed", after)


@section.rule(jobs=("plain", "undecodable"))
def an_ended_job_stays(session: Session) -> None:
    """false with a message for a finished job, succeeded or failed; nothing comes back."""
    before = session.balance()
    for name in ("plain", "undecodable"):
        job = session.job(name)
        is_no(session.cancel(job.job_id))
        expect(
            session.view(job.job_id).get("status") == job.view["status"], job.view["status"], session.view(job.job_id)
        )
    expect(session.balance() == before, f"still {before} generations", session.balance())


@section.rule(jobs=("plain",))
def a_foreign_job_is_unknown(session: Session) -> None:
    """false for another app's job, told as for an unknown one."""
    foreign = session.second.send(post(CANCEL, {"jobId": session.job("plain").job_id}))
    is_no(foreign)
    unknown = session.second.send(post(CANCEL, {"jobId": UNKNOWN_JOB}))
    expect(foreign.json()["message"] == unknown.json()["message"], "the message of an unknown job", foreign)


def _no_job(given: object) -> Check:
    def check(session: Session) -> None:
        is_no(session.app.send(post(CANCEL, {"jobId": given, "reason": "r"})))

    return check


for _name, _given in (
    ("unknown", UNKNOWN_JOB),
    ("a-number", int(UNKNOWN_JOB)),
    ("in-quotes", f'"{UNKNOWN_JOB}"'),
    ("letters", "abc"),
    ("40-digits", "1" * 40),
):
    section.add(f"no-job-{_name}", f"false with a message for jobId {_given!r}", _no_job(_given))


@section.rule()
def messages_in_both_languages(session: Session) -> None:
    """The message of a refused cancellation is Chinese, or English by Accept-Language."""
    body = {"jobId": UNKNOWN_JOB}
    chinese, english = (
        session.app.send(post(CANCEL, body, *headers)) for headers in ((), (("accept-language", "en"),))
    )
    expect(bool(CHINESE.search(str(chinese.object().get("message")))), "a Chinese message", chinese)
    expect(not CHINESE.search(str(english.object().get("message"))), "an English message", english)


@section.rule()
def a_reason_may_be_left_out(session: Session) -> None:
    """reason is optional: missing, null, empty or a text."""
    for given in ({}, {"reason": None}, {"reason": ""}, {"reason": "不需要了"}):
        is_no(session.app.send(post(CANCEL, {"jobId": UNKNOWN_JOB, **given})))


refuse_bodies(
    section,
    CANCEL,
    bodies.job,
    (
        *JOB_ID,
        ("reason-too-long", {"reason": "r" * 20_000}, 800001, "reason"),
        ("reason-number", {"reason": 5}, 400, "reason"),
        ("reason-list", {"reason": ["r"]}, 400, "reason"),
        ("reason-object", {"reason": {}}, 400, "reason"),
    ),
)
