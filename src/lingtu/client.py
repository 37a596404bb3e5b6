"""The SDK: a signed call per method, waiting included. `demo` and the tests use it too.

with Client("http://127.0.0.1:8000", app_id="A", secret="S") as client:
    job = client.submit("matting", image=client.upload(photo_bytes))
    client.wait(job)["urls"]
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from typing import Any, Self

import httpx

from lingtu import errors
from lingtu.operations import OPERATIONS
from lingtu.signing import Signed, SignVersion, sign_headers

_POLL_S = (0.05, 1.0)  # first, longest pause between two looks at a job
_PAGE = 100  # jobs of a page


class Signature(httpx.Auth):
    """Signs each request, for sync and async httpx clients alike."""

    requires_request_body = True

    def __init__(self, app_id: str, secret: str, version: SignVersion = "1", prefix: str = "") -> None:
        self._app_id = app_id
        self._secret = secret
        self._version = version
        #: Path of the public URL, which is not signed.
        self._prefix = prefix

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        call = Signed(method=request.method, path=path.removeprefix(self._prefix), query=query, body=request.content)
        request.headers.update(sign_headers(call, app_id=self._app_id, secret=self._secret, version=self._version))
        yield request


class Client:
    """Speaks to one server as one app."""

    def __init__(
        self, base_url: str, *, app_id: str, secret: str, sign_version: SignVersion = "1", timeout_s: float = 30.0
    ) -> None:
        base = httpx.URL(base_url)
        self._http = httpx.Client(
            base_url=base,
            auth=Signature(app_id, secret, sign_version, base.path.rstrip("/")),
            timeout=timeout_s,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def submit(self, operation: str, **params: Any) -> str:
        """Start a job by the operation's wire fields; a requestId is drawn when absent. Returns the jobId."""
        body = {"requestId": uuid.uuid4().hex, **params}
        job_id: str = self.call("POST", OPERATIONS[operation].paths[0], body)
        return job_id

    def upload(self, data: bytes) -> str:
        """Send a picture ahead; the `upload://` link works for 24 hours."""
        url: str = _read(self._http.post("/aigc/upload", content=data))["url"]
        return url

    def result(self, job_id: str) -> dict[str, Any]:
        """The job as it is now."""
        view: dict[str, Any] = self.call("POST", "/aigc/job/result", {"jobId": job_id})
        return view

    def wait(
        self, job_id: str, *, timeout_s: float = 600.0, on_view: Callable[[dict[str, Any]], None] | None = None
    ) -> dict[str, Any]:
        """The job at its end. A failed one raises its error; `TimeoutError` if it takes too long."""
        deadline, pause = time.monotonic() + timeout_s, _POLL_S[0]
        while True:
            view = self.result(job_id)
            if on_view is not None:
                on_view(view)
            if view["status"] == "failed":
                raise error_of(view["code"], view["message"])
            if view["finishedAt"] is not None:
                return view
            if time.monotonic() > deadline:
                raise TimeoutError(f"job {job_id} is still {view['status']} after {timeout_s:g} s")
            time.sleep(pause)
            pause = min(pause * 1.5, _POLL_S[1])

    def cancel(self, job_id: str, reason: str | None = None) -> bool:
        """Take a waiting job back; True is a promise that it won't run."""
        success: bool = self.call("POST", "/aigc/job/cancel", {"jobId": job_id, "reason": reason})["success"]
        return success

    def jobs(
        self,
        *,
        status: str | None = None,
        operation: str | None = None,
        created_after: datetime | None = None,
        created_before: datetime | None = None,
    ) -> Iterator[dict[str, Any]]:
        """The app's jobs, newest first, as `result` shows them; pages are fetched as they are needed.

        The range of time begins at `created_after` and ends before `created_before`; both know their time zone.
        """
        asked = {
            "status": status,
            "operation": operation,
            "createdAfter": created_after and created_after.isoformat(),
            "createdBefore": created_before and created_before.isoformat(),
            "limit": _PAGE,
        }
        cursor: str | None = None
        while True:
            page = self.call("POST", "/aigc/job/list", {**asked, "cursor": cursor})
            yield from page["jobs"]
            cursor = page["nextCursor"]
            if cursor is None:
                return

    def delete(self, job_id: str) -> bool:
        """Have an ended job's files deleted before their time; False if it hasn't ended or isn't the app's."""
        success: bool = self.call("POST", "/aigc/job/delete", {"jobId": job_id})["success"]
        return success

    def download(self, url: str) -> bytes:
        """The bytes behind a result's or the gallery's link."""
        response = self._http.get(url, auth=None)
        return response.content if response.is_success else _read(response)

    def backgrounds(self) -> list[dict[str, str]]:
        entries: list[dict[str, str]] = self.call("GET", "/aigc/synthesis/change-background/bgs")["bgs"]
        return entries

    def faces(self) -> list[dict[str, str]]:
        entries: list[dict[str, str]] = self.call("GET", "/aigc/synthesis/model/faces")["faces"]
        return entries

    def account(self) -> dict[str, Any]:
        view: dict[str, Any] = self.call("GET", "/aigc/account")
        return view

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Any signed call; an error answer raises the server's own class of error."""
        return _read(self._http.request(method, path, json=body))


def _read(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    try:
        body = response.json()
        code, message = int(body["code"]), str(body["message"])
    except (ValueError, KeyError, TypeError):
        code, message = response.status_code, response.text[:200]
    raise error_of(code, message)


def error_of(code: int, message: str) -> errors.LingtuError:
    """The server's error class for a code, carrying the server's message."""
    found: list[type[errors.LingtuError]] = [errors.LingtuError]
    for cls in found:
        found.extend(cls.__subclasses__())
    cls = next((cls for cls in found[1:] if cls.code == code), errors.LingtuError)
    if cls is errors.SignatureError:
        return errors.SignatureError(message)
    return cls(message, message)
