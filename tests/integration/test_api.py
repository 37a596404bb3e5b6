"""The API on a real database and store: what a signed call gets, in the contract's order."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import json
import re
import time
from typing import Any

import jsonschema_rs
import psycopg
import pytest
from PIL import Image

from lingtu.api.app import create_app
from lingtu.api.openapi.calls import CALLS
from lingtu.fetching.client import Fetcher
from lingtu.services import Services
from lingtu.settings import Settings
from lingtu.signing import Signed, sign_headers
from lingtu.storage.links import Links
from tests.integration.caller import BG, CHANGE_PATH, Caller, calling, change, code_of, data_uri, picture
from tests.integration.conftest import WithServices


def test_a_submission_answers_with_bare_digits_and_is_a_waiting_job(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        response = await caller.submit(num=2, seed=7)
        job_id = response.json()
        assert response.text == f'"{job_id}"'
        assert job_id.isdigit()
        assert len(job_id) in (15, 16)
        view = (await caller.post("/aigc/job/result", {"jobId": job_id, "requestId": "junk"})).json()
        assert view | {"createdAt": ""} == {
            "status": "waiting",
            "message": None,
            "url": None,
            "text": None,
            "format": None,
            "jobId": job_id,
            "requestId": "r1",
            "operation": "change-background",
            "seed": 7,
            "urls": [],
            "formats": [],
            "failures": [],
            "progress": 0.0,
            "queuePosition": 0,
            "createdAt": "",
            "startedAt": None,
            "finishedAt": None,
            "expiresAt": None,
            "code": None,
        }
        account = (await caller.http.get("/aigc/account")).json()
        assert (account["remaining"], account["today"]) == (8, {"jobs": 1, "units": 2})

    api(body)


def test_a_callback_url_is_checked_and_kept(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        refused = await caller.submit(callbackUrl="shop.example/hook", **{"requestId": "other"})
        assert code_of(refused) == (400, 400)
        assert "callbackUrl" in refused.json()["message"]
        job_id = (await caller.submit(callbackUrl="https://shop.example/hook?x=1")).json()
        job = await services.jobs.get(int(job_id), "A")
        assert job is not None
        assert job.params["callbackUrl"] == "https://shop.example/hook?x=1"

    api(body)


def test_an_upload_over_the_apps_cap_is_429_and_says_when_to_come_back(api: Any, database: str) -> None:
    async def body(services: Services, caller: Caller) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("UPDATE apps SET upload_bytes_limit = 100")
        response = await caller.http.post("/aigc/upload", content=picture())
        assert code_of(response) == (429, 429)
        assert int(response.headers["retry-after"]) > 0

    api(body)


def test_the_alias_is_the_same_operation(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        first = await caller.submit()
        assert (await caller.submit("/aigc/change-background")).json() == first.json()

    api(body)


def test_a_known_request_id_gets_its_job_whatever_the_body_says(api: Any, database: str) -> None:
    async def body(services: Services, caller: Caller) -> None:
        first = (await caller.submit()).json()
        again = await caller.submit(
            width=800, goods={"url": "http://127.0.0.1:1/gone", "x": 0, "y": 0, "width": 9, "height": 9}
        )
        assert again.json() == first
        assert (await services.apps.get("A")).remaining == 9

    api(body)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM intakes").fetchone() == (0,)


def test_submissions_at_the_same_time_are_one_job_with_one_set_of_objects(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        answers = await asyncio.gather(*(caller.submit() for _ in range(6)))
        assert len({answer.json() for answer in answers}) == 1
        assert (await services.apps.get("A")).remaining == 9
        keys = [key async for key in services.storage.keys("A")]
        assert keys == [f"A/{answers[0].json()}/in/goods"]

    api(body)


def test_refused_submissions_leave_nothing_and_cost_nothing(api: Any, database: str) -> None:
    async def body(services: Services, caller: Caller) -> None:
        refusals = [
            ({"background": {"url": data_uri(picture(60, 80))}}, (400, 800004)),
            ({"goods": {**change()["goods"], "url": data_uri(b"no picture")}}, (400, 800002)),
            ({"goods": {**change()["goods"], "url": data_uri(picture(5000, 10))}}, (400, 800002)),
            ({"goods": {**change()["goods"], "url": "upload://unknown"}}, (400, 800002)),
            ({"goods": {**change()["goods"], "url": "http://127.0.0.1:1/x.png"}}, (400, 800002)),
            (
                {"goods": {**change()["goods"], "url": "http://lingtu.test/files/A/1/out/1.png?e=9999999999&s=0"}},
                (400, 800002),
            ),
            ({"num": 4, "requestId": "dear"}, (402, 800000)),
        ]
        await services.apps.set_remaining("A", 3)
        for fields, expected in refusals:
            assert code_of(await caller.submit(**fields)) == expected, fields
        assert (await services.apps.get("A")).remaining == 3
        assert [key async for key in services.storage.keys("A")] == []
        assert (await caller.submit()).status_code == 200, "the requestId was not consumed"

    api(body)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM intakes").fetchone() == (0,)


def test_every_kind_of_link_becomes_an_input(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        upload = await caller.upload(picture())
        goods = {**change()["goods"], "url": upload}
        bgs = (await caller.http.get("/aigc/synthesis/change-background/bgs")).json()["bgs"]
        assert set(bgs[0]) == {"id", "category", "image"}
        mask = data_uri(picture(200, 200))
        response = await caller.submit(
            goods=goods, background={"url": bgs[0]["image"], "bgId": bgs[0]["id"], "mask": mask}
        )
        job = await services.jobs.get(int(response.json()), "A")
        assert job is not None
        assert job.inputs["background"] == f"gallery://backgrounds/{BG.file}"
        assert await services.storage.get(job.inputs["goods"]) == picture()
        assert await services.storage.get(job.inputs["mask"]) == picture(200, 200)
        assert "base64" not in json.dumps(job.params)
        async with calling(services, "B") as other:
            assert code_of(await other.submit(goods=goods)) == (400, 800002), "another app's upload is unknown"

    api(body)


def test_models_and_dresses_are_checked_before_their_pictures_are_fetched(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        dress = {
            "requestId": "r",
            "model": "http://x.example/p.jpg",
            "dresses": [{"image": "http://x.example/d.jpg", "type": "dresses"}],
        }
        assert code_of(await caller.post("/aigc/synthesis/dress", dress)) == (400, 800002)
        assert code_of(await caller.post("/aigc/synthesis/dress", {**dress, "dresses": []})) == (400, 800003)
        assert code_of(await caller.post("/aigc/synthesis/model", {"requestId": "r", "faceId": "x"})) == (400, 800002)

    api(body)


def test_cancelling(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        job_id = (await caller.submit()).json()
        async with calling(services, "B") as other:
            assert code_of(await other.post("/aigc/job/result", {"jobId": job_id})) == (404, 404)
            refused = (await other.post("/aigc/job/cancel", {"jobId": job_id})).json()
            assert refused == {"success": False, "message": "任务不存在"}
        for _ in range(2):
            assert (await caller.post("/aigc/job/cancel", {"jobId": job_id})).json() == {
                "success": True,
                "message": None,
            }
        view = (await caller.post("/aigc/job/result", {"jobId": f'"{job_id}"'})).json()
        assert (view["status"], view["message"]) == ("Canceled", None)
        assert (await services.apps.get("A")).remaining == 10

    api(body)


def test_a_call_is_accepted_once(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        path = "/aigc/account"
        headers = sign_headers(Signed(method="GET", path=path), app_id="A", secret="secret-A")
        http = caller.http
        assert (await http.get(path, headers=headers, auth=None)).status_code == 200
        assert code_of(await http.get(path, headers=headers, auth=None)) == (401, 401)

    api(body)


def test_a_refused_sign_does_not_use_its_salt_up(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        path = "/aigc/account"
        headers = sign_headers(Signed(method="GET", path=path), app_id="A", secret="secret-A")
        wrong = headers | {"sign": "0" * 64}
        assert code_of(await caller.http.get(path, headers=wrong, auth=None)) == (401, 401)
        assert (await caller.http.get(path, headers=headers, auth=None)).status_code == 200

    api(body)


def test_a_signature_header_that_is_there_twice_is_refused(api: Any) -> None:
    """Which of the two counts would be a proxy's choice."""

    async def body(services: Services, caller: Caller) -> None:
        path = "/aigc/account"
        for name in ("appId", "timestamp", "salt", "sign"):
            headers = sign_headers(Signed(method="GET", path=path), app_id="A", secret="secret-A")
            twice = [*headers.items(), (name.lower(), headers[name])]
            assert code_of(await caller.http.get(path, headers=twice, auth=None)) == (401, 401), name

    api(body)


def test_all_causes_of_401_look_alike(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        await services.apps.create("V2", "s", 0, v2_only=True)
        await services.apps.set_enabled("B", False)
        messages = set()
        for app_id, secret in [("A", "wrong"), ("nobody", "x"), ("B", "secret-B"), ("V2", "s")]:
            async with calling(services, app_id, secret) as caller:
                response = await caller.http.get("/aigc/account")
                assert code_of(response) == (401, 401)
                messages.add(response.json()["message"])
        assert messages == {"签名校验失败"}
        async with calling(services, "A") as caller:
            old = sign_headers(Signed(method="GET", path="/aigc/account"), app_id="A", secret="secret-A")
            old["timestamp"] = str(int(time.time()) - 1000)
            assert code_of(await caller.http.get("/aigc/account", headers=old, auth=None)) == (401, 401)

    with_services(body)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b'"x"', 400),
        (b'{"jobId": NaN}', 400),
        (b"\xff\xfe{}", 400),
        (b"[" * 5000, 400),
    ],
)
def test_what_is_not_a_json_object_is_400(api: Any, content: bytes, status: int) -> None:
    async def body(services: Services, caller: Caller) -> None:
        response = await caller.http.post("/aigc/job/result", content=content)
        assert code_of(response) == (status, status)

    api(body)


def test_a_body_over_the_limit_is_413(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        assert code_of(await caller.http.post("/aigc/matting", content=b" " * ((1 << 20) + 1))) == (413, 413)
        assert code_of(await caller.http.post("/aigc/upload", content=b" " * (10 * (1 << 20) + 1))) == (413, 413)

    api(body)


def test_languages(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        chinese = await caller.post("/aigc/matting", {"requestId": ""})
        english = await caller.post("/aigc/matting", {"requestId": ""}, **{"accept-language": "de,en;q=0.8,zh;q=0.5"})
        assert chinese.json()["message"].startswith("文本不能为空或长度过长")
        assert english.json()["message"].startswith("Text is empty or too long")
        assert chinese.json()["code"] == english.json()["code"]

    api(body)


def test_unknown_addresses_and_methods(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        assert code_of(await caller.http.get("/aigc/nothing")) == (404, 404)
        assert code_of(await caller.http.get("/aigc/matting")) == (405, 405)
        for path in ("/aigc/matting/", "/aigc/account/", "/healthz/"):  # no redirect, which would name the Host header
            assert code_of(await caller.http.get(path)) == (404, 404)
            assert code_of(await caller.post(path, {})) == (404, 404)
        assert code_of(await caller.http.get("/files/A/1/out/1.png?e=1&s=1", auth=None)) == (404, 404)
        assert code_of(await caller.http.get("/gallery/backgrounds/..%2fcatalogue.toml", auth=None)) == (404, 404)
        assert (await caller.http.get("/healthz", auth=None)).json()["status"] == "ok"
        assert (await caller.http.get("/readyz", auth=None)).json()["status"] == "ok"

    api(body)


def test_gallery_pictures_are_public_and_cacheable(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        for path, kind in (("change-background/bgs", "bgs"), ("model/faces", "faces")):
            entries = (
                await caller.http.get(f"/aigc/synthesis/{path}", headers={"content-type": "application/json"})
            ).json()
            for entry in entries[kind]:
                response = await caller.http.get(entry.get("image") or entry["preview"], auth=None)
                assert response.status_code == 200
                assert "immutable" in response.headers["cache-control"]
                Image.open(io.BytesIO(response.content)).verify()

    api(body)


def test_no_route_extends_another_except_at_a_slash(with_services: WithServices[None]) -> None:
    """v1 signs path + salt without a separator: `/a/b` with salt `c…` must not read as `/a/bc`."""

    async def body(services: Services) -> None:
        async with Fetcher() as fetcher:
            app = create_app(services, fetcher)
        paths = {route.path for route in app.app.routes}  # type: ignore[attr-defined]
        assert "/aigc/matting" in paths
        for path in paths:
            for other in paths - {path}:
                assert not (other.startswith(path) and other[len(path)] != "/"), f"{other} extends {path}"

    with_services(body)


def test_a_prefix_of_the_public_url_is_dropped_before_signing_and_routing(
    with_services: WithServices[None], settings: Settings
) -> None:
    """Whether the proxy in front removes it or not; links carry it."""

    async def body(services: Services) -> None:
        prefixed = dataclasses.replace(
            services,
            settings=settings.model_copy(update={"public_url": "https://shop.example/lingtu"}),
            links=Links("https://shop.example/lingtu", [b"k" * 32]),
        )
        async with calling(prefixed) as caller:
            entries = (await caller.http.get("/aigc/synthesis/change-background/bgs")).json()["bgs"]
            assert entries[0]["image"].startswith("https://shop.example/lingtu/gallery/")
            assert (await caller.http.get(entries[0]["image"], auth=None)).status_code == 200
            headers = sign_headers(Signed(method="GET", path="/aigc/account"), app_id="A", secret="secret-A")
            removed = await caller.http.get("https://shop.example/aigc/account", headers=headers, auth=None)
            assert removed.status_code == 200

    with_services(body)


def test_the_openapi_document_names_every_call(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        document = (await caller.http.get("/openapi.json", auth=None)).json()
        called = [call for methods in document["paths"].values() for call in methods.values()]
        assert {CHANGE_PATH, "/aigc/matting", "/aigc/job/list", "/aigc/upload", "/docs"} <= set(document["paths"])
        assert len({call["operationId"] for call in called}) == len(called) == len(CALLS) + 1, "the alias is one more"
        schemas = document["components"]["schemas"]
        assert set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document))) == set(schemas)
        for name, schema in schemas.items():
            jsonschema_rs.meta.validate(schema)
            if name.endswith("View"):
                assert schema["additionalProperties"] is False
                assert set(schema["required"]) == set(schema["properties"]), "strict out"

    api(body)


def test_a_mask_to_erase_by_has_the_pictures_proportions(api: Any) -> None:
    async def body(services: Services, caller: Caller) -> None:
        image = {"requestId": "r", "image": data_uri(picture(60, 80))}
        refused = await caller.post("/aigc/remove", {**image, "mask": data_uri(picture(80, 80))})
        assert (refused.status_code, refused.json()["code"]) == (400, 800004)
        assert "80×80" in refused.json()["message"]
        taken = await caller.post("/aigc/remove", {**image, "mask": data_uri(picture(120, 160))})
        assert taken.status_code == 200

    api(body)
