from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.errors import SignatureError
from lingtu.signing import SignatureHeaders, Signed, sign_headers, sign_v1, sign_v2

SALT, TIMESTAMP = "07c169ba-5845-45ac-a1a7-de4e046748be", "1569564388"


def test_v1_vector_of_the_contract() -> None:
    call = Signed(method="POST", path="/api/text2img")
    assert (
        sign_v1(call, "test", SALT, TIMESTAMP, "secret")
        == "029e662588643f3c7c893a8828d01e4ba7645dc9f1041e731c76f7df221e27c1"
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "sign"),
    [
        (
            "POST",
            "/aigc/job/result",
            b'{"jobId":"1"}',
            "2c2518bc00b7d53cb9bfa3a4648fcd8ae30d7aa9f598b5036fbb82e0f6284356",
        ),
        (
            "GET",
            "/aigc/synthesis/model/faces",
            b"",
            "37f9e7d3bea6c80c7a0ac077601a3d312b7bf1dc6c9b18665bf849543ff77ad4",
        ),
    ],
)
def test_v2_vectors_of_the_contract(method: str, path: str, body: bytes, sign: str) -> None:
    assert sign_v2(Signed(method=method, path=path, body=body), "test", SALT, TIMESTAMP, "secret") == sign


@given(body=st.binary(max_size=50), other=st.binary(max_size=50))
def test_v2_protects_the_body(body: bytes, other: bytes) -> None:
    call = Signed(method="POST", path="/aigc/matting", body=body)
    headers = _lower(sign_headers(call, app_id="A", secret="S", version="2"))
    changed = Signed(method="POST", path="/aigc/matting", body=other)
    assert SignatureHeaders.read(headers).matches(call, "S")
    assert SignatureHeaders.read(headers).matches(changed, "S") == (body == other)


@given(secret=st.text(min_size=1, max_size=20), wrong=st.text(min_size=1, max_size=20))
def test_v1_needs_the_secret(secret: str, wrong: str) -> None:
    call = Signed(method="POST", path="/aigc/matting")
    try:
        headers = _lower(sign_headers(call, app_id="A", secret=secret))
    except UnicodeEncodeError:  # a lone surrogate is no secret
        return
    assert SignatureHeaders.read(headers).matches(call, secret)
    if wrong.isascii():
        assert SignatureHeaders.read(headers).matches(call, wrong) == (wrong == secret)


@pytest.mark.parametrize(
    "change",
    [
        {"appid": ""},
        {"appid": "a b"},
        {"appid": "a" * 65},
        {"timestamp": "156956438"},
        {"timestamp": "15695643880"},
        {"timestamp": "１５６９５６４３８８"},
        {"salt": ""},
        {"salt": "/faces"},
        {"salt": "a" * 129},
        {"salt": "tab\there"},
        {"sign": "0" * 63},
        {"sign": "A" * 64},
        {"signversion": "3"},
    ],
)
def test_malformed_headers_are_refused(change: dict[str, str]) -> None:
    good = _lower(sign_headers(Signed(method="GET", path="/x"), app_id="A", secret="S"))
    SignatureHeaders.read(good)
    with pytest.raises(SignatureError):
        SignatureHeaders.read(good | change)


def test_missing_headers_are_refused() -> None:
    good = _lower(sign_headers(Signed(method="GET", path="/x"), app_id="A", secret="S"))
    for name in ("appid", "timestamp", "salt", "sign"):
        with pytest.raises(SignatureError):
            SignatureHeaders.read({key: value for key, value in good.items() if key != name})


@pytest.mark.parametrize(("offset", "accepted"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_clock(offset: int, accepted: bool) -> None:
    found = SignatureHeaders(app_id="A", timestamp=TIMESTAMP, salt="s", sign="0" * 64, version="1")
    now = int(TIMESTAMP) + offset
    if accepted:
        found.check_clock(now)
    else:
        with pytest.raises(SignatureError):
            found.check_clock(now)


def test_a_get_is_not_a_post_with_another_salt() -> None:
    """v1 has no separators: path + salt of one call may read as path + salt of another; the salt rule forbids it."""
    get = Signed(method="GET", path="/aigc/synthesis/model/faces")
    post = Signed(method="POST", path="/aigc/synthesis/model")
    sign = sign_v1(get, "A", "salt", TIMESTAMP, "S")
    assert sign == sign_v1(post, "A", "/facessalt", TIMESTAMP, "S")
    with pytest.raises(SignatureError):
        SignatureHeaders.read({"appid": "A", "timestamp": TIMESTAMP, "salt": "/facessalt", "sign": sign})


def _lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
