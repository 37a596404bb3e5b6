"""Callers at work: several apps, several threads each, that upload, submit, use requestIds again, cancel and poll.

What the server promised them is kept, for the audit. They insist: a call without an answer, or answered by 503, is made
again, as the contract allows. Any other answer that they don't expect is a fault.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from lingtu import Client, Retry
from lingtu.errors import OverloadedError, QuotaError
from tests.numbered import link_of, number_in, picture_file

PATIENCE_S = 120.0
PAUSE_S = (0.01, 0.1)  # between two actions of a caller
MOST_UNFINISHED = 4  # jobs that a caller has under way
FINAL = ("succeed", "failed", "Canceled")
T = TypeVar("T")


@dataclass
class Promise:
    """A submission that was accepted."""

    app_id: str
    operation: str
    request_id: str
    job_id: str
    #: Carried by the picture of the body that was accepted.
    number: int
    #: What the cancellation answered, if there was one.
    cancelled: bool | None = None
    #: The answer of job/result when the job had ended.
    end: dict[str, Any] | None = None
    #: Whether its files were deleted by job/delete.
    deleted: bool = False


@dataclass(eq=False)
class Caller(threading.Thread):
    """One thread of an app, that talks to any of the API processes."""

    app_id: str
    clients: list[Client]
    chance: random.Random
    numbers: Iterator[int]
    stopping: threading.Event
    promises: list[Promise] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(name=f"caller-{self.app_id}", daemon=True)

    def run(self) -> None:
        actions = [self._submit, self._submit_again, self._look, self._cancel, self._delete]
        while not self.stopping.is_set():
            (action,) = self.chance.choices(actions, [6, 2, 5, 1, 1])
            try:
                action()
            except QuotaError:
                pass
            except Exception as error:
                self.faults.append(f"{self.app_id} {action.__name__}: {error!r}")
            self.stopping.wait(self.chance.uniform(*PAUSE_S))

    def look_at(self, promise: Promise) -> None:
        """Ask for the job; an end must stay as it was, and show the picture that was submitted."""
        view = self._insist(lambda client: client.job(promise.job_id).refresh())
        if promise.end is not None:
            if ending_of(view, promise.deleted) != ending_of(promise.end, promise.deleted):
                self.faults.append(f"job {promise.job_id} ended twice: {promise.end}, then {view}")
        elif view["status"] in FINAL:
            promise.end = view
            if view["status"] == "succeed" and promise.deleted == bool(view["urls"]):
                self.faults.append(f"job {promise.job_id} has the links {view['urls']}, deleted: {promise.deleted}")
            for url in view["urls"]:
                self._check_picture(promise, url)

    def look_at_all(self) -> None:
        """When everything has ended."""
        for promise in self.promises:
            self.look_at(promise)

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def _submit(self) -> None:
        if len([one for one in self.promises if one.end is None]) >= MOST_UNFINISHED:
            return self._look()
        number = next(self.numbers)
        operation = "change-background" if self.chance.random() < 0.2 else "matting"
        request_id, body = f"r{number}", self._body(operation, number)
        job_id = self._insist(lambda client: client.submit(operation, requestId=request_id, **body).id)
        self.promises.append(Promise(self.app_id, operation, request_id, job_id, number))
        return None

    def _submit_again(self) -> None:
        """A known requestId with another picture, which must never be run."""
        if not self.promises:
            return
        known = self.chance.choice(self.promises[-20:])
        body = self._body(known.operation, next(self.numbers))
        job_id = self._insist(lambda client: client.submit(known.operation, requestId=known.request_id, **body).id)
        if job_id != known.job_id:
            self.faults.append(f"requestId {known.request_id} has the jobs {known.job_id} and {job_id}")

    def _cancel(self) -> None:
        open_ones = [one for one in self.promises if one.end is None and one.cancelled is None]
        if open_ones:
            promise = open_ones[-1]
            promise.cancelled = self._insist(lambda client: client.job(promise.job_id).cancel())

    def _delete(self) -> None:
        """Any job's files; a job that hasn't ended keeps them."""
        if self.promises:
            promise = self.chance.choice(self.promises[-10:])
            promise.deleted |= self._insist(lambda client: client.job(promise.job_id).delete())

    def _look(self) -> None:
        if self.promises:
            self.look_at(self.chance.choice(self.promises[-10:]))

    def _body(self, operation: str, number: int) -> dict[str, Any]:
        link = link_of(number)
        if self.chance.random() < 0.5:
            link = self._insist(lambda client: client.upload(picture_file(number)))
        if operation == "matting":
            return {"image": link}
        goods = {"url": link, "x": 10, "y": 10, "width": 300, "height": 300, "matting": True}
        return {
            "width": 400,
            "height": 400,
            "goods": goods,
            "background": {"bgId": "simplicity-01"},
            "num": 2,
            "productSmartColor": False,
        }

    def _check_picture(self, promise: Promise, url: str) -> None:
        picture = self._insist(lambda client: client.download(url))
        if promise.operation == "matting" and number_in(picture) != promise.number:
            self.faults.append(f"job {promise.job_id} shows picture {number_in(picture)}, not {promise.number}")

    def _insist(self, call: Callable[[Client], T]) -> T:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return call(self.chance.choice(self.clients))
            except (ConnectionError, OverloadedError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


def ending_of(view: dict[str, Any], deleted: bool) -> tuple[Any, ...]:
    """What of an answer must never change once the job has ended; links are signed anew, or deleted."""
    links = [] if deleted else [url.split("?")[0] for url in view["urls"]]
    return view["status"], view["finishedAt"], view["seed"], links


def make_callers(secrets: dict[str, str], urls: list[str], threads: int, seed: str, first: int) -> list[Caller]:
    """So many threads for each app; the numbers of their pictures are all different, beginning with the first."""
    counter = itertools.count(first)
    stopping = threading.Event()
    return [
        Caller(
            app_id=app_id,
            clients=[Client(url, app_id=app_id, secret=secret, retry=Retry(tries=1)) for url in urls],
            chance=random.Random(f"{seed}/{app_id}/{index}"),
            numbers=counter,
            stopping=stopping,
        )
        for app_id, secret in secrets.items()
        for index in range(threads)
    ]
