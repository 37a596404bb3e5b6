from __future__ import annotations

import time
from email.utils import formatdate

import httpx
import pytest

from lingtu.client.answers import error_in, error_of, read_answer
from lingtu.errors import InternalError, LingtuError, OverloadedError, PictureError, SignatureError

REQUEST = httpx.Request("GET", "http://lingtu.test/aigc/account")


def answer(status: int, **options: object) -> httpx.Response:
    return httpx.Response(status, request=REQUEST, **options)  # type: ignore[arg-type]


def test_an_error_keeps_the_servers_sentence() -> None:
    for message in (
        "图片不能为空或无法访问：image 打不开",
        "Picture is missing or cannot be read: image does not open",
    ):
        error = error_of(PictureError.code, message)
        assert str(error) == message
    assert error_of(PictureError.code, "图片不能为空或无法访问").message("en") == "Picture is missing or cannot be read"
    twice = error_of(PictureError.code, "图片不能为空或无法访问：image 打不开")
    assert twice.message("zh") == "图片不能为空或无法访问：image 打不开", "the words are not said twice"


def test_answers_of_proxies_are_told_apart() -> None:
    assert type(error_in(answer(502, text="<h1>Bad\n Gateway</h1>"))) is OverloadedError
    assert type(error_in(answer(500, text="oops"))) is InternalError
    assert str(error_in(answer(418, text="tea"))) == "HTTP 418 of http://lingtu.test/aigc/account: tea"
    assert type(error_in(answer(418, json=["tea"]))) is LingtuError


def test_a_redirect_names_the_better_base_url() -> None:
    moved = answer(301, headers={"location": "https://lingtu.test/aigc/account"})
    assert "leads to https://lingtu.test/aigc/account" in str(error_in(moved))


def test_a_page_in_place_of_json_is_no_answer() -> None:
    with pytest.raises(ConnectionError, match="base URL"):
        read_answer(answer(200, text="<html>welcome</html>"))


@pytest.mark.parametrize(("ahead_s", "told"), [(0, None), (-900, "behind"), (900, "ahead of")])
def test_a_wrong_clock_is_told(ahead_s: int, told: str | None) -> None:
    date = formatdate(time.time() - ahead_s, usegmt=True)
    body = {"code": 401, "message": "签名校验失败", "requestRef": "r"}
    error = error_in(answer(401, json=body, headers={"date": date}))
    assert type(error) is SignatureError
    assert ("clock" in str(error)) == (told is not None)
    assert (told or "签名校验失败") in str(error)
