"""The operators' pages: on the admin port alone, for operators alone."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import psycopg
import pytest

from lingtu.errors import EngineCrashedError, PictureError
from lingtu.jobs import queue
from lingtu.services import Services
from lingtu.settings import Settings
from tests.integration.caller import calling, picture
from tests.integration.conftest import WithServices
from tests.integration.studio import looking, refusal, sign_in, visiting
from tests.integration.test_job_store import claim, submit

CALLS = [
    ("GET", "apps"),
    ("POST", "apps"),
    ("POST", "apps/A/quota"),
    ("GET", "apps/A/ledger"),
    ("POST", "apps/A/limits"),
    ("POST", "apps/A/enabled"),
    ("POST", "apps/A/secret"),
    ("POST", "links"),
    ("GET", "queue"),
    ("GET", "failures"),
    ("GET", "series"),
    ("POST", "gallery/backgrounds"),
    ("POST", "gallery/faces"),
    ("DELETE", "gallery/backgrounds/own"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_designers_and_strangers_get_nowhere(with_services: WithServices[None], method: str, path: str) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as designer, looking(services, "admin") as stranger:
            assert (await designer.request(method, f"api/admin/{path}", json={})).status_code in (404, 405)
            assert refusal(await stranger.request(method, f"api/admin/{path}", json={})) == (401, 401)
            stolen = {"cookie": f"lingtu-operator={designer.cookies['lingtu-studio']}"}
            for headers in (stolen, stolen | {"x-lingtu-csrf": designer.headers["x-lingtu-csrf"]}):
                answer = await stranger.request(method, f"api/admin/{path}", json={}, headers=headers)
                assert refusal(answer) == (401, 401), "a designer's session is none here"

    with_services(body)


def test_an_operators_session_is_none_on_the_apis_port(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services, "admin") as operator, looking(services) as http:
            stolen = {"cookie": f"lingtu-studio={operator.cookies['lingtu-operator']}"}
            assert refusal(await http.get("api/session", headers=stolen)) == (401, 401)

    with_services(body)


def test_an_app_from_its_making_to_its_end(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services, "admin", None) as http:
            made = (await http.post("api/admin/apps", json={"appId": "C", "quota": 5, "v2Only": "false"})).json()
            assert (made["app"]["appId"], made["app"]["remaining"]) == ("C", 5)
            for name in ("C", "a b", "", "x" * 65, None):
                assert refusal(await http.post("api/admin/apps", json={"appId": name})) == (400, 400)
            async with calling(services, "C", made["secret"]) as caller:
                assert (await caller.http.get("/aigc/account")).json()["remaining"] == 5
            assert (await http.post("api/admin/apps/C/quota", json={"add": 7})).json()["remaining"] == 12
            assert (await http.post("api/admin/apps/C/quota", json={"set": 3})).json()["remaining"] == 3
            assert refusal(await http.post("api/admin/apps/C/quota", json={"set": 3, "add": 1})) == (400, 400)
            first = (await http.get("api/admin/apps/C/ledger", params={"limit": 2})).json()
            assert [entry["units"] for entry in first["entries"]] == [-9, 7]
            rest = (await http.get("api/admin/apps/C/ledger", params={"cursor": first["nextCursor"]})).json()
            assert ([entry["units"] for entry in rest["entries"]], rest["nextCursor"]) == ([5], None)
            limits = (await http.post("api/admin/apps/C/limits", json={"callsPerMinute": 9})).json()["limits"]
            assert (limits["callsPerMinute"], limits["unfinishedJobs"]) == (9, None)
            rotated = (await http.post("api/admin/apps/C/secret")).json()
            assert rotated["secret"] != made["secret"]
            async with calling(services, "C", made["secret"]) as caller:
                assert (await caller.http.get("/aigc/account")).status_code == 401
            assert (await http.post("api/admin/apps/C/enabled", json={"enabled": False})).json()["enabled"] is False
            async with calling(services, "C", rotated["secret"]) as caller:
                assert (await caller.http.get("/aigc/account")).status_code == 401
            listed = (await http.get("api/admin/apps")).json()
            assert [app["appId"] for app in listed["apps"]] == ["A", "B", "C"]
            assert rotated["secret"] not in str(listed)
            assert refusal(await http.post("api/admin/apps/D/secret")) == (404, 404)

    with_services(body)


def test_a_designer_comes_in_by_an_operators_link(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services, "admin", None) as operator, looking(services) as http:
            url = (await operator.post("api/admin/links", json={"app": "B"})).json()["url"]
            place, _, token = url.partition("#link=")
            assert place == f"{services.settings.public_url}/studio/"
            session = (await http.post("api/session", json={"token": token})).json()
            assert (session["role"], session["app"]["appId"], session["operator"]) == ("designer", "B", False)
            assert refusal(await operator.post("api/admin/links", json={"app": "nobody"})) == (404, 404)

    with_services(body)


def test_the_first_operator_finds_an_app(database: str, settings: Settings) -> None:
    from lingtu.services import open_services

    async def body() -> None:
        async with open_services(settings, database) as services, looking(services, "admin") as http:
            session = (await sign_in(services, http, "admin", None)).json()
            assert (session["app"]["appId"], session["app"]["remaining"]) == ("studio", 100)
            assert len(await services.apps.all()) == 1
            again = (await sign_in(services, http, "admin", None)).json()
            assert again["apps"] == ["studio"]

    asyncio.run(body())


def test_queue_and_workers(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        ran: asyncio.Event = asyncio.Event()

        async def run(job_id: int, queue_id: int) -> None:
            assert await services.jobs.claim(job_id, queue_id)
            ran.set()
            await asyncio.sleep(60)

        first = await submit(services, "runs")
        app = queue.make_queue(database, run)
        worker = asyncio.create_task(queue.deliver(app, ["matting"], 1))
        await asyncio.wait_for(ran.wait(), 30)
        waiting = await submit(services, "waits")
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("UPDATE jobs SET created_at = now() - interval '100 s' WHERE request_id = 'runs'")
        async with visiting(services, "admin") as http:
            told = (await http.get("api/admin/queue")).json()
        worker.cancel()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        (row,) = told["operations"]
        assert (row["operation"], row["waiting"], row["executing"]) == ("matting", 1, 1)
        assert 100 <= row["oldestSeconds"] < 160
        (one,) = told["workers"]
        assert one["jobs"] == 1
        assert one["heartbeatSeconds"] < 30
        jobs = {job["jobId"]: job for job in told["jobs"]}
        assert jobs[str(first.job_id)]["worker"] == one["worker"]
        assert (jobs[str(waiting.job_id)]["worker"], jobs[str(waiting.job_id)]["status"]) == (None, "waiting")

    with_services(body)


def test_failures_and_figures(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        errors = [PictureError("坏", "it is broken"), PictureError("坏", "it is broken"), EngineCrashedError()]
        for index, error in enumerate(errors):
            running = await claim(services, await submit(services, f"r{index}"))
            assert running is not None
            await services.jobs.fail(running, error)
        for index in range(3, 7):
            running = await claim(services, await submit(services, f"r{index}"))
            assert running is not None
            await services.jobs.finish(running, [], [], None, 12)
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                """UPDATE jobs SET created_at = finished_at - interval '30 s',
                          started_at = finished_at - interval '10 s' WHERE status = 'succeed'"""
            )
            connection.execute(
                """UPDATE jobs SET created_at = created_at - interval '3 h', started_at = started_at - interval '3 h',
                          finished_at = finished_at - interval '3 h' WHERE request_id = 'r6'"""
            )
        async with visiting(services, "admin") as http:
            told = (await http.get("api/admin/failures")).json()
            assert (told["ended"], told["failed"]) == (7, 3)
            assert [(cause["count"], cause["code"]) for cause in told["causes"]] == [(2, 800002), (1, 500)]
            assert told["causes"][0]["message"].endswith("it is broken")
            series = (await http.get("api/admin/series", params={"hours": 24})).json()
            assert (series["bucketSeconds"], len(series["buckets"])) == (1800, 48)
            last = series["buckets"][-1]
            assert (last["submitted"], last["succeeded"], last["failed"], last["canceled"]) == (6, 3, 3, 0)
            assert last["waitP95"] <= 20.001
            assert last["runP95"] <= 10.001
            (old,) = (bucket for bucket in series["buckets"][:-1] if bucket["submitted"] or bucket["succeeded"])
            assert (old["submitted"], old["succeeded"], old["waitP50"], old["runP50"]) == (1, 1, 20, 10)
            assert series["buckets"][0]["waitP50"] is None
            for hours in ("0", "9999", "x"):
                assert refusal(await http.get("api/admin/series", params={"hours": hours})) == (400, 400)

    with_services(body)


class TestGallery:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        weights = {"weights_dir": Path(folder)} if (folder := os.environ.get("LINGTU_WEIGHTS_DIR")) else {}
        return settings.model_copy(update=weights)

    def test_an_own_background(self, with_services: WithServices[None]) -> None:
        async def body(services: Services) -> None:
            async with visiting(services, "admin") as http, calling(services) as caller:
                asked = {"id": "my-wall", "category": "indoor", "stand": "0.5,0.9,0.4"}
                answer = await http.post(
                    "api/admin/gallery/backgrounds", params=asked, content=picture(500, 500, "JPEG")
                )
                assert answer.status_code == 200, answer.text
                made = answer.json()["background"]
                assert (made["id"], made["own"], made["stand"]) == ("my-wall", True, [0.5, 0.9, 0.4])
                assert (await http.get(made["thumbnail"])).content == picture(500, 500, "JPEG")
                listed = (await http.get("api/galleries")).json()["backgrounds"]
                assert listed[-1] == made
                assert (await caller.submit(background={"bgId": "my-wall"})).status_code == 200
                for wrong in ({"id": "My"}, {"category": "sea"}, {"stand": "1,2"}, {"id": listed[0]["id"]}):
                    answer = await http.post(
                        "api/admin/gallery/backgrounds", params=asked | wrong, content=picture(500, 500)
                    )
                    assert refusal(answer) == (400, 400)
                answer = await http.post("api/admin/gallery/backgrounds", params=asked, content=b"no picture")
                assert refusal(answer) == (400, 800002)
                assert (await http.delete("api/admin/gallery/backgrounds/my-wall")).status_code == 204
                assert refusal(await http.delete("api/admin/gallery/backgrounds/my-wall")) == (404, 404)
                assert refusal(await http.delete(f"api/admin/gallery/backgrounds/{listed[0]['id']}")) == (404, 404)
                assert len((await http.get("api/galleries")).json()["backgrounds"]) == len(listed) - 1

        with_services(body)

    def test_a_face_needs_consent_and_a_face(self, with_services: WithServices[None]) -> None:
        async def body(services: Services) -> None:
            async with visiting(services, "admin") as http:
                asked = {"id": "me", "gender": "female", "skin": "white", "age": "adult"}
                consent = {"consent": "The model signed our release form on 2026-01-05."}
                answer = await http.post("api/admin/gallery/faces", params=asked, content=picture(500, 500))
                assert refusal(answer) == (400, 400)
                assert "consent" in answer.json()["message"]
                answer = await http.post("api/admin/gallery/faces", params=asked | consent, content=picture(500, 500))
                assert refusal(answer) == (400, 400)
                assert "face" in answer.json()["message"]

        with_services(body)
