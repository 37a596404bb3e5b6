"""Pictures that were sent ahead, so that the same one is sent once."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_KEPT_S = 12 * 3600.0  # half of the server's day: the job must still find the picture
_MOST = 1000


class Uploads:
    """Remembers links by the pictures' digests. For any number of threads."""

    def __init__(self, upload: Callable[[bytes], str]) -> None:
        self._upload = upload
        self._guard = threading.Lock()
        self._links: OrderedDict[bytes, tuple[float, str]] = OrderedDict()

    def link_of(self, data: bytes) -> str:
        """The link of a picture, which is uploaded unless it was."""
        digest = hashlib.sha256(data).digest()
        with self._guard:
            until, link = self._links.get(digest, (0.0, ""))
        if until > time.monotonic():
            return link
        link = self._upload(data)
        with self._guard:
            self._links[digest] = (time.monotonic() + _KEPT_S, link)
            if len(self._links) > _MOST:
                self._links.popitem(last=False)
        return link
