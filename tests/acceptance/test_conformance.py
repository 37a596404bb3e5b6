"""The conformance kit: our own server keeps every rule, and a wrong server is found out."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import psycopg
import pytest

from lingtu.conformance.runner import Result, begin, run
from lingtu.conformance.session import Credentials, Options, Session, open_http
from lingtu.conformance.table import choose
from lingtu.conformance.verdict import BreachError
from lingtu.database.embedded import open_embedded
from tests.acceptance.conftest import Deployment, deployed, free_port
from tests.acceptance.faults import FAULTS
from tests.tampering import Fault, tampering

APP = Credentials(app_id="A", secret="S")
#: What may be skipped, as jobs are too quick to be met executing, and a gallery picture need not hold a face.
MAY_BE_SKIPPED = {"results.executing", "cancel.an-executing-job-goes-on", "matting.a-head-is-cut-out-by-type-1"}


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    """Our server with the real engine, and two apps: a rich one and a poor one."""
    with deployed() as deployment:
        deployment.serve(LINGTU_ENGINE="classic", LINGTU_FETCH_ALLOW="127.0.0.0/8")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10000")
        deployment.run("app", "create", "--app-id", "B", "--secret", "T", "--quota", "2")
        yield deployment


def kit(url: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lingtu", "conformance", url, "--app-id", "A", "--secret", "S", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def check(url: str, only: str | None = None) -> list[Result]:
    with open_http(url) as http:
        return run(choose(only), Session(Options(url=url, app=APP), http), lambda _: None)


def failed(results: list[Result]) -> set[str]:
    return {result.rule.name for result in results if result.outcome == "failed"}


def kept(deployment: Deployment) -> dict[str, int]:
    """What the server holds of submissions: objects, and rows of tables."""
    tables = ("jobs", "intakes", "procrastinate_jobs", "uploads", "quota_ledger")
    objects = [path for path in (deployment.folder / "data" / "objects").rglob("*") if path.is_file()]
    with open_embedded(deployment.folder / "data" / "postgres") as url, psycopg.connect(url) as connection:
        rows = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables}
    return {"objects": len(objects), **{table: row[0] for table, row in rows.items() if row is not None}}


def test_refused_calls_leave_nothing_behind(server: Deployment) -> None:
    before = kept(server)
    done = kit(server.url, "--only", "*.refuses-*")
    assert done.returncode == 0, done.stdout[-4000:]
    assert kept(server) == before


def test_our_server_keeps_every_rule(server: Deployment, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    second = ("--second-app-id", "B", "--second-secret", "T")
    pictures = ("--pictures-at", f"http://127.0.0.1:{free_port()}")
    done = kit(server.url, *second, *pictures, "--json", str(report))
    rows = json.loads(report.read_text())["rules"]
    assert [row for row in rows if row["outcome"] == "failed"] == []
    assert done.returncode == 0, done.stdout[-4000:]
    assert len(rows) == len(choose(None))
    skipped = {
        row["rule"]: row["why"] for row in rows if row["outcome"] == "skipped" and row["rule"] not in MAY_BE_SKIPPED
    }
    for name, why in skipped.items():
        assert name.startswith("dress."), f"{name}: {why}"
        assert "501" in why or "--person" in why, f"{name}: {why}"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_wrong_server_is_found_out(server: Deployment, fault: Fault) -> None:
    with tampering(server.url, fault) as url:
        results = check(url, fault.only)
    must_fail = {rule.name for rule in choose(fault.only) if fnmatchcase(rule.name, fault.fails)}
    assert must_fail
    assert failed(results) == must_fail


def test_the_proxy_itself_breaks_nothing(server: Deployment) -> None:
    with tampering(server.url, Fault(name="none", only="")) as url:
        for pattern in sorted({fault.only for fault in FAULTS}):
            assert failed(check(url, pattern)) == set(), pattern


def test_a_failure_is_told_with_what_was_expected_and_seen(server: Deployment) -> None:
    fault = next(fault for fault in FAULTS if fault.name == "another code")
    with tampering(server.url, fault) as url:
        done = kit(url, "--only", "change-background.refuses-width-399")
    assert done.returncode == 1
    assert "failed   change-background.refuses-width-399" in done.stdout
    assert "expected: HTTP 400 with code 800004" in done.stdout
    assert 'seen:     HTTP 400 {"code": 800003' in done.stdout
    assert "0 passed, 1 failed, 0 skipped" in done.stdout


def test_a_server_that_says_yes_to_everything_is_found_out() -> None:
    """Whatever it answers, the run comes to its end."""

    class Yes(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # header and body in one packet: two would wait for each other
        yes = b'{"remaining": 99, "bgs": [{}], "faces": [{}], "status": 5, "urls": 7, "success": []}'

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            self.rfile.read(length if length < (20 << 20) else 0)  # one rule announces more than it sends
            self.send_response_only(200)
            self.send_header("content-length", str(len(self.yes)))
            self.end_headers()
            self.wfile.write(self.yes)

        do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    yes = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Yes)
    threading.Thread(target=yes.serve_forever, daemon=True).start()
    results = check(f"http://127.0.0.1:{yes.server_port}")
    yes.shutdown()
    tried = {result.rule.name for result in results if result.outcome != "skipped"}
    assert {rule.name for rule in choose("*.refuses-*")} & tried <= failed(results)
    assert all(result.seen and result.expected for result in results if result.outcome == "failed")


def test_a_server_without_an_account_is_judged_by_the_rest(server: Deployment) -> None:
    no_account = Fault(
        name="no account",
        only="",
        call=lambda asked: replace(asked, path="/aigc/nothing") if asked.path == "/aigc/account" else asked,
    )
    with tampering(server.url, no_account) as url:
        done = kit(url, "--only", "placement.product-*")
    assert "the account can't be read" in done.stdout
    assert done.returncode == 0, done.stdout


def test_it_does_not_begin_without_generations_or_server(server: Deployment) -> None:
    with open_http(server.url) as http:
        poor = Options(url=server.url, app=Credentials(app_id="B", secret="T"))
        with pytest.raises(BreachError, match=r"an app with \d+ generations.*2 left"):
            begin(choose(None), Session(poor, http))
    done = kit(f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 2
    assert "cannot begin: expected an answer" in done.stdout
    stranger = Options(url=server.url, app=Credentials(app_id="A", secret="wrong"))
    with open_http(server.url) as http, pytest.raises(BreachError, match="an app that the server knows"):
        begin(choose(None), Session(stranger, http))
