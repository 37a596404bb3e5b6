"""Whom the database server runs as, and what that user can reach."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_SETPCAP = 1, 2, 8


@dataclass(frozen=True)
class ServerUser:
    """A user of the system, in their own group alone. PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether the user may walk from / into the folder, by the mode bits."""
        return all(self._may_search(place.stat()) for place in (folder, *folder.parents))

    def _may_search(self, info: os.stat_result) -> bool:
        if info.st_uid == self.uid:
            return bool(info.st_mode & stat.S_IXUSR)
        if info.st_gid == self.gid:
            return bool(info.st_mode & stat.S_IXGRP)
        return bool(info.st_mode & stat.S_IXOTH)


def choose_user(data: Path) -> ServerUser:
    """Ourselves; as root the owner of the data if there are any, else `postgres`, else `nobody`."""
    if not is_root():
        return ServerUser(os.geteuid(), os.getegid())
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerUser(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(entry.pw_uid, entry.pw_gid)
    return ServerUser(65534, 65534)


def is_root() -> bool:
    return os.geteuid() == 0


def choose_capability() -> int | None:
    """The least right, among those that this root has, that lets a user pass closed folders. None: it has none.

    CAP_DAC_READ_SEARCH is to look only. Containers often have but the other one, which is to write as well.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    fields = dict(line.split(":\t", 1) for line in status.read_text(encoding="ascii").splitlines() if ":\t" in line)
    ours = int(fields["CapPrm"], 16) & int(fields["CapBnd"], 16)
    if not ours >> CAP_SETPCAP & 1:  # to hand a capability on to another user
        return None
    return next((number for number in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE) if ours >> number & 1), None)
