"""What happens on a bad line: a transport that fails as told stands in for the network, nothing else is made up."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from lingtu import Client, LingtuError, Retry
from lingtu.client.retry import insist
from lingtu.errors import (
    ChoiceError,
    InternalError,
    NotFoundError,
    OverloadedError,
    PictureError,
    RateLimitedError,
    SignatureError,
)

QUICK = Retry(tries=4, first_pause_s=0.001)
Answer = httpx.Response | type[httpx.TransportError]


class Line:
    """Answers in turn, and what was sent."""

    def __init__(self, *answers: Answer) -> None:
        self.sent: list[httpx.Request] = []
        self._answers: Iterator[Answer] = iter(answers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        answer = next(self._answers)
        if isinstance(answer, httpx.Response):
            return answer
        raise answer("the line is down", request=request)

    def client(self, retry: Retry = QUICK) -> Client:
        return Client("http://lingtu.test", app_id="A", secret="S", retry=retry, transport=httpx.MockTransport(self))


def refusal(code: int, message: str, status: int, **headers: str) -> httpx.Response:
    body = {"code": code, "message": message, "requestRef": "ref-1"}
    return httpx.Response(status, json=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


def job() -> httpx.Response:
    return httpx.Response(200, json="123456789012345")


@pytest.mark.parametrize(
    "fault",
    [
        lambda: httpx.ConnectError,
        lambda: httpx.ReadTimeout,
        lambda: httpx.RemoteProtocolError,
        lambda: refusal(500, "服务器内部错误", 500),
        lambda: refusal(503, "服务繁忙，请稍后重试", 503, retry_after="0"),
        lambda: refusal(429, "请求过于频繁", 429, retry_after="0"),
        lambda: httpx.Response(502, text="<h1>Bad Gateway</h1>"),
    ],
)
def test_a_submission_is_sent_again_with_its_request_id_and_signed_anew(fault: Callable[[], Answer]) -> None:
    line = Line(fault(), fault(), job())
    with line.client() as client:
        assert client.matting("http://pictures.test/mug.png").id == "123456789012345"
    assert len({json.loads(request.content)["requestId"] for request in line.sent}) == 1
    assert len({request.content for request in line.sent}) == 1
    for header in ("salt", "sign"):
        assert len({request.headers[header] for request in line.sent}) == 3


@pytest.mark.parametrize(
    ("answer", "cls"),
    [
        (lambda: refusal(800003, "风格错误：faceId 没有", 400), ChoiceError),
        (lambda: refusal(401, "签名校验失败", 401), SignatureError),
        (lambda: refusal(404, "不存在", 404), NotFoundError),
    ],
)
def test_a_refusal_that_stays_one_is_raised_at_once(
    answer: Callable[[], httpx.Response], cls: type[LingtuError]
) -> None:
    line = Line(answer())
    with line.client() as client, pytest.raises(cls) as raised:
        client.account()
    assert len(line.sent) == 1
    assert raised.value.request_ref == "ref-1"


def test_a_server_that_never_answers_is_a_connection_error() -> None:
    line = Line(*[httpx.ConnectError] * 4)
    with line.client() as client, pytest.raises(ConnectionError, match=r"http://lingtu\.test did not answer"):
        client.account()
    assert len(line.sent) == 4


def test_retry_after_is_kept_to() -> None:
    line = Line(refusal(429, "请求过于频繁", 429, retry_after="1"), httpx.Response(200, json={}))
    with line.client() as client:
        began = time.monotonic()
        client.account()
    assert time.monotonic() - began >= 1


def test_nobody_waits_longer_than_they_like() -> None:
    line = Line(refusal(429, "请求过于频繁", 429, retry_after="3600"))
    with line.client() as client, pytest.raises(RateLimitedError) as raised:
        client.account()
    assert raised.value.retry_after_s == 3600


def test_pauses_grow_and_stay_bounded() -> None:
    retry = Retry(tries=20)
    pauses = [retry.pause_after(tried, OverloadedError(retry_after_s=None)) for tried in range(1, 20)]
    assert pauses == [5] * 19, "what the class says counts as the server's word"
    guessed = [retry.pause_after(tried, InternalError()) or 0 for tried in range(1, 20)]
    for tried, pause in enumerate(guessed):
        longest = min(0.25 * 2**tried, 8)
        assert longest / 2 <= pause <= longest
    assert retry.pause_after(20, InternalError()) is None
    assert retry.pause_after(1, PictureError()) is None


def test_the_last_error_is_told() -> None:
    errors = [ConnectionError("first"), ConnectionError("second")]

    def call() -> None:
        raise errors.pop(0)

    with pytest.raises(ConnectionError, match="second"):
        insist(Retry(tries=2), call, sleep=lambda _: None)


def test_waiting_outlives_a_restart_of_the_server() -> None:
    def view(status: str) -> httpx.Response:
        return httpx.Response(200, json={"status": status, "finishedAt": "now" if status == "succeed" else None})

    line = Line(job(), view("waiting"), *[httpx.ConnectError] * 9, view("succeed"))
    with line.client(Retry(tries=2, first_pause_s=0.001)) as client:
        assert client.matting("http://pictures.test/mug.png").wait().status == "succeed"


def test_a_lost_server_is_told_while_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lingtu.client.job._OUTAGE_S", 0.0)
    line = Line(job(), httpx.ConnectError)
    with line.client(Retry(tries=1)) as client, pytest.raises(ConnectionError):
        client.matting("http://pictures.test/mug.png").wait()


def test_a_job_that_takes_too_long() -> None:
    waiting = [httpx.Response(200, json={"status": "waiting", "finishedAt": None}) for _ in range(5)]
    line = Line(job(), *waiting)
    with line.client() as client, pytest.raises(TimeoutError, match="123456789012345 is still waiting"):
        client.matting("http://pictures.test/mug.png").wait(timeout_s=0.2)


def test_a_download_is_unsigned_and_follows_its_link() -> None:
    moved = httpx.Response(302, headers={"location": "http://cdn.test/mug.png"})
    line = Line(moved, httpx.ReadTimeout, moved, httpx.Response(200, content=b"mug"))
    with line.client() as client:
        assert client.download("http://pictures.test/mug.png") == b"mug"
    assert [str(request.url) for request in line.sent[::2]] == ["http://pictures.test/mug.png"] * 2
    assert not any("sign" in request.headers for request in line.sent)
