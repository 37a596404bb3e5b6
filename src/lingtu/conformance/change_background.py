"""Section 3, change-background: every field with its code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lingtu.conformance import bodies, pictures
from lingtu.conformance.bodies import CHANGE, CHANGE_ALIAS, altered
from lingtu.conformance.fields import FORMAT, NUM, REQUEST_ID, SEED, Values, links, missing
from lingtu.conformance.refusal import Row, refuse, refuse_bodies, take_bodies
from lingtu.conformance.rule import Section
from lingtu.conformance.wire import Call, post

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("change-background", "3, change-background")

_NO_BOX = {f"goods.{name}": ... for name in ("x", "y", "width", "height")}
_SMALL = pictures.uri_of(pictures.flat((40, 40)))


def _sizes(field: str) -> tuple[Row, ...]:
    """width and height of the result: out of range is 800004, of a wrong type 400."""
    out: Values = (
        *(("399", 399), ("1281", 1281), ("0", 0), ("negative", -400)),
        *(("399-4", 399.4), ("1280-6", 1280.6), ("1281-as-text", "1281"), ("huge", 10**12)),
    )
    wrong: Values = (("text", "wide"), ("true", True), ("list", [400]), ("object", {"px": 400}), ("nan-text", "NaN"))
    return (
        (f"{field}-missing", {field: ...}, (800004, 400), field),
        (f"{field}-null", {field: None}, (800004, 400), field),
        (f"{field}-empty", {field: ""}, (800004, 400), field),
        *((f"{field}-{name}", {field: value}, 800004, field) for name, value in out),
        *((f"{field}-{name}", {field: value}, 400, field) for name, value in wrong),
        (f"{field}-of-400-digits", {field: 10**400}, (400, 800004), field),
    )


def _offsets(field: str) -> tuple[Row, ...]:
    path = f"goods.{field}"
    wrong: Values = (("text", "left"), ("true", False), ("list", [1]), ("object", {}), ("infinity-text", "Infinity"))
    return (
        (f"goods-{field}-missing", {path: ...}, 400, path),
        (f"goods-{field}-null", {path: None}, 400, path),
        (f"goods-{field}-huge", {path: 10**15}, 400, "goods"),
        *((f"goods-{field}-{name}", {path: value}, 400, path) for name, value in wrong),
    )


def _box_sides(field: str) -> tuple[Row, ...]:
    path = f"goods.{field}"
    wrong: Values = (("text", "wide"), ("true", True), ("list", [60]))
    return (
        (f"goods-{field}-missing", {path: ...}, 400, path),
        (f"goods-{field}-null", {path: None}, 400, path),
        *((f"goods-{field}-{value}", {path: value}, 400, path) for value in (0, 4097, 10**12)),
        (f"goods-{field}-negative", {path: -60}, 400, path),
        *((f"goods-{field}-{name}", {path: value}, 400, path) for name, value in wrong),
    )


def _truths(name: str, field: str) -> tuple[Row, ...]:
    wrong: Values = (("text", "maybe"), ("number", 2), ("list", [True]), ("object", {}))
    return tuple((f"{name}-{how}", {field: value}, 400, field) for how, value in wrong)


_GOODS: tuple[Row, ...] = (
    ("goods-missing", {"goods": ...}, 800002, "goods"),
    ("goods-null", {"goods": None}, 800002, "goods"),
    ("goods-without-url", {"goods": {}}, 800002, "goods"),
    ("goods-text", {"goods": "http://x.example/a.png"}, 400, "goods"),
    ("goods-list", {"goods": [{}]}, 400, "goods"),
    ("goods-number", {"goods": 5}, 400, "goods"),
    ("box-right-of-canvas", {"goods.x": 400}, 400, "goods"),
    ("box-left-of-canvas", {"goods.x": -60}, 400, "goods"),
    ("box-below-canvas", {"goods.y": 400}, 400, "goods"),
    ("box-above-canvas", {"goods.y": -80}, 400, "goods"),
    *_truths("goods-matting", "goods.matting"),
    *_truths("goods-auto-place", "goods.autoPlace"),
    ("goods-auto-place-with-half-a-box", {"goods.autoPlace": True, "goods.x": ...}, 400, "goods"),
    ("goods-stance-unknown", {"goods.stance": "sitting"}, 400, "goods.stance"),
    ("goods-stance-number", {"goods.stance": 1}, 400, "goods.stance"),
)
_BACKGROUND: tuple[Row, ...] = (
    ("background-missing", {"background": ...}, 800002, "background"),
    ("background-null", {"background": None}, 800002, "background"),
    ("background-without-any", {"background": {}}, 800002, "background"),
    ("background-all-empty", {"background": {"url": "", "bgId": None}}, 800002, "background"),
    ("background-mask-alone", {"background": {"mask": _SMALL}}, 800002, "background"),
    ("background-text", {"background": "http://x.example/a.png"}, 400, "background"),
    ("background-list", {"background": []}, 400, "background"),
    ("bg-id-unknown", {"background": {"bgId": "no-such-background"}}, 800003, "bgId"),
    ("bg-id-unknown-with-url", {"background.bgId": "no-such-background"}, 800003, "bgId"),
    ("bg-id-number", {"background": {"bgId": 5}}, 400, "bgId"),
    ("bg-id-list", {"background": {"bgId": ["x"]}}, 400, "bgId"),
)
_PROPORTIONS: tuple[Row, ...] = (
    ("background-too-wide", {"background.url": bodies.scene((404, 400))}, 800004, "background"),
    ("background-too-high", {"background.url": bodies.scene((400, 404))}, 800004, "background"),
    ("mask-too-wide", {"background.mask": bodies.scene((404, 400))}, 800004, "mask"),
    (
        "mask-square-on-a-wide-canvas",
        {"width": 800, "background.url": bodies.scene((800, 400)), "background.mask": _SMALL},
        800004,
        "mask",
    ),
)

refuse_bodies(
    section,
    CHANGE,
    bodies.change,
    (
        *REQUEST_ID,
        *_sizes("width"),
        *_sizes("height"),
        *_GOODS,
        *missing("goods-url", "goods.url"),
        *links("goods-url", "goods.url", "goods"),
        *_offsets("x"),
        *_offsets("y"),
        *_box_sides("width"),
        *_box_sides("height"),
        *_BACKGROUND,
        *links("background-url", "background.url", "background"),
        *links("mask", "background.mask", "mask"),
        *_PROPORTIONS,
        *_truths("smart-colour", "productSmartColor"),
        *_truths("reference-strong", "referenceStrong"),
        *NUM,
        *SEED,
        *FORMAT,
    ),
)
refuse_bodies(
    section,
    CHANGE_ALIAS,
    bodies.change,
    (
        ("alias-request-id-missing", {"requestId": ...}, 800001, "requestId"),
        ("alias-num-3", {"num": 3}, 400, "num"),
    ),
)


def _raw_value(session: Session, literal: str) -> Call:
    """A body with a number that JSON can write and no machine can hold."""
    text = json.dumps({**bodies.change(session), "width": "LITERAL"}).replace('"LITERAL"', literal)
    return Call(path=CHANGE, body=text.encode())


refuse(
    section, "width-1e400", "width: 1e400 → 400 or 800004", lambda session: _raw_value(session, "1e400"), (400, 800004)
)
refuse(
    section,
    "two-wrong-widths",
    "A key that is there twice, both times with a wrong value → 800004",
    lambda session: _raw_value(session, '1, "width": 2'),
    800004,
    "width",
)

refuse(
    section,
    "mask-too-wide-beside-a-bg-id",
    "A mask is allowed with any background, and must have the result's proportions beside a bgId, too → 800004",
    lambda session: post(CHANGE, altered(bodies.change(session), {"background": _masked_gallery(session)})),
    800004,
    "mask",
)


def _masked_gallery(session: Session) -> dict[str, Any]:
    return {"bgId": session.backgrounds[0]["id"], "mask": bodies.scene((400, 300))}


_WIDE = {"background.url": bodies.scene((400, 300))}
take_bodies(
    section,
    CHANGE,
    bodies.change,
    (
        ("width-as-text", {"width": "400"}),
        ("width-as-float", {"width": 400.0}),
        ("width-fraction", {"width": 1280.4}),
        ("height-fraction-as-text", {"height": "399.6"}),
        ("x-fraction", {"goods.x": 223.4}),
        ("y-as-text", {"goods.y": "-12"}),
        ("x-negative", {"goods.x": -59}),
        ("box-touching-the-corner", {"goods.x": 399, "goods.y": 399}),
        ("box-of-4096", {"goods.x": -3000, "goods.width": 4096, "goods.height": 4096.0}),
        ("box-side-as-text", {"goods.width": "59.6"}),
        ("request-id-100", {"requestId": "r" * 100}),
        ("request-id-100-chinese", {"requestId": "编" * 100}),
        ("num-as-text", {"num": "2"}),
        ("num-as-float", {"num": 4.0}),
        ("num-null", {"num": None}),
        ("num-empty", {"num": ""}),
        ("truth-as-text", {"productSmartColor": "true", "referenceStrong": "false"}),
        ("truth-null", {"productSmartColor": None, "referenceStrong": ""}),
        ("matting-as-text", {"goods.matting": "false"}),
        ("matting-null", {"goods.matting": None}),
        *((f"stance-{word}", {"goods.stance": word}) for word in ("standing", "lying", "hanging", "floating", "auto")),
        ("stance-empty", {"goods.stance": ""}),
        ("auto-place-with-a-box", {"goods.autoPlace": True}),
        ("auto-place-false-as-text", {"goods.autoPlace": "false"}),
        ("auto-place", {"goods.autoPlace": True, **_NO_BOX}),
        ("bg-id-null", {"background.bgId": None}),
        ("bg-id-empty", {"background.bgId": ""}),
        ("mask-empty", {"background.mask": ""}),
        ("seed-as-text", {"seed": "7"}),
        ("seed-as-float", {"seed": 7.0}),
        ("format-null", {"format": None, "seed": ""}),
        ("format-jpg", {"format": "jpg"}),
        ("format-webp", {"format": "webp"}),
        ("unknown-fields", {"junk": [None], "goods.junk": {}, "background.junk": "\u0000"}),
        ("callback-url-null", {"callbackUrl": None}),
    ),
    (_WIDE, 800004, "background"),
)
