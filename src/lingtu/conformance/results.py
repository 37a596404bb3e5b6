"""Section 3, job/result: every field in every status, links, jobIds as clients send them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from lingtu.conformance import bodies
from lingtu.conformance.bodies import RESULT, UNKNOWN_JOB
from lingtu.conformance.fields import JOB_ID
from lingtu.conformance.jobs import JOBS
from lingtu.conformance.refusal import CHINESE, VENDOR_WORDS, check_error, refuse_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import SkipError, expect
from lingtu.conformance.views import check_view, moment
from lingtu.conformance.wire import post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("results", "3, job/result")

LIFE, LIFE_TOLERANCE = timedelta(hours=12), timedelta(minutes=1)


# --- every status ----------------------------------------------------------------------------------------------------


@section.rule(jobs=("queue",))
def waiting(session: Session) -> None:
    """waiting: every field is there; a queuePosition, no start, no end."""
    view = session.queue().waiting
    check_view(view)
    expect(view["queuePosition"] is not None and view["queuePosition"] >= 0, "a queuePosition", view)
    expect((view["startedAt"], view["message"], view["progress"]) == (None, None, 0), "not started, no message", view)


@section.rule(jobs=("queue",))
def executing(session: Session) -> None:
    """executing: every field is there; started, not ended."""
    seen = session.queue().executing
    if seen is None:
        raise SkipError("no job was met while it executed: they are too quick")
    view = seen[0]
    check_view(view)
    expect(view["startedAt"] is not None and view["message"] is None, "startedAt, and no message", view)


@section.rule(jobs=("plain", "matting"))
def succeed(session: Session) -> None:
    """succeed: every field is there; progress 1, times in order, links and formats in parallel."""
    for name in ("plain", "matting"):
        view = session.job(name).view
        check_view(view)
        expect(view["progress"] == 1 and view["failures"] == [], "progress 1 and no failures", view)
        times = [moment(view, field) for field in ("createdAt", "startedAt", "finishedAt", "expiresAt")]
        expect(times == sorted(times), "createdAt ≤ startedAt ≤ finishedAt ≤ expiresAt", view)


@section.rule(jobs=("undecodable",))
def failed(session: Session) -> None:
    """failed: every field is there; the code of section 4, and a message that begins with its words."""
    view = session.job("undecodable").view
    check_view(view)
    expect(view["code"] == 800002, "code 800002: a picture that proved broken when decoded", view)
    expect(
        str(view["message"]).startswith(VENDOR_WORDS[800002]), f"a message beginning with {VENDOR_WORDS[800002]}", view
    )


@section.rule(jobs=("undecodable",))
def failed_in_english(session: Session) -> None:
    """A failed job's message is English when Accept-Language prefers it; its code is the same."""
    job = session.job("undecodable")
    view = session.view(job.job_id, ("accept-language", "en"))
    message = view.get("message")
    english = isinstance(message, str) and message and not CHINESE.search(message)
    expect(bool(english) and view.get("code") == job.view["code"], "the same code, an English message", view)


@section.rule(jobs=("queue",))
def canceled(session: Session) -> None:
    """Canceled, spelt so: every field is there; ended, no message, no links."""
    view = session.queue().at_once
    check_view(view)
    expect((view["status"], view["message"]) == ("Canceled", None), "status Canceled, no message", view)


@section.rule(jobs=("plain", "varied", "matting"))
def every_answer_on_the_way_is_whole(session: Session) -> None:
    """Every field is in every answer, and the progress never goes back."""
    for name in ("plain", "varied", "matting"):
        views = session.job(name).views
        for view in views:
            check_view(view)
        shares = [view["progress"] for view in views if view["status"] != "waiting"]
        expect(shares == sorted(shares), "a progress that grows", shares)


# --- what is told of a job -------------------------------------------------------------------------------------------


@section.rule(jobs=("plain", "undecodable"))
def a_job_knows_its_submission(session: Session) -> None:
    """jobId and requestId are those of the submission, operation is told, a given seed comes back."""
    for name in ("plain", "undecodable"):
        job = session.job(name)
        given = (job.view["jobId"], job.view["requestId"])
        expect(given == (job.job_id, job.sent["requestId"]), f"{job.job_id} and {job.sent['requestId']}", given)
    expect(session.job("plain").view["seed"] == 7, "seed 7, as submitted", session.job("plain").view["seed"])


@section.rule(jobs=("kept",))
def a_seed_is_drawn_and_kept(session: Session) -> None:
    """Without a seed one is drawn at submission, and told as the same ever after."""
    seeds = {view["seed"] for view in (*session.job("kept").views, session.view(session.job("kept").job_id))}
    expect(len(seeds) == 1 and None not in seeds, "one seed in all answers", seeds)


@section.rule(jobs=("plain", "varied", "matting"))
def url_joins_the_links(session: Session) -> None:
    """url: the links comma-joined, variation by variation; format: one word, or joined in parallel."""
    for name in ("plain", "varied", "matting"):
        view, urls = session.job(name).view, session.job(name).urls
        count = len(view["formats"])
        expect(
            view["url"] == ",".join(urls) and view["url"].count(",") == len(urls) - 1, "url: urls, comma-joined", view
        )
        words = ",".join(view["formats"]) if len(set(view["formats"])) > 1 else view["formats"][0]
        expect(len(urls) == count and view["format"] == words, f"{len(urls)} formats, format {words!r}", view)


@section.rule(jobs=("plain", "strong", "varied"))
def num_links_for_num(session: Session) -> None:
    """num 1, 2, 4: so many results."""
    for name in ("plain", "strong", "varied"):
        urls, count = session.job(name).urls, JOBS[name].units
        expect(len(set(urls)) == count, f"{count} links", urls)


@section.rule(jobs=("plain",))
def links_live_12_hours(session: Session) -> None:
    """Links live 12 hours from the job's end: expiresAt says so."""
    view = session.job("plain").view
    life = moment(view, "expiresAt") - moment(view, "finishedAt")
    expect(abs(life - LIFE) <= LIFE_TOLERANCE, "expiresAt 12 hours after finishedAt", life)


@section.rule(jobs=("plain", "varied", "matting"))
def links_work_without_a_signature(session: Session) -> None:
    """Links are opened by a plain GET, and bring what their format says."""
    openings = {"png": b"\x89PNG", "jpg": b"\xff\xd8\xff", "webp": b"RIFF", "psd": b"8BPS"}
    for name in ("plain", "varied", "matting"):
        for url, kind in zip(session.job(name).urls, session.job(name).view["formats"], strict=False):
            answer = session.file(url)
            right = answer.status == 200 and answer.content.startswith(openings.get(kind, b"?"))
            expect(right, f"HTTP 200 with a {kind} from {url}", f"HTTP {answer.status} {answer.content[:40]!r}")


@section.rule(jobs=("plain",))
def a_forged_link_brings_nothing(session: Session) -> None:
    """A link that was tampered with brings no file."""
    url = session.job("plain").urls[0]
    for forged in _forgeries(url):
        answer = session.file(forged)
        expect(answer.status >= 400, f"a refusal of {forged}", f"HTTP {answer.status}, {len(answer.content)} bytes")


def _forgeries(url: str) -> Iterator[str]:
    """The link with its last character changed, and without its query."""
    yield url[:-1] + ("0" if url[-1] != "0" else "1")
    yield url.partition("?")[0]


# --- whose job -------------------------------------------------------------------------------------------------------


@section.rule(jobs=("plain",))
def job_ids_as_clients_send_them(session: Session) -> None:
    """A jobId may be a string, a number, or a string that kept its quotes."""
    job_id = session.job("plain").job_id
    for given in (job_id, int(job_id), f'"{job_id}"'):
        view = session.view(given)
        expect(view.get("jobId") == job_id, f"job {job_id} for {given!r}", view)


@section.rule(jobs=("plain",))
def a_foreign_job_is_unknown(session: Session) -> None:
    """Another app's jobId → 404, as for an unknown one."""
    body = {"jobId": session.job("plain").job_id}
    foreign = session.second.send(post(RESULT, body))
    check_error(foreign, (404,))
    unknown = session.second.send(post(RESULT, {"jobId": UNKNOWN_JOB}))
    expect(foreign.json()["message"] == unknown.json()["message"], "the message of an unknown job", foreign)


refuse_bodies(
    section,
    RESULT,
    bodies.job,
    (
        ("unknown", {}, 404, ""),
        ("unknown-as-number", {"jobId": int(UNKNOWN_JOB)}, 404, ""),
        ("unknown-in-quotes", {"jobId": f'"{UNKNOWN_JOB}"'}, 404, ""),
        ("letters", {"jobId": "abc"}, 404, ""),
        ("40-digits", {"jobId": "1" * 40}, 404, ""),
        ("400-digits", {"jobId": 10**400}, (404, 400), ""),
        ("full-width-digits", {"jobId": "１２３４５６７８９０１２３４５"}, 404, ""),
        ("zero", {"jobId": "0"}, 404, ""),
        ("negative", {"jobId": -5}, (404, 400), ""),
        ("fraction", {"jobId": 1.5}, (404, 400), ""),
        ("sql", {"jobId": "1' OR '1'='1"}, 404, ""),
        ("nul", {"jobId": "1\u0000"}, (404, 400), ""),
        ("long-text", {"jobId": "9" * 100_000}, (404, 400, 800001), ""),
        *JOB_ID,
    ),
)
