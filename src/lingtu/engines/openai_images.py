"""Edits by servers of OpenAI-style `POST /v1/images/edits`: the operator's own GPUs, or a cloud.

The protocol has neither progress nor cancelling: a server notices that nobody waits any more when the connection
closes, which it does at the deadline and when this process is stopped.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable

import httpx
import structlog

from lingtu.engines.answers import Answer, fetched, parse, read_body
from lingtu.engines.dialects import Form, dialects, write_form
from lingtu.engines.editing import Edit, EditError, EditRefusedError, EditUnavailableError, EditUnusableError
from lingtu.engines.servers import NoServerError, Server, Servers
from lingtu.errors import PictureError, SetupError
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.letterbox import Frame, frame_for, is_alike
from lingtu.settings import Generative

CONNECT_S = 5.0
FIRST_PAUSE_S = 0.5  # before a second call to a server that failed; doubled for each further one, and spread
LONGEST_REST_S = 60.0  # that a server may ask for
_TOLD_CHARACTERS = 300  # of a server's own words, in the log
_REFUSALS = ("moderation", "content_policy", "content policy", "safety system", "nsfw")

log = structlog.get_logger(__name__)


class OpenAiImages:
    """Implements `Editor`; may be used by several threads."""

    def __init__(
        self,
        settings: Generative,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._dialect = dialects()[settings.dialect]
        if not settings.servers:
            raise SetupError("LINGTU_ENGINE=generative needs LINGTU_GENERATIVE_SERVERS, e.g. http://gpu-1:8000")
        if self._dialect.model and settings.model is None:
            raise SetupError(f"servers of the kind {settings.dialect} need LINGTU_GENERATIVE_MODEL")
        self.version = f"{settings.dialect}:{settings.model or 'served'}"
        self._settings = settings
        self._key = settings.key.get_secret_value() if settings.key is not None else None
        self._servers = Servers(tuple(map(_base, settings.servers)), clock)
        self._clock, self._sleep = clock, sleep
        self._maskless: set[str] = set()
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        self._client = httpx.Client(headers=headers, trust_env=False, verify=ssl.create_default_context())

    def warm_up(self) -> None:
        """Ask every server whether it is up; one that isn't is logged, and may come later."""
        for server in self._servers.all:
            try:
                status = self._client.get(
                    server.url + (self._dialect.live or "/v1/models"), timeout=CONNECT_S
                ).status_code
                log.info("generative.server", server=_name(server), status=status)
            except httpx.HTTPError as error:
                log.warning("generative.server_away", server=_name(server), error=type(error).__name__)

    def edit(self, wanted: Edit, deadline: float) -> Floats:
        height, width = wanted.images[0].shape[:2]
        frame = frame_for(width, height, self._dialect.sizes_for(self._settings.pixels))
        form = write_form(self._dialect, wanted, frame, self._settings)
        deadline = min(deadline, self._clock() + self._settings.timeout_s)
        tried: frozenset[str] = frozenset()
        last: EditError = EditUnavailableError("no time is left")
        for call in range(self._settings.calls):
            try:
                with self._servers.least_busy(tried) as server:
                    tried = frozenset() if server.url in tried else tried
                    self._wait(server, call, deadline)
                    return _picture(self._call(server, form, deadline), frame, width, height)
            except NoServerError:
                raise EditUnavailableError(f"all servers are left alone after failures; the last: {last}") from None
            except (EditUnavailableError, EditUnusableError) as error:
                last = error
                tried |= {server.url}
                log.warning("generative.call_failed", server=_name(server), call=call + 1, error=str(error))
        raise last

    def _wait(self, server: Server, call: int, deadline: float) -> None:
        """For a server that asked for it, or that may have failed just now. Raises `EditUnavailableError`."""
        pause_s = self._servers.rest_s(server)
        if server.failures and call:
            pause_s = max(pause_s, FIRST_PAUSE_S * 2 ** (call - 1) * random.uniform(0.5, 1.5))  # noqa: S311
        if self._clock() + pause_s >= deadline:
            raise EditUnavailableError("no server is free in time")
        if pause_s:
            self._sleep(pause_s)

    def _call(self, server: Server, form: Form, deadline: float) -> bytes:
        """The picture's file. Raises `EditError`; the server's state is kept."""
        began = self._clock()
        try:
            answer = self._post(server, form, deadline)
            if answer.status in (400, 422) and form.mask and server.url not in self._maskless:
                again = self._post(server, Form(form.fields, form.pictures), deadline)
                if again.status == 200:  # remembered, so that it is not asked twice for ever
                    log.warning("generative.mask_not_taken", server=_name(server), said=self._told(answer))
                    self._maskless.add(server.url)
                    answer = again
            data = self._file_of(answer, server, deadline)
        except httpx.HTTPError as error:
            self._servers.failed(server)
            raise EditUnavailableError(f"{_name(server)}: {type(error).__name__}") from None
        except EditUnusableError:
            self._servers.failed(server)
            raise
        self._servers.went_well(server, self._clock() - began)
        return data

    def _post(self, server: Server, form: Form, deadline: float) -> Answer:
        mask = () if server.url in self._maskless else form.mask
        left_s = max(0.01, deadline - self._clock())
        timeout = httpx.Timeout(left_s, connect=min(CONNECT_S, left_s))
        with self._client.stream(
            "POST",
            f"{server.url}/v1/images/edits",
            data=dict(form.fields),
            files=[*form.pictures, *mask],
            timeout=timeout,
        ) as response:
            return Answer(response.status_code, response.headers, read_body(response, deadline, self._clock))

    def _file_of(self, answer: Answer, server: Server, deadline: float) -> bytes:
        if answer.status == 200:
            found = parse(answer.body)
            if isinstance(found, bytes):
                return found
            return fetched(self._client, server.url, found, deadline, self._clock)
        detail = f"{_name(server)} answered {answer.status}: {self._told(answer)}"
        if answer.status in (429, 503):
            self._servers.asked_to_wait(server, min(LONGEST_REST_S, answer.retry_after_s or FIRST_PAUSE_S))
            raise EditUnavailableError(detail)
        if answer.status >= 500:
            self._servers.failed(server)
            raise EditUnavailableError(detail)
        if any(word in answer.text.lower() for word in _REFUSALS):
            raise EditRefusedError(detail)
        log.error("generative.request_rejected", server=_name(server), status=answer.status, said=self._told(answer))
        raise EditError(detail)

    def _told(self, answer: Answer) -> str:
        """A server's own words for the log; some repeat the key."""
        text = answer.text.replace(self._key, "[key]") if self._key else answer.text
        return text[:_TOLD_CHARACTERS]


def _picture(data: bytes, frame: Frame, width: int, height: int) -> Floats:
    """The answer at the picture's own size. Raises `EditUnusableError`."""
    try:
        canvas = codec.decode(data).rgb
    except PictureError as error:
        raise EditUnusableError(f"the answer is no picture: {error}") from None
    if not is_alike(canvas, frame):
        got = f"{canvas.shape[1]}x{canvas.shape[0]}"
        raise EditUnusableError(f"the answer is {got} instead of {frame.width}x{frame.height}")
    return frame.back(canvas, width, height)


def _base(url: str) -> str:
    """Without the /v1 that some write."""
    return url.removesuffix("/v1")


def _name(server: Server) -> str:
    """For the log: no path, no password."""
    url = httpx.URL(server.url)
    return f"{url.host}:{url.port}" if url.port else url.host
