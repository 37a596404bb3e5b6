"""The body of a submission: lenient in, the first fault in the vendor's order told, with its code."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.errors import BadRequestError, ChoiceError, LingtuError, PictureError, ProportionError, TextError
from lingtu.gallery.catalogue import OURS
from lingtu.operations.fields import read_params
from lingtu.operations.params import (
    CancelParams,
    ChangeBackgroundParams,
    DressParams,
    JobRef,
    MattingParams,
    ModelParams,
)

BG = OURS.backgrounds[0].id
URL = "https://pictures.example/a.png"
HOOK = "https://shop.example/hook"
GOODS = {"url": URL, "x": 10, "y": 20, "width": 100, "height": 200}
CHANGE = {"requestId": "r", "width": 1024, "height": 768, "goods": GOODS, "background": {"url": URL}}
MATTING = {"requestId": "r", "image": URL}
DRESS = {"requestId": "r", "model": URL, "dresses": [{"image": URL, "type": "dresses"}]}


def change(**fields: Any) -> ChangeBackgroundParams:
    return read_params(ChangeBackgroundParams, {**CHANGE, **fields})


def test_the_vendors_example() -> None:
    params = change(background={"url": URL, "mask": URL + "?m"}, productSmartColor=True, referenceStrong=True)
    assert (params.width, params.height, params.num, params.units) == (1024, 768, 1, 1)
    assert params.pictures(OURS) == {"goods": URL, "background": URL, "mask": URL + "?m"}
    assert params.aspect_of() == {"background": (1024, 768), "mask": (1024, 768)}


def test_lenient_in() -> None:
    goods = {"url": URL, "x": "-5", "y": 223.5, "width": 99.6, "height": "200.2"}
    params = change(
        width="1024", height=768.0, goods=goods, num="2.0", productSmartColor="false", referenceStrong=0.0, junk=1
    )
    assert (params.width, params.height, params.num) == (1024, 768, 2)
    assert (params.goods.x, params.goods.y, params.goods.width, params.goods.height) == (-5, 224, 100, 200)
    assert params.product_smart_color is False
    assert params.reference_strong is False


def test_a_box_or_auto_place() -> None:
    """Without either the box's fields stay required; a given box counts."""
    asked = change(goods={"url": URL, "x": None, "y": "", "autoPlace": "true"})
    assert asked.goods.box is None
    assert read_params(ChangeBackgroundParams, asked.to_store()) == asked
    assert change(goods={**GOODS, "autoPlace": True}).goods.box == (10, 20, 100, 200)
    for name in ("x", "y", "width", "height"):
        rest = {key: value for key, value in GOODS.items() if key != name}
        with pytest.raises(BadRequestError, match=rf"goods\.{name} is missing"):
            change(goods={**rest, "autoPlace": False})
        with pytest.raises(BadRequestError, match="goods needs all of x, y, width and height"):
            change(goods={**rest, "autoPlace": True})


@pytest.mark.parametrize("absent", [None, ""])
def test_null_and_empty_mean_absent(absent: Any) -> None:
    params = change(
        num=absent,
        seed=absent,
        format=absent,
        productSmartColor=absent,
        background={"bgId": BG, "url": absent, "mask": absent},
    )
    assert (params.num, params.seed, params.format, params.product_smart_color) == (1, None, "png", True)
    assert params.pictures(OURS)["background"].endswith(OURS.backgrounds[0].file)
    assert "background" not in params.aspect_of()


@pytest.mark.parametrize(
    ("model", "body", "error", "named"),
    [
        (ChangeBackgroundParams, {**CHANGE, "requestId": None}, TextError, "requestId"),
        (ChangeBackgroundParams, {**CHANGE, "requestId": ""}, TextError, "requestId"),
        (ChangeBackgroundParams, {**CHANGE, "requestId": "x" * 101}, TextError, "requestId"),
        (ChangeBackgroundParams, {**CHANGE, "requestId": "a\x00b"}, TextError, "requestId"),
        (ChangeBackgroundParams, {**CHANGE, "requestId": 7}, BadRequestError, "requestId"),
        (ChangeBackgroundParams, {**CHANGE, "width": None}, ProportionError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "width": 399}, ProportionError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "width": 1281}, ProportionError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "width": 10**400}, BadRequestError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "width": "1e999"}, BadRequestError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "width": "wide"}, BadRequestError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "width": True}, BadRequestError, "width"),
        (ChangeBackgroundParams, {**CHANGE, "height": 399.4}, ProportionError, "height"),
        (ChangeBackgroundParams, {**CHANGE, "goods": None}, PictureError, "goods"),
        (ChangeBackgroundParams, {**CHANGE, "goods": "x"}, BadRequestError, "goods"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "stance": "sits"}}, BadRequestError, "goods.stance"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "stance": 1}}, BadRequestError, "goods.stance"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "autoPlace": 2}}, BadRequestError, "goods.autoPlace"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "url": ""}}, PictureError, "goods.url"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "url": 5}}, BadRequestError, "goods.url"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "url": "http://" + "x" * 2100}}, TextError, "goods.url"),
        (
            ChangeBackgroundParams,
            {**CHANGE, "goods": {**GOODS, "url": "gallery://backgrounds/x"}},
            PictureError,
            "goods.url",
        ),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "x": None}}, BadRequestError, "goods.x"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "x": 1024}}, BadRequestError, "goods"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "y": -200}}, BadRequestError, "goods"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "width": 0}}, BadRequestError, "goods.width"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "height": 4097}}, BadRequestError, "goods.height"),
        (ChangeBackgroundParams, {**CHANGE, "goods": {**GOODS, "matting": "maybe"}}, BadRequestError, "goods.matting"),
        (ChangeBackgroundParams, {**CHANGE, "background": None}, PictureError, "background"),
        (ChangeBackgroundParams, {**CHANGE, "background": {}}, PictureError, "background"),
        (ChangeBackgroundParams, {**CHANGE, "background": {"bgId": "nowhere"}}, ChoiceError, "background.bgId"),
        (ChangeBackgroundParams, {**CHANGE, "background": {"bgId": 3}}, BadRequestError, "background.bgId"),
        (ChangeBackgroundParams, {**CHANGE, "productSmartColor": "yes"}, BadRequestError, "productSmartColor"),
        (ChangeBackgroundParams, {**CHANGE, "num": 3}, BadRequestError, "num"),
        (ChangeBackgroundParams, {**CHANGE, "num": 1.5}, BadRequestError, "num"),
        (ChangeBackgroundParams, {**CHANGE, "seed": -1}, BadRequestError, "seed"),
        (ChangeBackgroundParams, {**CHANGE, "num": "1_0"}, BadRequestError, "num"),
        (ChangeBackgroundParams, {**CHANGE, "format": "gif"}, BadRequestError, "format"),
        (ChangeBackgroundParams, {**CHANGE, "callbackUrl": 5}, BadRequestError, "callbackUrl"),
        (ChangeBackgroundParams, {**CHANGE, "callbackUrl": HOOK + "x" * 2048}, TextError, "callbackUrl"),
        (MattingParams, {**MATTING, "image": None}, PictureError, "image"),
        (MattingParams, {**MATTING, "type": 2}, ChoiceError, "type"),
        (MattingParams, {**MATTING, "formats": ["gif"]}, ChoiceError, "formats"),
        (MattingParams, {**MATTING, "formats": []}, ChoiceError, "formats"),
        (ModelParams, {"requestId": "r", "model": URL}, ChoiceError, "faceId"),
        (ModelParams, {"requestId": "r", "model": URL, "faceId": "nobody"}, ChoiceError, "faceId"),
        (DressParams, {"requestId": "r", "model": URL}, ChoiceError, "dresses"),
        (DressParams, {**DRESS, "dresses": []}, ChoiceError, "dresses"),
        (DressParams, {**DRESS, "dresses": [{"type": "dresses"}]}, PictureError, "dresses.0.image"),
        (DressParams, {**DRESS, "dresses": [{"image": URL}]}, ChoiceError, "dresses.0.type"),
        (DressParams, {**DRESS, "dresses": [{"image": URL, "type": "hat"}]}, ChoiceError, "dresses.0.type"),
        (DressParams, {**DRESS, "dresses": DRESS["dresses"] * 2}, ChoiceError, "dresses"),
        (DressParams, {**DRESS, "dresses": "x"}, BadRequestError, "dresses"),
        (JobRef, {}, BadRequestError, "jobId"),
        (JobRef, {"jobId": {}}, BadRequestError, "jobId"),
        (CancelParams, {"jobId": "1", "reason": "x" * 501}, TextError, "reason"),
    ],
)
def test_faults(model: Any, body: dict[str, Any], error: type[LingtuError], named: str) -> None:
    with pytest.raises(LingtuError) as found:
        read_params(model, body)
    assert type(found.value) is error, found.value.message("zh")
    assert found.value.detail_en.startswith(named + " ")
    assert found.value.detail_zh.startswith(named + " ")


@pytest.mark.parametrize(
    "given",
    [
        "shop.example/hook",
        "ftp://shop.example/hook",
        "data:text/plain,x",
        "https://",
        "https:///hook",
        "https://user:secret@shop.example/",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example:port/",
        "https://[::1/",
        "https://shop.example/a b",
        "https://shop.example/\n",
        "https://shop.example/\0",
        "https://:443/",
    ],
)
def test_what_is_no_callback_url(given: str) -> None:
    for model, body in [(ChangeBackgroundParams, CHANGE), (MattingParams, MATTING), (DressParams, DRESS)]:
        with pytest.raises(BadRequestError) as found:
            read_params(model, {**body, "callbackUrl": given})
        assert found.value.detail_en.startswith("callbackUrl must be")


@pytest.mark.parametrize(
    "given", [HOOK, "HTTP://shop.example", "https://[2001:db8::1]:8443/h?x=1", "https://店.example/"]
)
def test_a_callback_url_is_kept_with_the_job(given: str) -> None:
    stored = change(callbackUrl=given).to_store()
    assert stored["callbackUrl"] == given
    assert read_params(ChangeBackgroundParams, stored).callback_url == given


def test_the_first_fault_of_the_vendors_table_is_told() -> None:
    for fields, error in [
        ({"requestId": "", "width": 1, "goods": None}, TextError),
        ({"width": 1, "goods": None, "background": None}, ProportionError),
        ({"goods": {**GOODS, "x": 5000}, "background": None}, BadRequestError),
        ({"background": {"bgId": "nowhere"}, "num": 9}, ChoiceError),
    ]:
        with pytest.raises(error):
            change(**fields)


@pytest.mark.parametrize("given", ["123456789012345", 123456789012345, '"123456789012345"', 123456789012345.0])
def test_job_ids_as_clients_send_them(given: Any) -> None:
    assert read_params(JobRef, {"jobId": given}).job_id == 123456789012345


@pytest.mark.parametrize("given", ["abc", "1" * 40, -5, "１２３", 1.5, ""])
def test_what_can_be_no_job_id_names_no_job(given: Any) -> None:
    if given == "":
        with pytest.raises(BadRequestError):
            read_params(JobRef, {"jobId": given})
    else:
        assert read_params(JobRef, {"jobId": given}).job_id < 0


def test_data_uris_are_not_stored_with_the_job() -> None:
    params = change(goods={**GOODS, "url": "DATA:image/png;base64," + "A" * 3000})
    assert params.to_store()["goods"]["url"] == "data:"
    assert read_params(ChangeBackgroundParams, params.to_store()).goods.width == 100


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@given(name=st.sampled_from([*CHANGE, "num", "seed", "format", "productSmartColor"]), value=JSON)
def test_any_json_is_taken_or_refused_by_a_code(name: str, value: Any) -> None:
    try:
        params = read_params(ChangeBackgroundParams, {**CHANGE, name: value})
    except LingtuError as error:
        refused_with = error.http_status
    else:
        refused_with = 400
        assert read_params(ChangeBackgroundParams, params.to_store()) == params
    assert refused_with == 400
