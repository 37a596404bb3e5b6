"""Section 6, job/list and job/delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lingtu.conformance import bodies
from lingtu.conformance.bodies import DELETE, LIST, MATTING, UNKNOWN_JOB
from lingtu.conformance.cancel import is_no, is_yes
from lingtu.conformance.fields import JOB_ID
from lingtu.conformance.refusal import check_error, refuse_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import expect
from lingtu.conformance.views import check_view, moment
from lingtu.conformance.wire import Answer, Caller, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("listing", "6, job/list and job/delete")

_FIRST = 6  # jobs that are read in one page, and again in pages of two
_NEAR = timedelta(seconds=2)


def _page(caller: Caller, asked: dict[str, Any]) -> dict[str, Any]:
    """A page of whole views, the newest first."""
    answer = caller.send(post(LIST, asked))
    page = answer.object()
    cursor = page.get("nextCursor", 0)
    form = isinstance(page.get("jobs"), list) and (cursor is None or isinstance(cursor, str))
    expect(form, '{"jobs":[…],"nextCursor": a text or null}', answer)
    for view in page["jobs"]:
        check_view(view)
    times = [moment(view, "createdAt") for view in page["jobs"]]
    expect(times == sorted(times, reverse=True), "the newest first", [str(time) for time in times])
    return page


def _ids(caller: Caller, asked: dict[str, Any]) -> list[str]:
    return [view["jobId"] for view in _page(caller, asked)["jobs"]]


# --- job/list --------------------------------------------------------------------------------------------------------


@section.rule(jobs=("plain", "undecodable"))
def a_list_shows_jobs_as_job_result_does(session: Session) -> None:
    """job/list: own jobs, the newest first, each as job/result shows it."""
    jobs = [session.job(name) for name in ("plain", "undecodable")]
    views = {view["jobId"]: view for job in jobs for view in _around(session, job.view)}
    for job in jobs:
        expect(views.get(job.job_id) == session.view(job.job_id), f"job {job.job_id} as in job/result", views)


def _around(session: Session, view: dict[str, Any]) -> list[dict[str, Any]]:
    """The jobs made at about the moment of that one."""
    created = moment(view, "createdAt")
    asked = {"createdAfter": (created - _NEAR).isoformat(), "createdBefore": (created + _NEAR).isoformat()}
    return list(_page(session.app, asked)["jobs"])


@section.rule(jobs=("plain",))
def a_list_holds_own_jobs_alone(session: Session) -> None:
    """job/list: another app's jobs are not in it."""
    ids = _ids(session.second, {})
    expect(session.job("plain").job_id not in ids, f"a list without job {session.job('plain').job_id}", ids)


@section.rule(jobs=("plain", "repeated", "lenient"))
def pages_follow_by_the_cursor(session: Session) -> None:
    """job/list: limit says how many, nextCursor as cursor brings the next ones, none twice and none left out."""
    whole = _ids(session.app, {"limit": _FIRST})
    shown: list[str] = []
    cursor: str | None = ""
    while cursor is not None and len(shown) < len(whole):
        page = _page(session.app, {"limit": "2", "cursor": cursor, "requestId": "r"})
        expect(1 <= len(page["jobs"]) <= 2, "one or two jobs", page)
        shown, cursor = shown + [view["jobId"] for view in page["jobs"]], page["nextCursor"]
    expect(shown[: len(whole)] == whole and len(whole) >= 3, f"the same jobs in pages of two: {whole}", shown)


@section.rule(jobs=("plain", "undecodable"))
def lists_are_filtered_by_status(session: Session) -> None:
    """job/list: status, as job/result spells it, chooses jobs."""
    for status, name in (("succeed", "plain"), ("failed", "undecodable")):
        seen = {view["status"] for view in _page(session.app, {"status": status})["jobs"]}
        expect(seen == {status}, f"jobs of status {status}", seen)
        other = {"status": "Canceled", "createdAfter": session.job(name).view["createdAt"]}
        expect(session.job(name).job_id not in _ids(session.app, other), "no other job among the cancelled", other)


@section.rule(jobs=("plain", "matting"))
def lists_are_filtered_by_operation(session: Session) -> None:
    """job/list: operation, as job/result names it, chooses jobs."""
    for name in ("plain", "matting"):
        operation = session.job(name).view["operation"]
        seen = {view["operation"] for view in _page(session.app, {"operation": operation})["jobs"]}
        expect(seen == {operation}, f"jobs of {operation}", seen)


@section.rule(jobs=("plain",))
def lists_are_filtered_by_time(session: Session) -> None:
    """job/list: createdAfter and createdBefore choose jobs."""
    view = session.job("plain").view
    job_id, created = view["jobId"], moment(view, "createdAt")
    before, after = (created - _NEAR).isoformat(), (created + _NEAR).isoformat()
    expect(job_id in [other["jobId"] for other in _around(session, view)], f"job {job_id} between both", "none")
    for asked in ({"createdBefore": before}, {"createdAfter": after}):
        expect(job_id not in _ids(session.app, asked), f"no job {job_id} with {asked}", "it is there")


@section.rule()
def a_list_takes_absent_filters(session: Session) -> None:
    """job/list: null and "" mean no filter."""
    names = ("status", "operation", "createdAfter", "createdBefore", "cursor", "limit")
    for absent in (None, ""):
        _page(session.app, {**dict.fromkeys(names, absent), "junk": []})


refuse_bodies(
    section,
    LIST,
    lambda _: {},
    (
        ("limit-0", {"limit": 0}, 400, "limit"),
        ("limit-negative", {"limit": -1}, 400, "limit"),
        ("limit-text", {"limit": "all"}, 400, "limit"),
        ("limit-list", {"limit": [5]}, 400, "limit"),
        ("status-unknown", {"status": "done"}, 400, "status"),
        ("status-number", {"status": 5}, 400, "status"),
        ("operation-unknown", {"operation": "painting"}, 400, "operation"),
        ("created-after-text", {"createdAfter": "yesterday"}, 400, "createdAfter"),
        ("created-before-list", {"createdBefore": []}, 400, "createdBefore"),
        ("cursor-text", {"cursor": "the next one"}, 400, "cursor"),
        ("cursor-list", {"cursor": []}, 400, "cursor"),
    ),
)


# --- job/delete ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DeletionSeen:
    """What was seen of a job that was deleted."""

    deleted: Answer
    deleted_again: Answer
    before: dict[str, Any]
    after: dict[str, Any]
    #: Of its file, and of a submission that names it.
    link: Answer
    submission: Answer
    #: Generations that it changed.
    change: int


def _deletion(session: Session) -> DeletionSeen:
    return session.once("deletion", lambda: _delete(session))


def _delete(session: Session) -> DeletionSeen:
    job = session.job("deleted")
    body, left = {"jobId": job.job_id, "requestId": "r"}, session.balance()
    deleted, again = (session.app.send(post(DELETE, body)) for _ in range(2))
    return DeletionSeen(
        deleted=deleted,
        deleted_again=again,
        before=job.view,
        after=session.view(job.job_id),
        link=session.file(job.urls[0]),
        submission=session.app.send(post(MATTING, {**bodies.matting(session), "image": job.urls[0]})),
        change=session.balance() - left,
    )


@section.rule(jobs=("deleted",))
def an_ended_job_is_deleted(session: Session) -> None:
    """job/delete: {"success":true,"message":null} for an ended job, and again; nothing is charged or given back."""
    seen = _deletion(session)
    is_yes(seen.deleted)
    is_yes(seen.deleted_again)
    expect(seen.change == 0, "the generations as before", seen.change)


@section.rule(jobs=("deleted",))
def files_of_a_deleted_job_are_gone(session: Session) -> None:
    """job/delete: results are deleted now: the link brings nothing, and is no picture of a submission any more."""
    seen = _deletion(session)
    expect(seen.link.status >= 400, "a refusal of the link", f"HTTP {seen.link.status}")
    check_error(seen.submission, (800002,), names="image")


@section.rule(jobs=("deleted",))
def a_deleted_job_is_still_told(session: Session) -> None:
    """job/delete: the job is told as ever, but without links, and with a message."""
    seen = _deletion(session)
    check_view(seen.after)
    for name in ("status", "requestId", "operation", "seed", "createdAt", "finishedAt"):
        expect(seen.after[name] == seen.before[name], f"{name}: {seen.before[name]}", seen.after)
    gone = seen.after["url"] is None and seen.after["urls"] == [] and bool(seen.after["message"])
    expect(gone, "url null, urls empty, and a message", seen.after)


@section.rule(jobs=("queue",))
def a_waiting_job_is_not_deleted(session: Session) -> None:
    """job/delete: false with a message for a job that hasn't ended."""
    is_no(session.queue().kept)


@section.rule(jobs=("plain",))
def a_foreign_job_is_not_deleted(session: Session) -> None:
    """job/delete: false for another app's job, told as for an unknown one; it stays."""
    job = session.job("plain")
    foreign, unknown = (session.second.send(post(DELETE, {"jobId": job_id})) for job_id in (job.job_id, UNKNOWN_JOB))
    is_no(foreign)
    expect(foreign.json()["message"] == unknown.json()["message"], "the message of an unknown job", foreign)
    expect(session.view(job.job_id)["url"] == job.view["url"], "its link as before", session.view(job.job_id))


@section.rule()
def an_unknown_job_is_not_deleted(session: Session) -> None:
    """job/delete: false with a message for an unknown job."""
    for given in (UNKNOWN_JOB, int(UNKNOWN_JOB), f'"{UNKNOWN_JOB}"', "abc"):
        is_no(session.app.send(post(DELETE, {"jobId": given})))


refuse_bodies(section, DELETE, bodies.job, JOB_ID)
