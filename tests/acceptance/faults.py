"""Ways of being a wrong server, and the rules of the conformance kit that must notice."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageChops

from tests.tampering import Answered, Asked, Fault

RESULT, LIST = "/aigc/job/result", "/aigc/job/list"


def _edited(
    edit: Callable[[Any], Any], when: Callable[[Asked, Answered], bool]
) -> Callable[[Asked, Answered], Answered]:
    """Change the JSON of some answers."""

    def answer(asked: Asked, answered: Answered) -> Answered:
        return answered.with_json(edit(answered.json())) if when(asked, answered) else answered

    return answer


def _refusals(asked: Asked, answered: Answered) -> bool:
    return answered.status >= 400


def _successes(asked: Asked, answered: Answered) -> bool:
    return answered.status == 200 and asked.path.startswith("/aigc/")


def _at(path: str) -> Callable[[Asked, Answered], bool]:
    return lambda asked, answered: answered.status == 200 and asked.path == path


def _field(name: str, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change a field where it has a value."""
    return lambda body: {**body, name: change(body[name])} if body.get(name) is not None else body


def _without(name: str) -> Callable[[Any], Any]:
    return lambda body: {key: value for key, value in body.items() if key != name}


def _later(moment: str) -> str:
    return (datetime.fromisoformat(moment) + timedelta(hours=12)).isoformat()


def _of_status(status: str, edit: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda body: edit(body) if body["status"] == status else body


def _lying_account(counts: Callable[[Asked, Answered], bool]) -> Callable[[Asked, Answered], Answered]:
    """Take a generation more for each call that counts."""
    taken = 0

    def answer(asked: Asked, answered: Answered) -> Answered:
        nonlocal taken
        if counts(asked, answered):
            taken += 1
        if asked.path == "/aigc/account":
            return answered.with_json(_field("remaining", lambda left: left - taken)(answered.json()))
        return answered

    return answer


def _new_request_ids() -> Callable[[Asked], Asked]:
    numbers = itertools.count()

    def call(asked: Asked) -> Asked:
        body = asked.json()
        if not isinstance(body, dict) or "width" not in body:
            return asked
        return replace(asked, body=json.dumps({**body, "requestId": f"{body['requestId']}{next(numbers)}"}).encode())

    return call


def _moved_pixels(asked: Asked, answered: Answered) -> Answered:
    if not asked.path.startswith("/files/"):
        return answered
    file = io.BytesIO()
    ImageChops.offset(Image.open(io.BytesIO(answered.body)), 1, 0).save(file, "PNG")
    return replace(answered, body=file.getvalue())


def _other_pixels() -> Callable[[Asked, Answered], Answered]:
    numbers = itertools.count()

    def answer(asked: Asked, answered: Answered) -> Answered:
        if not asked.path.startswith("/files/"):
            return answered
        image, file = Image.open(io.BytesIO(answered.body)), io.BytesIO()
        image.putpixel((5, 5), (next(numbers), 0, 0))
        image.save(file, "PNG")
        return replace(answered, body=file.getvalue())

    return answer


def _forgiving() -> Callable[[Asked, Answered], Answered]:
    """Answer a call whose signature is refused as the last one that was right."""
    right: list[Answered] = []

    def answer(asked: Asked, answered: Answered) -> Answered:
        if answered.status == 200:
            right.append(answered)
        return right[-1] if answered.status == 401 else answered

    return answer


def _without_header(name: str) -> Callable[[Asked, Answered], Answered]:
    return lambda asked, answered: replace(
        answered, headers={key: value for key, value in answered.headers.items() if key.lower() != name}
    )


def _deaf(asked: Asked) -> Asked:
    return replace(asked, headers=tuple(item for item in asked.headers if item[0].lower() != "accept-language"))


def _body_without(*names: str) -> Callable[[Asked], Asked]:
    def call(asked: Asked) -> Asked:
        body = asked.json()
        if not isinstance(body, dict):
            return asked
        return replace(asked, body=json.dumps({name: body[name] for name in body if name not in names}).encode())

    return call


def _text_sizes(asked: Asked) -> Asked:
    """No number as text."""
    return replace(asked, body=re.sub(rb'"width": "400"', b'"width": "x"', asked.body))


def _asks_for_3(asked: Asked, answered: Answered) -> bool:
    body = asked.json()
    return isinstance(body, dict) and body.get("num") == 3


def _submits(asked: Asked, answered: Answered) -> bool:
    return answered.status == 200 and asked.path.startswith("/aigc/synthesis") and asked.method == "POST"


FAULTS = (
    Fault(
        name="another code",
        only="change-background.refuses-width-[1t]*",
        fails="*-width-12*",
        answer=_edited(_field("code", lambda code: 800003 if code == 800004 else code), _refusals),
    ),
    Fault(
        name="errors with status 200",
        only="matting.refuses-type-*",
        answer=lambda asked, answered: replace(answered, status=200),
    ),
    Fault(
        name="an envelope",
        only="galleries.*",
        fails="galleries.[bfp]*",
        answer=_edited(
            lambda body: {"code": 0, "data": body}, lambda a, b: _successes(a, b) and a.path != "/aigc/account"
        ),
    ),
    Fault(
        name="own words",
        only="change-background.refuses-goods-missing",
        answer=_edited(_field("message", lambda text: "出错了" + text), _refusals),
    ),
    Fault(
        name="no field named",
        only="change-background.refuses-goods-[xy]-missing",
        answer=_edited(_field("message", lambda text: re.split("[:：]", text)[0]), _refusals),
    ),
    Fault(name="Chinese alone", only="transport.language-en-*", fails="*[!d]", call=_deaf),
    Fault(
        name="a stack trace",
        only="malformed.refuses-result-body-empty",
        answer=_edited(_field("message", lambda text: text + ' File "/app/api.py", line 3'), _refusals),
    ),
    Fault(
        name="no requestRef in errors",
        only="results.refuses-unknown",
        answer=_edited(_without("requestRef"), _refusals),
    ),
    Fault(
        name="no requestRef header",
        only="transport.every-answer-*",
        answer=_without_header("requestref"),
    ),
    Fault(name="a field left out", only="results.succeed", answer=_edited(_without("seed"), _at(RESULT))),
    Fault(
        name="a field left out while waiting",
        only="results.[ws]*",
        fails="results.waiting",
        answer=_edited(_of_status("waiting", _without("text")), _at(RESULT)),
    ),
    Fault(
        name="canceled in small letters",
        only="results.canceled",
        answer=_edited(_field("status", lambda status: status.lower()), _at(RESULT)),
    ),
    Fault(
        name="a comma in links",
        only="results.url-joins-*",
        answer=_edited(_field("url", lambda url: url + ",x"), _at(RESULT)),
    ),
    Fault(
        name="links for a day",
        only="results.links-live-*",
        answer=_edited(_field("expiresAt", _later), _at(RESULT)),
    ),
    Fault(
        name="refusals that are charged",
        only="change-background.refuses-num-*",
        fails="change-background.refuses-num-3",
        answer=_lying_account(_asks_for_3),
    ),
    Fault(
        name="charged twice",
        only="submission.a-job-costs-*",
        answer=_lying_account(_submits),
    ),
    Fault(
        name="signatures that don't matter",
        only="signing.refuses-[!ou]*",
        answer=_forgiving(),
    ),
    Fault(name="replays that don't matter", only="replays.a-*", answer=_forgiving()),
    Fault(
        name="every cancellation succeeds",
        only="cancel.no-job-*",
        answer=_edited(_field("success", lambda _: True), _at("/aigc/job/cancel")),
    ),
    Fault(
        name="a jobId that is a number",
        only="submission.the-answer-*",
        answer=_edited(int, _submits),
    ),
    Fault(
        name="no idempotency",
        only="submission.a-known-*",
        call=_new_request_ids(),
    ),
    Fault(name="numbers as text refused", only="change-background.takes-width-*", fails="*-as-text", call=_text_sizes),
    Fault(name="pixels moved by one", only="placement.product-*", answer=_moved_pixels),
    Fault(name="random pixels", only="placement.the-same-seed-*", answer=_other_pixels()),
    Fault(
        name="another category",
        only="galleries.*-fields",
        fails="galleries.backgrounds-*",
        answer=_edited(
            _field("bgs", lambda bgs: [{**bgs[0], "category": "garden"}, *bgs[1:]]),
            _at("/aigc/synthesis/change-background/bgs"),
        ),
    ),
    Fault(
        name="the oldest jobs first",
        only="listing.pages-*",
        answer=_edited(_field("jobs", lambda jobs: jobs[::-1]), _at(LIST)),
    ),
    Fault(
        name="no filters",
        only="listing.lists-are-filtered-*",
        call=_body_without("status", "operation", "createdAfter"),
    ),
    Fault(name="a cursor that doesn't count", only="listing.pages-*", call=_body_without("cursor")),
    Fault(
        name="deletions that delete nothing",
        only="listing.*-deleted-job*",
        call=lambda asked: replace(asked, path=asked.path.replace("/job/delete", "/job/cancel")),
        answer=_edited(lambda _: {"success": True, "message": None}, _at("/aigc/job/cancel")),
    ),
    Fault(
        name="pictures that nobody may keep",
        only="galleries.pictures-*",
        answer=_without_header("cache-control"),
    ),
)
