"""A job as its caller sees it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from lingtu.client.answers import error_of
from lingtu.client.retry import may_pass
from lingtu.errors import LingtuError, NotFoundError

if TYPE_CHECKING:
    from os import PathLike
    from typing import Any

    from PIL.Image import Image

    from lingtu.client.views import JobView

_POLL_S = (0.1, 2.0)  # first, longest pause between two looks at a job
_NO_NAME = re.compile(r"[^\w.-]|\.\.")  # in what a server says: it must not choose a folder
_OUTAGE_S = 60.0  # how long a server that has answered before may be away while a job is waited for


class CanceledError(Exception):
    """The job was cancelled: it has no results."""


class Caller(Protocol):
    """What a job needs of its client."""

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any: ...
    def download(self, url: str) -> bytes: ...


class Job:
    """One job of the server: what is known of it, and what can be done with it."""

    def __init__(self, client: Caller, id: str, view: JobView | None = None) -> None:
        self._client = client
        self._view = view
        #: The jobId; `client.job(id)` has the job again, in any process.
        self.id = id

    def __repr__(self) -> str:
        return f"<Job {self.id}: {self._view['status'] if self._view else 'not looked at yet'}>"

    @property
    def view(self) -> JobView:
        """All that the server said when it was asked last; it is asked if it never was."""
        return self._view or self.refresh()

    @property
    def status(self) -> str:
        """waiting, executing, succeed, failed or Canceled."""
        return self.view["status"]

    @property
    def progress(self) -> float:
        """Done share, 0 to 1."""
        return self.view["progress"]

    @property
    def has_ended(self) -> bool:
        return self.view["finishedAt"] is not None

    @property
    def urls(self) -> list[str]:
        """Links of the results; they work until `view["expiresAt"]`."""
        return self.view["urls"]

    def refresh(self) -> JobView:
        """Ask the server how the job is now."""
        view: JobView = self._client.call("POST", "/aigc/job/result", {"jobId": self.id})
        self._view = view
        return view

    def wait(self, *, timeout_s: float = 600.0, on_progress: Callable[[Job], object] | None = None) -> Self:
        """The job at its successful end; `on_progress` is called after every look.

        A failed job raises its error, a cancelled one `CanceledError`. `TimeoutError` if it takes too long: the job
        goes on. A server that is away for less than a minute is waited for.
        """
        deadline, pause_s, heard = time.monotonic() + timeout_s, _POLL_S[0], time.monotonic()
        while True:
            if self._look(heard):
                heard = time.monotonic()
                if on_progress is not None:
                    on_progress(self)
                if self.has_ended:
                    self.check()
                    return self
            if time.monotonic() + pause_s > deadline:
                raise TimeoutError(f"job {self.id} is still {self.status} after {timeout_s:g} s")
            time.sleep(pause_s)
            pause_s = min(pause_s * 1.5, _POLL_S[1])

    def _look(self, heard: float) -> bool:
        """Refresh; False for no answer from a server that answered a moment ago."""
        try:
            self.refresh()
        except (LingtuError, ConnectionError) as error:
            if not may_pass(error) or time.monotonic() - heard > _OUTAGE_S:
                raise
            return False
        return True

    def check(self) -> None:
        """Raise what an ended job ended with, if that is no success."""
        view = self.view
        if view["status"] == "failed":
            raise error_of(view["code"] or 500, view["message"] or "")
        if view["finishedAt"] is not None and view["status"] != "succeed":
            raise CanceledError(f"job {self.id} was cancelled")

    def read(self) -> list[bytes]:
        """The files of the results, waited for. `NotFoundError` if they have expired or were deleted."""
        if not self.has_ended:
            self.wait()
        self.check()
        if not self.urls:
            raise NotFoundError(*[f"{self.view['message'] or 'no results'} ({self.id})"] * 2)
        return [self._client.download(url) for url in self.urls]

    def images(self) -> list[Image]:
        """The results as Pillow images, waited for; a psd is Pillow's flattened one."""
        import io

        from PIL import Image

        return [Image.open(io.BytesIO(data)) for data in self.read()]

    def save(self, to: str | PathLike[str]) -> list[Path]:
        """Write the results, waited for: the files that were written.

        `to` is a folder (one that exists, or a name without a suffix), or a file. Suffixes are those of the formats;
        several results of a format are numbered from 1.
        """
        target = Path(to)
        datas, formats = self.read(), self.view["formats"]
        if target.is_dir() or not target.suffix:
            target = target / _NO_NAME.sub("_", f"{self.view['operation']}-{self.id}")
        else:
            target = target.with_suffix("")
        target.parent.mkdir(parents=True, exist_ok=True)
        names = _numbered(target.name, formats)
        return [_written(target.with_name(name), data) for name, data in zip(names, datas, strict=True)]

    def cancel(self, reason: str | None = None) -> bool:
        """Take a waiting job back; True is a promise that it won't run and costs nothing."""
        done: bool = self._client.call("POST", "/aigc/job/cancel", {"jobId": self.id, "reason": reason})["success"]
        return done

    def delete(self) -> bool:
        """Have an ended job's files deleted before their time; False if it hasn't ended, or isn't this app's."""
        done: bool = self._client.call("POST", "/aigc/job/delete", {"jobId": self.id})["success"]
        return done


def _numbered(stem: str, formats: list[str]) -> list[str]:
    """Names of the files of a job, by their formats."""
    names = []
    for index, kind in enumerate(formats):
        number = f"-{formats[: index + 1].count(kind)}" if formats.count(kind) > 1 else ""
        names.append(f"{stem}{number}.{_NO_NAME.sub('_', kind)}")
    return names


def _written(file: Path, data: bytes) -> Path:
    """Whole or not at all."""
    partial = file.with_name(f".{file.name}.partial")
    partial.write_bytes(data)
    return partial.replace(file)
