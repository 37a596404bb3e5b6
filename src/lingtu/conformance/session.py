"""Session: one run of the kit against one server, and what was seen so far."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, TypeVar

import httpx
from PIL import Image

from lingtu.conformance import bodies, pictures
from lingtu.conformance.jobs import JOBS, Ended, JobSpec
from lingtu.conformance.picture_host import PictureHost
from lingtu.conformance.queue import QueueSeen, watch_queue
from lingtu.conformance.verdict import BreachError, SkipError, expect
from lingtu.conformance.wire import TIMEOUT_S, Answer, Caller, get, post

JOB_TIMEOUT_S = 300.0
POLL_S = 0.05
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """An app."""

    app_id: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the person who runs the kit has given it."""

    url: str
    app: Credentials
    #: For rules about two tenants, and about too few generations.
    second: Credentials | None = None
    #: Where the server reaches the kit's own little picture server.
    host: PictureHost | None = None
    #: A photo of a person from the front, and of an upper garment.
    person: Image.Image | None = None
    garment: Image.Image | None = None


class Session:
    """Calls, galleries, shared jobs. What a rule asks for is made at its first use, and the outcome kept."""

    def __init__(self, options: Options, http: httpx.Client) -> None:
        self.url = options.url
        self._http = http
        self._options = options
        self._clock_ahead_s: float | None = None
        self._kept: dict[str, Any] = {}
        self.app = self._caller(options.app)

    def _caller(self, app: Credentials) -> Caller:
        return Caller(self._http, app.app_id, app.secret, self._server_now)

    # --- what rules may need ---

    @cached_property
    def second(self) -> Caller:
        return self._caller(self._given(self._options.second, "needs --second-app-id and --second-secret"))

    @property
    def host(self) -> PictureHost:
        why = "needs --pictures-at: an address of this machine from which the server may fetch pictures"
        return self._given(self._options.host, why)

    @property
    def person(self) -> Image.Image:
        return self._given(self._options.person, "needs --person: a photo of a person from the front")

    def portrait(self) -> tuple[Image.Image, str]:
        """A picture of a person's face and its link: the one that was given, or the gallery's first."""
        if (person := self._options.person) is not None:
            return person, pictures.uri_of(person)
        link = self.faces[0]["preview"]
        return self.picture(link), link

    @property
    def garment(self) -> Image.Image:
        return self._given(self._options.garment, "needs --garment: a photo of an upper garment")

    @staticmethod
    def _given(option: T | None, why: str) -> T:
        if option is None:
            raise SkipError(why)
        return option

    def wrong_secret(self) -> str:
        return self._options.app.secret + "x"

    @cached_property
    def backgrounds(self) -> list[dict[str, Any]]:
        return self._gallery(bodies.BACKGROUNDS, "bgs")

    @cached_property
    def faces(self) -> list[dict[str, Any]]:
        return self._gallery(bodies.FACES, "faces")

    def _gallery(self, path: str, name: str) -> list[dict[str, Any]]:
        answer = self.app.send(get(path))
        entries = answer.object().get(name)
        expect(
            isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries), f"{name}: a list", answer
        )
        if not entries:
            raise SkipError(f"the gallery of {name} is empty")
        return list(entries)

    def balance(self, caller: Caller | None = None) -> int:
        """Generations that the app has left."""
        answer = (caller or self.app).send(get(bodies.ACCOUNT))
        remaining = answer.object().get("remaining")
        if isinstance(remaining, bool) or not isinstance(remaining, int):
            raise BreachError("remaining: a whole number", answer)
        return remaining

    def remaining(self) -> int | None:
        """The balance; None on a server whose account can't be read, which a rule of section 6 tells."""
        try:
            return self.balance()
        except BreachError:
            return None

    # --- jobs ---

    def view(self, job_id: object, *headers: tuple[str, str]) -> dict[str, Any]:
        return self.app.send(post(bodies.RESULT, {"jobId": job_id}, *headers)).object()

    def submit(self, path: str, body: dict[str, Any]) -> str:
        """The jobId of a submission that must be taken."""
        return job_id_of(self.app.send(post(path, body)))

    def cancel(self, job_id: str) -> Answer:
        return self.app.send(post(bodies.CANCEL, {"jobId": job_id, "reason": "conformance"}))

    def wait(self, job_id: str) -> tuple[dict[str, Any], ...]:
        """What was seen of the job until its end."""
        views, deadline = [self.view(job_id)], time.monotonic() + JOB_TIMEOUT_S
        while views[-1].get("status") in ("waiting", "executing"):
            if time.monotonic() > deadline:
                raise BreachError(f"job {job_id} at its end within {JOB_TIMEOUT_S:g} s", views[-1])
            time.sleep(POLL_S)
            views.append(self.view(job_id))
        return tuple(views)

    def job(self, name: str) -> Ended:
        """The shared job of that name, run when it is first asked for; the rules that need it break with it."""
        return self.once(name, lambda: self._run(JOBS[name]))

    def _run(self, spec: JobSpec) -> Ended:
        body, before = spec.body(self), self.remaining()
        answer = self.app.send(post(spec.path, body))
        job_id, after = job_id_of(answer), self.remaining()
        spent = before - after if before is not None and after is not None else None
        views = self.wait(job_id)
        expect(views[-1].get("status") == spec.ends, f"the job ends as {spec.ends}", views[-1])
        return Ended(name=spec.name, sent=body, answer=answer, job_id=job_id, views=views, spent=spent)

    def queue(self) -> QueueSeen:
        return self.once("queue", lambda: watch_queue(self))

    def file(self, url: str) -> Answer:
        """What an unsigned GET of a link brings."""
        return self.once(url, lambda: self._fetch(url))

    def _fetch(self, url: str) -> Answer:
        try:
            response = self._http.get(url)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise BreachError(f"an answer from {url}", f"none: {type(error).__name__} {error}") from None
        return Answer(status=response.status_code, headers=response.headers, content=response.content)

    def picture(self, url: str) -> Image.Image:
        answer = self.file(url)
        expect(answer.status == 200, f"HTTP 200 from {url}", answer)
        return pictures.decode(answer.content, url)

    def result_of(self, name: str, index: int = 0) -> Image.Image:
        """A picture of a shared job, decoded."""
        urls = self.job(name).urls
        expect(len(urls) > index, f"at least {index + 1} links", urls)
        return self.picture(urls[index])

    def once(self, key: str, make: Callable[[], T]) -> T:
        """What `make` brings, made when it is first asked for; a breach is kept as well."""
        if key not in self._kept:
            try:
                self._kept[key] = make()
            except (BreachError, SkipError) as outcome:
                self._kept[key] = outcome
        kept = self._kept[key]
        if isinstance(kept, BreachError | SkipError):
            raise kept
        made: T = kept
        return made

    def _server_now(self) -> float:
        """The server's clock by its Date header: the rules of ±300 s must not fail by a wrong clock here."""
        if self._clock_ahead_s is None:
            date = self._fetch("/healthz").headers.get("date")
            told = parsedate_to_datetime(date).timestamp() if date else time.time()
            self._clock_ahead_s = told - time.time()
        return time.time() + self._clock_ahead_s


def open_http(url: str) -> httpx.Client:
    """One connection pool for all calls, without the environment's proxies."""
    return httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False)


def job_id_of(answer: Answer) -> str:
    """The bare string that answers a submission."""
    job_id = answer.result()
    expect(
        isinstance(job_id, str) and job_id.isascii() and job_id.isdigit(),
        "HTTP 200 with a bare string of digits",
        answer,
    )
    return str(job_id)
