"""The database's folder: how its files are laid out, made, owned and opened by PostgreSQL's programs.

ROOT/lock          held by the process that supervises the server
ROOT/address       the socket's folder, written when the server is started
ROOT/password      of the role `lingtu`, 0600
ROOT/postgres.log  and .1, its predecessor
ROOT/run/          the socket, 0700
ROOT/data/         PostgreSQL's own
ROOT/init/         a data folder being made; whatever is found here was interrupted
ROOT/programs/     a copy of the programs, only where the server's user cannot reach the installed ones
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import structlog

from lingtu.database.binaries import Binaries, copy_binaries, find_binaries
from lingtu.database.rights import choose_capability, choose_user, is_root
from lingtu.errors import SetupError

ROLE = "lingtu"
SOCKET_FOLDER = "run"
PORT = 5432  # only a part of the socket's name
LOG_LIMIT_BYTES = 5_000_000
INITDB_TIMEOUT_S = 180.0

_LAUNCHER = Path(__file__).with_name("launcher.py")

_SERVER_SETTINGS = {
    "listen_addresses": "",  # no TCP
    "unix_socket_directories": f"../{SOCKET_FOLDER}",  # from the data folder: short, however long that is
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_parallel_workers_per_gather": "0",
    "dynamic_shared_memory_type": "mmap",  # in the data folder; containers have little /dev/shm
    "logging_collector": "off",
    "log_checkpoints": "off",
    "jit": "off",
}

log = structlog.get_logger(__name__)


class Cluster:
    """One data folder with the programs that fit it. Every method needs the lock of the folder to be held."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.socket_folder = root / SOCKET_FOLDER
        self._user = choose_user(self.data)
        self._programs, self._capability = self._reachable_programs(find_binaries(_data_major(self.data)))

    def prepare(self) -> None:
        """Make the folder ready for `spawn`: data are made if there are none."""
        self.root.chmod(0o711 if is_root() else 0o700)  # the server's user walks through
        self._make_folder(self.socket_folder)
        _rotate(self.log_path)
        if not self.data.exists():
            self._init()

    def read_password(self) -> str:
        """Raises `SetupError` if it is lost."""
        try:
            return read_password(self.root)
        except FileNotFoundError:
            raise SetupError(
                f"{self.root / 'password'} is gone: without it nobody can open the database in {self.data}. "
                "Put it back from a copy, or name another folder by LINGTU_DATA_DIR"
            ) from None

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server. It dies with the calling thread, so that one has to live as long as the process."""
        settings = [part for name, value in _SERVER_SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with open(os.open(self.log_path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as output:
            return subprocess.Popen(  # noqa: S603 - our own launcher
                self._command("postgres", self.data, *settings),
                cwd=self.data,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in a terminal is for the supervisor, which shuts down in its order
            )

    @property
    def log_path(self) -> Path:
        return self.root / "postgres.log"

    def log_tail(self, lines: int = 8) -> str:
        """The last lines that the server wrote."""
        with open(self.log_path, "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 4000))
            return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])

    def _init(self) -> None:
        """Make the data beside their place and move them there whole: a crash in between leaves no half database."""
        nursery = self.root / "init"
        shutil.rmtree(nursery, ignore_errors=True)
        self._make_folder(nursery)
        self._make_folder(nursery / "data")
        password = secrets.token_hex(24)
        for path in (self.root / "password", nursery / "password"):
            write_private(path, password + "\n")
        self._give(nursery / "password")
        started = time.monotonic()
        options = ["--username", ROLE, "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--data-checksums"]
        if self._programs.major >= 16:  # from there on it can be kept from using /dev/shm
            options += ["--set", f"dynamic_shared_memory_type={_SERVER_SETTINGS['dynamic_shared_memory_type']}"]
        done = subprocess.run(  # noqa: S603 - our own launcher
            self._command("initdb", nursery / "data", *options, "--pwfile=../password"),
            cwd=nursery / "data",
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=INITDB_TIMEOUT_S,
            check=False,
        )
        if done.returncode != 0:
            said = (done.stderr + done.stdout).decode(errors="replace").strip()[-600:]
            raise SetupError(f"the database could not be made in {self.root}: {said or f'exit {done.returncode}'}")
        (nursery / "data").rename(self.data)
        _sync_folder(self.root)
        shutil.rmtree(nursery)
        log.info("postgres.created", folder=str(self.data), seconds=round(time.monotonic() - started, 2))

    def _command(self, program: str, data: Path, *arguments: str) -> list[str]:
        user = self._user
        identity = [str(os.getpid()), str(user.uid), str(user.gid), str(self._capability)]
        executable = str(self._programs.folder / program)
        return [
            *(sys.executable, "-I", "-S", str(_LAUNCHER), *identity),
            *(executable, "-D", self._name_for_server(data), *arguments),
        ]

    def _name_for_server(self, data: Path) -> str:
        """A path of the data folder that the server's user can follow.

        Below a closed folder (the usual `/root`) the absolute path is barred, but the working directory, entered by
        root before the change of user, is not; its name in /proc is an absolute path, as PostgreSQL wants.
        """
        if not is_root() or self._user.can_enter(data):
            return str(data)
        if sys.platform == "linux":
            return "/proc/self/cwd"
        raise SetupError(
            f"PostgreSQL does not run as root, and no other user can reach {data}: "
            "set LINGTU_DATA_DIR to a folder that all users may enter"
        )

    def _reachable_programs(self, found: Binaries) -> tuple[Binaries, int]:
        """The programs where the server's user can reach them, and a capability without which it cannot (0: none)."""
        if not is_root() or self._user.can_enter(found.folder):
            return found, 0
        if self._user.can_enter(self.root.parent):
            return copy_binaries(found, self.root / "programs"), 0
        # Both are below closed folders. PostgreSQL finds its own place link by link from /, so that nothing but the
        # right to pass closed folders helps.
        if (capability := choose_capability()) is not None:
            return found, capability
        raise SetupError(
            f"PostgreSQL does not run as root, and no other user can reach its programs in {found.folder}: install "
            "lingtu where all users may read (such as /opt), or set LINGTU_DATA_DIR to a folder that they may enter"
        )

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
        self._give(folder)

    def _give(self, path: Path) -> None:
        if is_root():
            os.chown(path, self._user.uid, self._user.gid)


def _environment() -> dict[str, str]:
    """Nothing of ours (PGPORT, PGOPTIONS, locale) may change the server."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def read_password(root: Path) -> str:
    return (root / "password").read_text(encoding="ascii").strip()


def _data_major(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        if data.exists():
            raise SetupError(f"{data} is not a PostgreSQL data folder: move it away, or set LINGTU_DATA_DIR") from None
        return None


def _rotate(path: Path) -> None:
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_name(path.name + ".1"))


def write_private(path: Path, text: str) -> None:
    """Write a whole file that only its owner reads, or none."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
