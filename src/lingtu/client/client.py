"""The SDK's client: signed calls, uploads, jobs.

with Client("http://127.0.0.1:8000", app_id="A", secret="S") as client:
    client.matting("mug.jpg").save("mug.png")
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from lingtu.client.answers import error_in, read_answer
from lingtu.client.endpoints import endpoint_of
from lingtu.client.fields import changed_at
from lingtu.client.job import Job
from lingtu.client.operations import Operations
from lingtu.client.pictures import MAX_DATA_URI, Picture, bytes_of, bytes_of_data_uri, is_link
from lingtu.client.retry import Retry, insist
from lingtu.client.uploads import Uploads

if TYPE_CHECKING:
    import httpx

    from lingtu.client.views import AccountView, BackgroundView, FaceView
    from lingtu.signing import SignVersion

_PATIENT = Retry()
_PAGE = 100  # jobs of a page
_LANGUAGES = {"zh": "zh-CN,zh", "en": "en"}


class Client(Operations):
    """Speaks to one server as one app. For any number of threads.

    Refusals and failed jobs raise the server's classes of error (`lingtu.errors`), a server that can't be reached
    `ConnectionError`; both only after what may pass has been tried again.
    """

    def __init__(
        self,
        base_url: str,
        *,
        app_id: str,
        secret: str,
        sign_version: SignVersion = "1",
        language: Literal["zh", "en"] = "zh",
        timeout_s: float = 30.0,
        retry: Retry = _PATIENT,
        upload_links: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Nothing is sent yet.

        sign_version  "2" protects the body too
        language      of the server's messages
        timeout_s     for one try of a call
        upload_links  http(s) links of pictures are read here and uploaded, for a server that can't reach them
        transport     of httpx, for special roads to the server
        """
        import httpx  # takes longer to import than all the rest

        from lingtu.client.signature import Signature

        if not base_url.startswith(("http://", "https://")):
            raise ValueError(f"the server's URL must begin with http:// or https://: {base_url!r}")
        self.base_url = base_url.rstrip("/")
        self._retry = retry
        self._upload_links = upload_links
        self._uploads = Uploads(self.upload)
        self._faults = httpx.RequestError
        self._http = httpx.Client(
            base_url=self.base_url,
            auth=Signature(app_id, secret, sign_version, urlsplit(self.base_url).path),
            headers={"accept-language": _LANGUAGES[language]},
            timeout=timeout_s,
            transport=transport,
            trust_env=not _is_loopback(self.base_url),  # no proxy leads to this very machine
        )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """By LINGTU_URL, LINGTU_APP_KEY and LINGTU_APP_SECRET, as the command line's `lingtu submit`."""
        missing = [name for name in ("LINGTU_URL", "LINGTU_APP_KEY", "LINGTU_APP_SECRET") if not environ.get(name)]
        if missing:
            raise ValueError(f"{', '.join(missing)} must be set in the environment")
        return cls(environ["LINGTU_URL"], app_id=environ["LINGTU_APP_KEY"], secret=environ["LINGTU_APP_SECRET"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    # --- jobs ---------------------------------------------------------------------------------------------------------

    def submit(self, operation: str, /, **fields: Any) -> Job:
        """Submit a job by the operation's wire fields; every picture may be a path, bytes, a Pillow image or a link.

        A requestId is drawn when absent, so that a submission that is sent again makes no second job.
        """
        endpoint = endpoint_of(operation)
        body: dict[str, Any] = {"requestId": secrets.token_hex(16), **fields}
        for place in endpoint.pictures:
            body = changed_at(body, place, self.link_of)
        return Job(self, self.call("POST", endpoint.path, body))

    def job(self, id: str) -> Job:
        """A job that was submitted before, here or elsewhere."""
        return Job(self, id)

    def jobs(
        self,
        *,
        status: str | None = None,
        operation: str | None = None,
        created_after: datetime | None = None,
        created_before: datetime | None = None,
    ) -> Iterator[Job]:
        """The app's jobs, newest first; pages are fetched as they are needed.

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
            yield from (Job(self, view["jobId"], view) for view in page["jobs"])
            cursor = page["nextCursor"]
            if cursor is None:
                return

    # --- pictures -----------------------------------------------------------------------------------------------------

    def upload(self, picture: Picture) -> str:
        """Send a picture ahead; the `upload://` link works for 24 hours."""
        data = bytes_of(picture)
        answer = self._insist("POST", "/aigc/upload", content=data)
        link: str = read_answer(answer)["url"]
        return link

    def link_of(self, picture: Picture) -> str:
        """A link that the server can read: links as they are, anything else is uploaded, the same picture once."""
        if not is_link(picture):
            return self._uploads.link_of(bytes_of(picture))
        link = str(picture)
        if link[:5].lower() == "data:":
            data = bytes_of_data_uri(link) if len(link) > MAX_DATA_URI else None
            return link if data is None else self._uploads.link_of(data)
        if self._upload_links and link[:4].lower() == "http" and not link.startswith(self.base_url + "/"):
            return self._uploads.link_of(self.download(link))
        return link

    def download(self, url: str) -> bytes:
        """The bytes behind a result's, the gallery's, or any other link; nothing is signed."""
        return self._insist("GET", url, auth=None, follow_redirects=True).content

    # --- galleries and account ----------------------------------------------------------------------------------------

    def backgrounds(self) -> list[BackgroundView]:
        """The gallery's backgrounds, for `bg_id`."""
        entries: list[BackgroundView] = self.call("GET", "/aigc/synthesis/change-background/bgs")["bgs"]
        return entries

    def faces(self) -> list[FaceView]:
        """The gallery's faces, for `face_id`."""
        entries: list[FaceView] = self.call("GET", "/aigc/synthesis/model/faces")["faces"]
        return entries

    def account(self) -> AccountView:
        """What the app has left, and its limits."""
        view: AccountView = self.call("GET", "/aigc/account")
        return view

    # --- calls --------------------------------------------------------------------------------------------------------

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Any signed call, tried again where that may help: its JSON value."""
        return read_answer(self._insist(method, path, json=body))

    def _insist(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A successful answer. Each try is signed anew: no signature is taken twice."""

        def send() -> httpx.Response:
            try:
                response = self._http.request(method, path, **options)
            except self._faults as error:
                asked = path if "://" in path else self.base_url
                raise ConnectionError(f"{asked} did not answer: {error or type(error).__name__}") from error
            if not response.is_success:
                raise error_in(response)
            return response

        return insist(self._retry, send)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
