"""Sound bodies of every operation, fresh for every call, and how a rule changes one."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lingtu.conformance import pictures

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

CHANGE = "/aigc/synthesis/change-background"
CHANGE_ALIAS = "/aigc/change-background"
MODEL = "/aigc/synthesis/model"
DRESS = "/aigc/synthesis/dress"
MATTING = "/aigc/matting"
REMOVE = "/aigc/remove"  # an addition: not every server has it
RESULT = "/aigc/job/result"
CANCEL = "/aigc/job/cancel"
LIST = "/aigc/job/list"
DELETE = "/aigc/job/delete"
BACKGROUNDS = "/aigc/synthesis/change-background/bgs"
FACES = "/aigc/synthesis/model/faces"
ACCOUNT = "/aigc/account"
UPLOAD = "/aigc/upload"
SUBMISSIONS = (CHANGE, CHANGE_ALIAS, MODEL, DRESS, MATTING)
#: All that is signed.
POSTS = (*SUBMISSIONS, RESULT, CANCEL, LIST, DELETE, UPLOAD)
GETS = (BACKGROUNDS, FACES, ACCOUNT)

UNKNOWN_JOB = "900719925474099"  # a jobId that could be; nobody is likely to have drawn it
SIDE = 400  # px of results: the smallest, for speed
SCENE = (90, 140, 190)


def request_id() -> str:
    return f"conformance-{uuid.uuid4().hex}"


def change(_: Session) -> dict[str, Any]:
    width, height = pictures.PRODUCT_SIZE
    return {
        "requestId": request_id(),
        "width": SIDE,
        "height": SIDE,
        "goods": {"url": pictures.uri_of(pictures.product()), "x": 100, "y": 120, "width": width, "height": height},
        "background": {"url": scene()},
    }


def scene(size: tuple[int, int] = (SIDE, SIDE)) -> str:
    return pictures.uri_of(pictures.flat(size, SCENE))


def matting(_: Session) -> dict[str, Any]:
    return {"requestId": request_id(), "image": pictures.uri_of(pictures.photo())}


def remove(_: Session) -> dict[str, Any]:
    return {
        "requestId": request_id(),
        "image": pictures.uri_of(pictures.photo()),
        "mask": pictures.uri_of(pictures.bottle_mask()),
    }


def model(session: Session) -> dict[str, Any]:
    face = session.faces[0]
    return {"requestId": request_id(), "model": face["preview"], "faceId": session.faces[-1]["id"]}


def dress(_: Session) -> dict[str, Any]:
    picture = pictures.uri_of(pictures.photo())
    return {"requestId": request_id(), "model": picture, "dresses": [{"image": picture, "type": "dresses"}]}


def job(_: Session) -> dict[str, Any]:
    return {"jobId": UNKNOWN_JOB, "requestId": request_id()}


def altered(body: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with the values at dotted paths replaced; `...` takes one away. A number in a path is a list's index."""
    changed = copy.deepcopy(dict(body))
    for path, value in changes.items():
        *way, last = path.split(".")
        place: Any = changed
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        if value is Ellipsis:
            del place[last]
        else:
            place[last] = value
    return changed
