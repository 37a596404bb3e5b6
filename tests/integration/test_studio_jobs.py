"""Jobs that are made and seen in the studio: the same rules as for signed calls, and no app sees another's."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import uvicorn
from PIL import Image

from lingtu.api.app import create_app
from lingtu.connections import QuietServer, bind
from lingtu.errors import PictureError
from lingtu.fetching.client import Fetcher
from lingtu.jobs.job import Job, JobStatus
from lingtu.jobs.pages import JobFilter, JobPages
from lingtu.jobs.sweep import Sweeper
from lingtu.services import Services, open_services
from lingtu.settings import Settings
from tests.integration.caller import calling, change, picture
from tests.integration.conftest import ON_EVERY_STORE, WithServices
from tests.integration.studio import refusal, visiting
from tests.integration.test_job_store import check_books, claim
from tests.integration.test_run_job import runner_of
from tests.numbered import picture_file


async def upload(http: httpx.AsyncClient, data: bytes | None = None) -> str:
    answer = await http.post("api/uploads", content=data or picture_file(1))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"])


async def matting(http: httpx.AsyncClient, **fields: Any) -> str:
    answer = await http.post("api/jobs/matting", json={"image": await upload(http), **fields})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["jobId"])


async def run(services: Services, app_id: str, job_id: str) -> Job:
    """Let a worker run a waiting job."""
    job = await services.jobs.get(int(job_id), app_id)
    assert job is not None
    assert job.queue_id is not None
    async with runner_of(services) as runner:
        await runner.run(job.job_id, job.queue_id)
    return job


@ON_EVERY_STORE
def test_a_job_from_its_picture_to_its_thumbnail(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            told = (await http.post("api/uploads", content=picture(60, 80))).json()
            assert (told["format"], told["width"], told["height"]) == ("png", 60, 80)
            job_id = await matting(http, seed=7)
            waiting = (await http.get(f"api/jobs/{job_id}")).json()
            assert (waiting["status"], waiting["queuePosition"], waiting["results"]) == ("waiting", 0, [])
            await run(services, "A", job_id)
            done = (await http.get(f"api/jobs/{job_id}")).json()
            assert (done["status"], done["seed"], done["params"]["seed"], done["attempts"]) == ("succeed", 7, 7, 1)
            assert done["waitSeconds"] > 0
            assert done["runSeconds"] > 0
            (result,) = done["results"]
            answer = await http.get(result["url"], params={"download": 1})
            assert Image.open(io.BytesIO(answer.content)).format == "PNG"
            assert answer.headers["content-disposition"] == f'attachment; filename="matting-{job_id}-1.png"'
            assert (await http.get(done["inputs"]["image"])).content == picture_file(1)
            small = await http.get(done["thumbnails"][0])
            assert Image.open(io.BytesIO(small.content)).format == "WEBP"
            again = await http.post("api/jobs/matting", json={"image": result["link"]})
            assert again.status_code == 200, "a result is the next job's picture"
            (row, first) = (await http.get("api/jobs")).json()["jobs"]
            assert row["jobId"] == again.json()["jobId"]
            assert first == {name: value for name, value in done.items() if name not in ("params", "inputs")}

    with_services(body)


def test_the_rules_of_signed_calls_hold(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http, calling(services) as caller:
            first = (await http.post("api/jobs/change-background", json=change())).json()
            assert (await caller.submit()).json() == first["jobId"], "one requestId, one job"
            assert refusal(await http.post("api/jobs/change-background", json=change(num=3, requestId="x"))) == (
                400,
                400,
            )
            assert refusal(await http.post("api/jobs/nothing", json={})) == (404, 404)
            await services.apps.set_limits("A", None, 1)
            assert refusal(await http.post("api/jobs/change-background", json=change(requestId="y"))) == (429, 429)
            await services.apps.set_limits("A", None, None)
            await services.apps.set_remaining("A", 1)
            answer = await http.post("api/jobs/change-background", json=change(requestId="z", num=2))
            assert refusal(answer) == (402, 800000)
            await services.apps.set_limits("A", 1, None)
            assert [(await http.post("api/uploads", content=picture())).status_code for _ in range(2)] == [200, 429]
            await services.apps.set_enabled("A", False)
            assert refusal(await http.get("api/jobs")) == (403, 403)
        check_books(database)

    with_services(body)


def test_cancel_fail_and_delete(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            waits, fails, ends = [await matting(http) for _ in range(3)]
            assert refusal(await http.delete(f"api/jobs/{waits}")) == (400, 400)
            assert (await http.post(f"api/jobs/{waits}/cancel")).json()["status"] == "canceled"
            running = await claim(services, await services.jobs.get(int(fails), "A"))  # type: ignore[arg-type]
            assert running is not None
            assert refusal(await http.post(f"api/jobs/{fails}/cancel")) == (400, 400)
            await services.jobs.fail(running, PictureError("是空的", "it is empty"))
            error = (await http.get(f"api/jobs/{fails}")).json()["error"]
            assert error == {"code": 800002, "message": "Picture is missing or cannot be read: it is empty"}
            chinese = (await http.get(f"api/jobs/{fails}", headers={"accept-language": "zh"})).json()["error"]
            assert chinese["message"] == "图片不能为空或无法访问：是空的"
            job = await run(services, "A", ends)
            before = (await http.get(f"api/jobs/{ends}")).json()
            assert (await http.delete(f"api/jobs/{ends}")).status_code == 204
            after = (await http.get(f"api/jobs/{ends}")).json()
            assert (after["results"], after["thumbnails"], after["inputs"]) == ([], [], {})
            assert after["note"] == "The files were deleted on request"
            gone = [before["results"][0]["url"], before["thumbnails"][0], before["inputs"]["image"]]
            for url in gone:
                assert refusal(await http.get(url)) == (404, 404)
            assert [key async for key in services.storage.keys(f"A/{job.job_id}")] == []
            states = {"canceled": waits, "failed": fails, "succeed": ends}
            for state, job_id in states.items():
                (row,) = (await http.get("api/jobs", params={"status": state})).json()["jobs"]
                assert row["jobId"] == job_id
            assert refusal(await http.get("api/jobs", params={"status": "odd"})) == (400, 400)

    with_services(body)


def test_pages_of_the_history(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            made = [await matting(http) for _ in range(5)]
            first = (await http.get("api/jobs", params={"limit": 2, "operation": "matting"})).json()
            second = (await http.get("api/jobs", params={"limit": 3, "cursor": first["nextCursor"]})).json()
            assert [job["jobId"] for job in [*first["jobs"], *second["jobs"]]] == made[::-1]
            assert second["nextCursor"] is None
            assert (await http.get("api/jobs", params={"operation": "model"})).json()["jobs"] == []

    with_services(body)


def test_thumbnails_outlive_results_and_die_in_their_time(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            job_id = await matting(http)
            await run(services, "A", job_id)
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("UPDATE jobs SET expires_at = clock_timestamp() - interval '1 s'")
                await Sweeper.of(services).expired()
                view = (await http.get(f"api/jobs/{job_id}")).json()
                assert (view["results"], view["inputs"]) == ([], {})
                assert view["note"] == "The result has expired and its files are deleted"
                assert (await http.get(view["thumbnails"][0])).status_code == 200
                connection.execute("UPDATE thumbnails SET expires_at = clock_timestamp() - interval '6 minutes'")
                assert refusal(await http.get(view["thumbnails"][0])) == (404, 404)
                await Sweeper.of(services).expired()
                assert connection.execute("SELECT count(*) FROM thumbnails").fetchone() == (0,)
            assert [key async for key in services.storage.keys(f"A/{job_id}")] == []

    with_services(body)


def test_files_deleted_while_the_job_ended_leave_no_thumbnail(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            job = await run(services, "A", await matting(http))
            await http.delete(f"api/jobs/{job.job_id}")
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("DELETE FROM thumbnails")
        await services.thumbnails.make(job, [picture()])
        assert [key async for key in services.storage.keys(f"A/{job.job_id}")] == []

    with_services(body)


class TestWithoutThumbnails:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"thumbnail_days": 0})

    def test_none_are_made(self, with_services: WithServices[None]) -> None:
        async def body(services: Services) -> None:
            async with visiting(services) as http:
                job_id = await matting(http)
                await run(services, "A", job_id)
                view = (await http.get(f"api/jobs/{job_id}")).json()
                assert (view["status"], view["thumbnails"]) == ("succeed", [])

        with_services(body)


def test_another_apps_jobs_look_like_none(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services, app_id="A") as a, visiting(services, app_id="B") as b:
            foreign, link = await matting(a), await upload(a)
            await run(services, "A", foreign)
            for method, path in (
                ("GET", ""),
                ("GET", "/results/0"),
                ("GET", "/thumbnails/0"),
                ("GET", "/inputs/image"),
                ("GET", "/call"),
                ("POST", "/cancel"),
                ("DELETE", ""),
            ):
                answers = [await b.request(method, f"api/jobs/{job}{path}") for job in (foreign, "123456789012345")]
                assert {refusal(answer) for answer in answers} == {(404, 404)}
                assert len({answer.json()["message"] for answer in answers}) == 1
            assert (await b.get("api/jobs")).json()["jobs"] == []
            assert refusal(await b.get("api/jobs", params={"cursor": foreign})) == (400, 400)
            assert refusal(await b.post("api/jobs/matting", json={"image": link})) == (400, 800002)
            assert refusal(await b.put("api/session", json={"app": "A"})) == (403, 403)
            assert (await a.get(f"api/jobs/{foreign}")).json()["status"] == "succeed"
            for path in ("results/0", "thumbnails/0", "inputs/image"):
                kept = (await a.get(f"api/jobs/{foreign}/{path}")).headers
                assert "max-age" in kept["cache-control"]
                assert kept["vary"] == "cookie", "whoever signs in at the same browser next asks anew"

    with_services(body)


def test_an_operator_picks_the_app(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services, "admin", None) as http, visiting(services, app_id="B") as b:
            session = (await http.get("api/session")).json()
            assert (session["role"], session["app"]["appId"], session["apps"]) == ("admin", "A", ["A", "B"])
            await matting(http)
            assert (await http.put("api/session", json={"app": "B"})).json()["app"]["appId"] == "B"
            of_b = await matting(http)
            assert [job["jobId"] for job in (await b.get("api/jobs")).json()["jobs"]] == [of_b]
            for app in ("nobody", None, 3):
                assert refusal(await http.put("api/session", json={"app": app})) == (400, 400)

    with_services(body)


def test_huge_numbers_name_no_job(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            for job in ("9" * 30, "9" * 5000, str(2**63), "0"):
                assert refusal(await http.get(f"api/jobs/{job}")) == (404, 404)
            assert refusal(await http.get(f"api/jobs/1/results/{'9' * 30}")) == (404, 404)

    with_services(body)


def test_null_characters_are_refused(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            assert refusal(await http.get("api/jobs?operation=%00")) == (400, 400)
            assert refusal(await http.get("api/jobs?cursor=%00")) == (400, 400)
        async with visiting(services, "admin", None) as http:
            assert refusal(await http.get("api/admin/apps/%00/ledger"))[0] in (400, 404)
            assert refusal(await http.put("api/session", json={"app": "\0"}))[0] in (400, 404)

    with_services(body)


def test_gallery_pictures_are_small_in_lists(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            found = (await http.get("api/galleries")).json()
            for entry in [*found["backgrounds"], *found["faces"]]:
                small, large = await http.get(entry["thumbnail"]), await http.get(entry["picture"])
                assert Image.open(io.BytesIO(large.content)).size[0] >= 400
                assert len(small.content) < 20_000 < len(large.content)

    with_services(body)


PROGRAMS = {"curl": ["bash"], "python": ["python3"], "javascript": ["node"]}
SUFFIXES = {"curl": ".sh", "python": ".py", "javascript": ".mjs"}


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("kind", list(PROGRAMS))
def test_the_copied_call_works(database: str, settings: Settings, tmp_path: Path, kind: str, version: str) -> None:
    """It is run as it is copied, against a server of its own, with the secret in the environment."""
    (program,) = PROGRAMS[kind]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    listener = bind("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    async def body(services: Services) -> str:
        await services.apps.create("C", "it's a $ecret", 9, v2_only=version == "2")
        async with visiting(services, app_id="C") as http:
            fields = {"formats": ["png", "psd"], "type": 1}
            job = await http.post("api/jobs/matting", json={"image": await upload(http), **fields})
            first = job.json()["jobId"]
            await services.jobs.cancel(int(first), "C")
            text: str = (await http.get(f"api/jobs/{first}/call")).json()[kind]
        assert "ecret" not in text.replace("secret", "").replace("SECRET", "")
        assert ("signVersion" in text) == (version == "2")
        (tmp_path / f"call{SUFFIXES[kind]}").write_text(text)
        async with Fetcher() as fetcher:
            server = QuietServer(uvicorn.Config(create_app(services, fetcher), log_config=None, lifespan="off"))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            process = await asyncio.create_subprocess_exec(
                program,
                str(tmp_path / f"call{SUFFIXES[kind]}"),
                env={"PATH": os.environ["PATH"], "LINGTU_SECRET": "it's a $ecret"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            reading = asyncio.create_task(process.communicate())
            try:
                job_id = await _second_job(services, first)
                await services.jobs.cancel(job_id, "C")
                out, errors = await asyncio.wait_for(reading, 30)
            finally:
                server.should_exit = True
                await serving
        assert process.returncode == 0, errors.decode()
        made = await services.jobs.get(job_id, "C")
        assert made is not None
        assert made.params | {"requestId": ""} == (await services.jobs.get(int(first), "C")).params | {"requestId": ""}  # type: ignore[union-attr]
        return out.decode()

    async def opened() -> str:
        local = settings.model_copy(update={"public_url": url})
        async with open_services(local, database) as services:
            return await body(services)

    out = asyncio.run(opened())
    assert "anceled" in out or "waiting" in out


async def _second_job(services: Services, first: str) -> int:
    pages = JobPages(services.pool)
    for _ in range(300):
        page = await pages.read("C", JobFilter(statuses=list(JobStatus), operations=["matting"]), 5)
        assert page is not None
        if found := [job.job_id for job in page.jobs if str(job.job_id) != first]:
            return found[0]
        await asyncio.sleep(0.1)
    raise AssertionError("the program submitted nothing")
