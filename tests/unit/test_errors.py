from __future__ import annotations

import pickle

import pytest

from lingtu import errors
from lingtu.client.answers import error_of
from lingtu.errors import LingtuError, OverloadedError, PictureError, RateLimitedError, SignatureError


def _all_classes() -> list[type[LingtuError]]:
    found: list[type[LingtuError]] = [LingtuError]
    for cls in found:
        found.extend(cls.__subclasses__())
    return found


def test_the_docstring_draws_the_tree_as_it_is() -> None:
    for cls in _all_classes():
        line = next(line for line in (errors.__doc__ or "").splitlines() if cls.__name__ + " " in line + " ")
        if cls is not LingtuError:
            assert f" {cls.code} " in line
            assert f" {cls.http_status} " in line + " "


def test_a_message_begins_with_the_vendors_words() -> None:
    error = PictureError("goods.url 打不开", "goods.url does not open")
    assert error.message("zh") == "图片不能为空或无法访问：goods.url 打不开"
    assert error.message("en") == "Picture is missing or cannot be read: goods.url does not open"
    assert PictureError().message("zh") == "图片不能为空或无法访问"


def test_signature_errors_look_alike() -> None:
    assert SignatureError("unknown app").message("zh") == SignatureError("wrong sign").message("zh") == "签名校验失败"


@pytest.mark.parametrize("cls", [cls for cls in _all_classes() if cls is not SignatureError])
def test_errors_travel_between_processes(cls: type[LingtuError]) -> None:
    copy = pickle.loads(pickle.dumps(cls("中", "en")))
    assert type(copy) is cls
    assert copy.to_record() == cls("中", "en").to_record()


def test_who_is_to_try_again_is_told_when() -> None:
    retried = {cls for cls in _all_classes() if cls.retry_s is not None}
    assert retried == {OverloadedError, RateLimitedError}
    assert OverloadedError(retry_after_s=9).retry_after_s == 9


def test_the_sdk_raises_the_servers_classes() -> None:
    assert type(error_of(800002, "x")) is PictureError
    assert type(error_of(401, "x")) is SignatureError
    assert type(error_of(999, "x")) is LingtuError
