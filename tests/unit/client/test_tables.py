"""The SDK's tables beside the server's: whoever adds an operation or a field to one is told of the other."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from lingtu.api import galleries, views
from lingtu.client import views as seen
from lingtu.client.endpoints import ENDPOINTS, endpoint_of
from lingtu.client.job import Job
from lingtu.client.operations import Operations
from lingtu.gallery.catalogue import OURS
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import Body, read_params

PICTURE = "http://pictures.test/a.png"

#: Every parameter of every method.
CALLS: dict[str, dict[str, Any]] = {
    "change-background": {
        "goods": PICTURE,
        "background": PICTURE,
        "bg_id": "simplicity-01",
        "box": (10, 20, 300, 400),
        "width": 800,
        "height": 600,
        "mask": PICTURE,
        "matting": True,
        "stance": "standing",
        "product_smart_color": False,
        "reference_strong": False,
        "num": 2,
    },
    "model": {
        "model": PICTURE,
        "face_id": OURS.faces[0].id,
        "background": PICTURE,
        "skin_tone": "keep",
        "num": 2,
    },
    "dress": {"model": PICTURE, "dresses": {"upperBody": PICTURE, "lowerBody": PICTURE}, "num": 2},
    "matting": {"image": PICTURE, "head": True, "formats": ["png", "psd"]},
    "remove": {"image": PICTURE, "mask": PICTURE},
}
COMMON = {"seed": 7, "format": "webp", "callback_url": "http://hook.test/", "request_id": "r1"}


class Recorder(Operations):
    """Keeps what would be submitted."""

    def __init__(self) -> None:
        self.submitted: tuple[str, dict[str, Any]] | None = None

    def submit(self, operation: str, /, **fields: Any) -> Job:
        self.submitted = operation, fields
        return Job(None, "1")  # type: ignore[arg-type]


def method_of(operation: str) -> str:
    return operation.replace("-", "_")


def test_the_table_is_the_servers() -> None:
    assert {name: row.path for name, row in ENDPOINTS.items()} == {
        name: operation.paths[0] for name, operation in OPERATIONS.items()
    }
    with pytest.raises(ValueError, match="there is no operation painting"):
        endpoint_of("painting")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_method_can_say_whatever_the_operation_takes(operation: str) -> None:
    recorder = Recorder()
    method = getattr(recorder, method_of(operation))
    parameters = set(inspect.signature(method).parameters)
    arguments = CALLS[operation] | {name: value for name, value in COMMON.items() if name in parameters}
    assert set(arguments) == parameters, "this test leaves none out"
    method(**arguments)
    assert recorder.submitted is not None
    name, body = recorder.submitted
    assert name == operation
    read_params(OPERATIONS[operation].params, body)
    assert missing_fields(OPERATIONS[operation].params, body) <= {"goods.autoPlace"}, "said where there is no box"


def missing_fields(model: type[Body], body: dict[str, Any], prefix: str = "") -> set[str]:
    """Dotted names of the model's fields that a body doesn't have."""
    found = set()
    for name, field in model.model_fields.items():
        key = field.alias or name
        value = body.get(key)
        if value is None:
            found.add(prefix + key)
        elif isinstance(value, dict):
            (inner,) = [one for one in (field.annotation, *getattr(field.annotation, "__args__", ())) if is_body(one)]
            found |= missing_fields(inner, value, f"{prefix}{key}.")
    return found


def is_body(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Body)


def test_a_product_without_a_box_is_placed_by_the_server() -> None:
    recorder = Recorder()
    recorder.change_background(PICTURE, bg_id="simplicity-01")
    assert recorder.submitted is not None
    goods = recorder.submitted[1]["goods"]
    assert goods == {"url": PICTURE, "stance": "auto", "autoPlace": True}
    read_params(OPERATIONS["change-background"].params, {"requestId": "r", **recorder.submitted[1]})


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (seen.JobView, views.JobView),
        (seen.FailureView, views.FailureView),
        (seen.AccountView, views.AccountView),
        (seen.LimitsView, views.LimitsView),
        (seen.TodayView, views.TodayView),
        (seen.BackgroundView, galleries.BackgroundView),
        (seen.FaceView, galleries.FaceView),
    ],
)
def test_answers_have_the_fields_that_the_server_writes(ours: type, theirs: type) -> None:
    assert list(ours.__annotations__) == list(theirs.__annotations__)
