"""Section 3, submissions: the jobId, what is checked in which order, one requestId and one job, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import CHANGE, CHANGE_ALIAS, MATTING, altered
from lingtu.conformance.jobs import JOBS
from lingtu.conformance.refusal import check_error, refuse_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.session import job_id_of
from lingtu.conformance.verdict import SkipError, expect
from lingtu.conformance.wire import post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("submission", "3, submission")

_AT_ONCE = 6  # submissions of one requestId
_ID_LIMIT = 2**53
MOST_UNITS = 4  # that a submission may ask for
_NEIGHBOURS = 1000  # ids drawn at random are hardly ever so near


# --- the jobId -------------------------------------------------------------------------------------------------------


@section.rule(jobs=("plain", "matting"))
def the_answer_is_a_bare_string_of_digits(session: Session) -> None:
    """A submission answers with a bare JSON string of 15 or 16 decimal digits, below 2^53."""
    for name in ("plain", "matting"):
        answer = session.job(name).answer
        job_id = job_id_of(answer)
        expect(len(job_id) in (15, 16) and int(job_id) < _ID_LIMIT, "15 or 16 digits, below 2^53", answer)


@section.rule(jobs=("plain", "repeated", "lenient"))
def job_ids_cannot_be_guessed(session: Session) -> None:
    """jobIds are unique and not guessable: those of jobs in a row are not near each other."""
    ids = sorted(int(session.job(name).job_id) for name in ("plain", "repeated", "lenient"))
    gaps = [second - first for first, second in pairwise(ids)]
    expect(min(gaps) > _NEIGHBOURS, "ids far apart", ids)


# --- order -----------------------------------------------------------------------------------------------------------

refuse_bodies(
    section,
    CHANGE,
    bodies.change,
    (
        ("the-first-of-two-faults", {"requestId": "", "width": 1}, 800001, "requestId"),
        ("width-before-goods", {"width": 1, "goods": None}, 800004, "width"),
        ("height-before-background", {"height": 1, "background": None}, 800004, "height"),
        ("goods-before-background", {"goods": None, "background": None}, 800002, "goods"),
        ("goods-url-before-x", {"goods.url": "", "goods.x": "left"}, 800002, "goods.url"),
        ("x-before-y", {"goods.x": "left", "goods.y": "top"}, 400, "goods.x"),
        ("background-before-num", {"background.bgId": "nowhere", "num": 9}, 800003, "bgId"),
        ("smart-colour-before-strong", {"productSmartColor": "x", "referenceStrong": "x"}, 400, "productSmartColor"),
        ("shape-before-pictures", {"goods.url": pictures.data_uri(b"no picture"), "num": 3}, 400, "num"),
        (
            "goods-picture-before-background",
            {"goods.url": pictures.data_uri(b"x"), "background.url": "data:,"},
            800002,
            "goods",
        ),
    ),
)


def _poor(session: Session, changes: Mapping[str, Any], code: int) -> None:
    """A submission of 4 results by the second app, which must have fewer generations left."""
    remaining = session.balance(session.second)
    if remaining >= MOST_UNITS:
        raise SkipError(f"needs a second app with fewer than {MOST_UNITS} generations; it has {remaining}")
    body = altered(bodies.change(session), {"num": MOST_UNITS, **changes})
    check_error(session.second.send(post(CHANGE, body)), (code,))
    left = session.balance(session.second)
    expect(left == remaining, f"still {remaining} generations", left)


@section.rule()
def too_few_generations(session: Session) -> None:
    """Remaining generations below what the job needs → 402 with code 800000, and nothing is taken."""
    _poor(session, {}, 800000)


@section.rule()
def pictures_come_before_the_quota(session: Session) -> None:
    """Pictures are checked before the quota: a broken one is told as such to an app without generations."""
    _poor(session, {"goods.url": pictures.data_uri(b"no picture")}, 800002)


# --- one requestId, one job ------------------------------------------------------------------------------------------


@section.rule(jobs=("plain",))
def a_known_request_id_gets_the_same_job(session: Session) -> None:
    """The same requestId gets the same jobId, whatever the body says now, and nothing is charged."""
    job = session.job("plain")
    before = session.balance()
    for changes in (
        {},
        {"width": 800, "num": 4},
        {"goods.url": "http://127.0.0.1:1/gone.png"},
        {"background.url": "data:,"},
    ):
        again = session.app.send(post(CHANGE, altered(job.sent, changes)))
        expect(job_id_of(again) == job.job_id, f"the job of before, {job.job_id}", again)
    expect(session.balance() == before, f"still {before} generations", session.balance())


@section.rule(jobs=("plain",))
def the_alias_is_the_same_operation(session: Session) -> None:
    """/aigc/change-background is an alias: a requestId known at the one is known at the other."""
    again = session.app.send(post(CHANGE_ALIAS, session.job("plain").sent))
    expect(job_id_of(again) == session.job("plain").job_id, "the job of before", again)


@section.rule(jobs=("undecodable",))
def a_failed_job_keeps_its_request_id(session: Session) -> None:
    """A failed job consumes its requestId for ever."""
    job = session.job("undecodable")
    again = session.app.send(post(MATTING, job.sent))
    expect(job_id_of(again) == job.job_id, f"the failed job, {job.job_id}", again)
    expect(session.view(job.job_id).get("status") == "failed", "status failed, as before", session.view(job.job_id))


@section.rule(jobs=("queue",))
def a_cancelled_job_keeps_its_request_id(session: Session) -> None:
    """A cancelled job consumes its requestId for ever."""
    seen = session.queue()
    expect(job_id_of(seen.resubmitted) == seen.job_id, f"the cancelled job, {seen.job_id}", seen.resubmitted)


@section.rule(jobs=("plain",), units=1)
def request_ids_of_two_operations_are_apart(session: Session) -> None:
    """A requestId is known by app and operation: at another operation it makes another job."""
    job = session.job("plain")
    body = {**bodies.matting(session), "requestId": job.sent["requestId"]}
    other = session.submit(MATTING, body)
    session.wait(other)
    expect(other != job.job_id, "another jobId", other)


@section.rule(jobs=("plain",))
def request_ids_of_two_apps_are_apart(session: Session) -> None:
    """A requestId is known by app: to another app's submission it is new."""
    job = session.job("plain")
    fault = {"goods.url": pictures.data_uri(b"no picture")}
    answer = session.second.send(post(CHANGE, altered(job.sent, fault)))
    check_error(answer, (800002,))


@section.rule(units=1)
def a_refused_submission_leaves_its_request_id_free(session: Session) -> None:
    """Rejected submissions don't consume a requestId."""
    body = bodies.change(session)
    for changes, code in (({"num": 9}, 400), ({"goods.url": pictures.data_uri(b"no picture")}, 800002)):
        check_error(session.app.send(post(CHANGE, altered(body, changes))), (code,))
    session.wait(session.submit(CHANGE, body))


@section.rule(units=1)
def submissions_at_the_same_moment_are_one_job(session: Session) -> None:
    """Submissions of one requestId at the same moment give one job, one charge and equal answers."""
    call, before = post(CHANGE, bodies.change(session)), session.balance()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(session.app.send, [call] * _AT_ONCE))
    ids = {job_id_of(answer) for answer in answers}
    after = session.balance()
    session.wait(next(iter(ids)))
    expect(len(ids) == 1, "one jobId for all", ids)
    expect(before - after == 1, "one generation charged", before - after)


# --- what it costs ---------------------------------------------------------------------------------------------------


@section.rule(jobs=("plain", "strong", "varied", "matting"))
def a_job_costs_its_num(session: Session) -> None:
    """A submission reserves num generations; matting 1."""
    for name in ("plain", "strong", "varied", "matting"):
        spent, units = session.job(name).spent, JOBS[name].units
        expect(spent == units, f"{units} generations taken for the job '{name}'", spent)


@section.rule(units=1)
def a_failed_job_gives_its_units_back(session: Session) -> None:
    """A job that fails costs nothing in the end; a picture that proves broken only when decoded fails the job."""
    before = session.balance()
    body = {**bodies.matting(session), "image": pictures.data_uri(pictures.undecodable())}
    view = session.wait(session.submit(MATTING, body))[-1]
    expect((view.get("status"), view.get("code")) == ("failed", 800002), "status failed with code 800002", view)
    expect(session.balance() == before, f"{before} generations, as before", session.balance())
