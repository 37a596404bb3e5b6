"""What must not be found: secrets in data folder and database; secrets, signs, links and pictures in the log."""

from __future__ import annotations

import base64
import functools
import http.server
import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from lingtu import Client, Job
from lingtu.database.embedded import running_url
from lingtu.errors import LingtuError
from tests.acceptance.conftest import Deployment, children_of, wait_for
from tests.numbered import link_of, picture_file

SECRETS = ("the-secret-of-A-9f31c7", "the-fresh-secret-of-A-77d0e2", "the-secret-of-B-51aa08")


@pytest.fixture
def pictures(tmp_path: Path) -> Iterator[str]:
    """A link to the caller's own picture server, with a token in its query."""
    (tmp_path / "private-photo.png").write_bytes(picture_file(3))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/private-photo.png?token=tk-5e0b"
        server.shutdown()


class Talk:
    """What one app says to the server: its calls, and whatever of them must not be written down."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.private: set[str] = set()
        client._http.event_hooks = {"request": [self._hear]}

    def _hear(self, request: httpx.Request) -> None:
        self.private |= {request.headers[name] for name in ("salt", "sign") if name in request.headers}

    def submit(self, link: str) -> Job:
        self.private.add(link)
        return self.client.submit("matting", image=link)

    def finish(self, link: str) -> list[str]:
        urls = self.submit(link).wait().urls
        self.private |= {part for url in urls for part in (url, url.partition("?")[2], url.rpartition("s=")[2])}
        return urls


def test_the_log_names_jobs_and_apps_and_nothing_private(deployment: Deployment, pictures: str) -> None:
    debug = {"LINGTU_LOG_LEVEL": "debug", "LINGTU_LOG_FORMAT": "json", "LINGTU_FETCH_ALLOW": "127.0.0.0/8"}
    deployment.environment |= debug
    server = deployment.serve(LINGTU_ENGINE="tests.fault_engines:KilledOnce")
    deployment.run("app", "create", "--app-id", "A", "--secret", SECRETS[0], "--quota", "50")
    with deployment.client("A", SECRETS[0]) as client, deployment.client("A", "wrong") as stranger:
        talk, strange = Talk(client), Talk(stranger)
        upload = client.upload(picture_file(1))
        talk.private.add(upload.removeprefix("upload://"))
        jobs = [talk.submit(link) for link in (upload, link_of(2), pictures)]
        (url,) = talk.finish(link_of(4))
        client.download(url)
        talk.finish(url)
        talk.submit(link_of(5)).cancel()
        for link in (
            url.replace("e=", "e=1"),
            "upload://unknown-5e0b",
            "http://10.0.0.1/hidden-5e0b.png",
            "data:image/x",
        ):
            with pytest.raises(LingtuError):
                talk.submit(link)
        with pytest.raises(LingtuError):
            strange.client.account()
        assert httpx.post(deployment.url + "/aigc/matting", content=b"\xff" * 99, trust_env=False).status_code == 401
        (postgres,) = (pid for pid, command in children_of(server.pid).items() if "postgres" in command)
        os.kill(postgres, signal.SIGKILL)
        wait_for(lambda: _answers(talk), 60, "the API answers again", deployment.log)
    server.send_signal(signal.SIGTERM)
    server.wait(60)

    log = (deployment.folder / "log").read_text() + (deployment.folder / "data/postgres/postgres.log").read_text()
    encoded = base64.b64encode(picture_file(2)).decode()
    private = {*SECRETS, *talk.private, *strange.private, encoded[:40], encoded[-40:], repr(picture_file(1))[20:60]}
    assert len(private) > 40
    assert [one for one in sorted(private) if one in log] == []
    events = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    calls = [event for event in events if event["event"] == "call"]
    assert {(event.get("app"), event.get("job")) for event in calls} >= {("A", int(job.id)) for job in jobs}
    assert {event["job"] for event in events if event["event"] == "job.finished"} >= {int(job.id) for job in jobs}
    assert {event["app"] for event in events if event["event"] == "job.started"} == {"A"}


def _answers(talk: Talk) -> bool:
    try:
        talk.client.account()
    except LingtuError:
        return False
    return True


def test_secrets_are_encrypted_at_rest(deployment: Deployment) -> None:
    server = deployment.serve("--no-worker")
    for app_id, secret in (("A", SECRETS[0]), ("B", SECRETS[2])):
        deployment.run("app", "create", "--app-id", app_id, "--secret", secret)
    deployment.run("app", "rotate", "A", "--secret", SECRETS[1])
    for app_id, secret in (("A", SECRETS[1]), ("B", SECRETS[2])):
        with deployment.client(app_id, secret) as client:
            client.account()
    url = running_url(deployment.folder / "data" / "postgres")
    assert url is not None
    dump = _dump(url)
    server.send_signal(signal.SIGTERM)
    assert server.wait(60) == 0
    files = [path for path in deployment.folder.rglob("*") if path.is_file()]
    assert len(files) > 100
    for secret in SECRETS:
        for form in (secret.encode(), secret.encode().hex().encode(), base64.b64encode(secret.encode())):
            assert form not in dump
            assert [path for path in files if form in path.read_bytes()] == []
    key = deployment.folder / "data" / "master.key"
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes() not in dump


def _dump(url: str) -> bytes:
    """Every row of every table, and the code of every function."""
    found = b""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # so that the data folder has them too
        for (name,) in connection.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r'").fetchall():
            with connection.cursor().copy(f"COPY {name} TO STDOUT") as copy:
                found += b"".join(bytes(part) for part in copy)
    assert b"\tA\t" in found or b"A\t" in found
    return found
