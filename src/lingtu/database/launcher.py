"""Becomes the PostgreSQL server: gives up root, ties its life to the supervisor's, and executes the program.

Run as a script of its own (`python -I -S launcher.py PARENT UID GID CAPABILITY PROGRAM [ARGUMENT...]`), because the
alternative, `preexec_fn`, runs Python between fork and exec of a process with threads, where a lock held by another
thread blocks for ever. The steps have an order: a change of user clears the parent-death signal, so that comes after;
the working directory was entered before, by root's rights, and stays entered though the new user could not walk to it.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP = 28, 4
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 47, 2
_CAPABILITY_VERSION_3 = 0x20080522


def become_user(uid: int, gid: int) -> None:
    """Give up root for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)  # as root this sets the real, the effective and the saved user


def keep_rights_of_users(libc: ctypes.CDLL) -> None:
    """Let capabilities outlast the change of user, and count in access(2), by which PostgreSQL looks for itself."""
    _check(libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0), "prctl(PR_SET_SECUREBITS)")


def keep_capability(libc: ctypes.CDLL, number: int) -> None:
    """Hold on to one capability across the coming exec, and drop all others."""
    bit = 1 << number
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    effective_permitted_inheritable = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    _check(libc.capset(header, effective_permitted_inheritable), "capset")
    _check(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, number, 0, 0), "prctl(PR_CAP_AMBIENT)")


def die_with_parent(libc: ctypes.CDLL, parent: int) -> None:
    """Ask Linux for SIGINT, PostgreSQL's fast shutdown, when the thread that started this process ends."""
    _check(libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:  # it died before the request
        sys.exit("the supervisor is gone")


def _check(result: int, call: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{call}: {os.strerror(ctypes.get_errno())}")


def main(parent: str, uid: str, gid: str, capability: str, program: str, *arguments: str) -> None:
    """Capability 0 stands for none."""
    os.umask(0o077)
    libc = ctypes.CDLL(None, use_errno=True)
    if int(capability):
        keep_rights_of_users(libc)
    if os.geteuid() == 0:
        become_user(int(uid), int(gid))
    if int(capability):
        keep_capability(libc, int(capability))
    if sys.platform == "linux":
        die_with_parent(libc, int(parent))
    os.execv(program, [program, *arguments])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
