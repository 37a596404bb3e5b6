"""The form of what job/result tells of a job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lingtu.conformance.verdict import BreachError, expect

#: The types that each field may have, whatever the status.
FIELDS: dict[str, tuple[type, ...]] = {
    "status": (str,),
    "message": (str, type(None)),
    "url": (str, type(None)),
    "text": (type(None),),
    "format": (str, type(None)),
    "jobId": (str,),
    "requestId": (str,),
    "operation": (str,),
    "seed": (int,),
    "urls": (list,),
    "formats": (list,),
    "failures": (list,),
    "progress": (int, float),
    "queuePosition": (int, type(None)),
    "createdAt": (str,),
    "startedAt": (str, type(None)),
    "finishedAt": (str, type(None)),
    "expiresAt": (str, type(None)),
    "code": (int, type(None)),
}
_ENDED = ("succeed", "failed", "Canceled")


def check_view(view: dict[str, Any]) -> None:
    """Whether an answer of job/result has every field, of its type, as its status wants them."""
    for name, types in FIELDS.items():
        if name not in view:
            raise BreachError(f"{name}: always there", view)
        right = isinstance(view[name], types) and not isinstance(view[name], bool)
        expect(right, f"{name}: {' or '.join(kind.__name__.replace('NoneType', 'null') for kind in types)}", view)
    status = view["status"]
    expect(status in ("waiting", "executing", *_ENDED), "a status of the contract", status)
    expect(0 <= view["progress"] <= 1, "progress from 0 to 1", view["progress"])
    expect((view["code"] is not None) == (status == "failed"), "code in a failed job, else null", view)
    expect((view["finishedAt"] is not None) == (status in _ENDED), "finishedAt at the end alone", view)
    if status != "waiting":
        expect(view["queuePosition"] is None, "queuePosition while waiting alone", view)
    if status != "succeed":
        nothing = view["url"] is None and view["format"] is None and view["urls"] == [] and view["formats"] == []
        expect(nothing, "url and format null, urls and formats empty before success", view)
    for name in ("createdAt", "startedAt", "finishedAt", "expiresAt"):
        if view[name] is not None:
            moment(view, name)


def moment(view: dict[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(view[name]))
    except ValueError:
        raise BreachError(f"{name}: a time in RFC 3339", view[name]) from None
    expect(found.tzinfo is not None and "T" in str(view[name]), f"{name}: a time in RFC 3339 with its zone", view[name])
    return found
