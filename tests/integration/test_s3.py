"""Objects on S3: a real SeaweedFS, links that it checks by itself, and what becomes of work while it is away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from lingtu.errors import OverloadedError, SetupError
from lingtu.jobs import run_job
from lingtu.jobs.job import Job, JobStatus
from lingtu.services import Services, open_services, open_storage
from lingtu.settings import Settings
from lingtu.storage import objects
from lingtu.storage.objects import Missing, Storage
from lingtu.storage.s3 import Presigner, S3Keys, S3Place
from tests.integration.conftest import WithServices
from tests.integration.test_job_store import check_books
from tests.integration.test_run_job import outputs_in_store, runner_of, waiting_job
from tests.integration.test_sweep import age, keys, reread, show, sweeper_of
from tests.numbered import picture_file
from tests.seaweed import BUCKET, KEY_ID, SECRET, Seaweed
from tests.sick_proxy import SickProxy, sick_proxy

KEYS = S3Keys(key_id=KEY_ID, secret=SECRET)
KEY = "A/123456789012345/out/1-0.png"


@pytest.fixture
def settings(tmp_path: Path, seaweed: Seaweed) -> Settings:
    local = Settings(data_dir=tmp_path / "data", public_url="http://lingtu.test")
    return local.model_copy(update=seaweed.settings())


@pytest.fixture
def storage(settings: Settings) -> Storage:
    return open_storage(settings)[0]


def test_objects(storage: Storage) -> None:
    async def body() -> None:
        await storage.check()
        data = bytes(range(256)) * 40_000
        await storage.put(KEY, data)
        await storage.put(KEY, data + b"!")
        await storage.copy(KEY, "A/2/in/image")
        assert await storage.get("A/2/in/image") == data + b"!"
        await storage.put("A/12/in/image", b"x")
        await storage.delete_folder("A/1")
        await asyncio.gather(*(storage.delete_folder("A/123456789012345") for _ in range(4)))
        assert [key async for key in storage.keys("A")] == ["A/12/in/image", "A/2/in/image"]
        await storage.delete("A/12/in/image")
        await storage.delete("A/12/in/image")
        with pytest.raises(Missing):
            await storage.get("A/12/in/image")
        with pytest.raises(Missing):
            await storage.copy("A/12/in/image", "A/3/in/image")
        await storage.drop_partial()

    asyncio.run(body())


def _life(hours: float = 12) -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now, now + timedelta(hours=hours)


def test_the_store_itself_answers_links(settings: Settings) -> None:
    storage, presigner = open_storage(settings)
    assert presigner is not None
    asyncio.run(storage.put(KEY, picture_file(3)))
    url = presigner.url(KEY, *_life())
    assert url is not None
    answer = httpx.get(url, trust_env=False)
    assert (answer.status_code, answer.content) == (200, picture_file(3))
    assert answer.headers["content-type"] == "image/png"
    for changed in (url.replace("1-0.png", "1-1.png"), url.replace("Expires=4", "Expires=5"), url.partition("?")[0]):
        assert httpx.get(changed, trust_env=False).status_code == 403
    over = presigner.url(KEY, datetime.now(UTC) - timedelta(hours=13), datetime.now(UTC) - timedelta(hours=1))
    assert over is not None
    assert httpx.get(over, trust_env=False).status_code == 403
    asyncio.run(storage.delete(KEY))
    assert httpx.get(url, trust_env=False).status_code == 404


def test_the_bucket_as_part_of_the_hosts_name(seaweed: Seaweed) -> None:
    """`pictures.localhost`, which no resolver need know here: the links are asked for by address and Host header."""
    endpoint = f"http://localhost:{seaweed.port}"
    place = S3Place.parse(f"s3://{BUCKET}/virtual?style=virtual&endpoint={endpoint}")
    assert place.client_endpoint == f"http://{BUCKET}.localhost:{seaweed.port}"
    asyncio.run(Storage.s3(S3Place.parse(seaweed.url("virtual")), KEYS).put(KEY, b"x"))
    url = Presigner(place, KEYS).url(KEY, *_life())
    assert url is not None
    host = f"{BUCKET}.localhost:{seaweed.port}"
    answer = httpx.get(url.replace(host, f"127.0.0.1:{seaweed.port}"), headers={"host": host}, trust_env=False)
    assert (answer.status_code, answer.content) == (200, b"x")


def test_callers_get_links_into_the_store_and_may_use_them(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        job = await waiting_job(services)
        assert job.queue_id is not None
        async with runner_of(services) as runner:
            await runner.run(job.job_id, job.queue_id)
        ended = await reread(services, job)
        view = show(services, ended)
        assert view["urls"] == show(services, ended)["urls"], "the same at every poll"
        (url,) = ended.outputs and view["urls"]  # type: ignore[misc]
        answer = await asyncio.to_thread(httpx.get, url, trust_env=False)
        assert answer.content == await services.storage.get(ended.outputs[0]["key"])
        assert services.links.read(url, time.time()) == ended.outputs[0]["key"], "goods.url, without a fetch"

    with_services(body)


def test_links_of_temporary_keys_lead_through_the_server(settings: Settings, database: str) -> None:
    async def body() -> None:
        temporary = settings.model_copy(update={"storage_token": SecretStr("token")})
        assert open_storage(temporary)[1] is None
        role = settings.model_copy(update={"storage_key_id": None, "storage_secret": None})
        assert open_storage(role)[1] is None, "a machine's role has keys that die"

    asyncio.run(body())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"storage_secret": SecretStr("wrong")}, "refuses these keys"),
        ({"storage_key_id": "nobody"}, "refuses these keys"),
        ({"storage_secret": None}, "belong together"),
    ],
)
def test_what_cannot_work_is_told_at_the_start(
    settings: Settings, database: str, change: dict[str, object], told: str
) -> None:
    async def body() -> None:
        async with open_services(settings.model_copy(update=change), database):
            pass

    with pytest.raises(SetupError, match=told):
        asyncio.run(body())


def test_a_bucket_that_is_not_there(settings: Settings, seaweed: Seaweed) -> None:
    wrong = settings.model_copy(update={"storage_url": seaweed.url("p").replace(BUCKET, "no-such-bucket")})
    with pytest.raises(SetupError, match="no such bucket"):
        asyncio.run(open_storage(wrong)[0].check())


SickBody = Callable[[Services, SickProxy, Job], Awaitable[None]]


@pytest.fixture
def with_sick_store(
    tmp_path: Path, seaweed: Seaweed, database: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[SickBody], None]:
    """Run a test body on a store behind a line that can go bad, with a job that waits."""
    monkeypatch.setattr(objects, "RETRY_TIMEOUT", timedelta(seconds=1))
    monkeypatch.setattr(objects, "CALL_TIMEOUT", timedelta(seconds=2))

    def run(body: SickBody) -> None:
        async def opened(proxy: SickProxy) -> None:
            settings = Settings(data_dir=tmp_path / "data").model_copy(update=seaweed.settings(proxy.port))
            async with open_services(settings, database) as services:
                await services.apps.create("A", "secret-A", 10)
                await body(services, proxy, await waiting_job(services))

        with sick_proxy(seaweed.port) as proxy:
            asyncio.run(opened(proxy))
        check_books(database)

    return run


async def _heal(proxy: SickProxy, after: int) -> None:
    """Mend the line when it has spoilt so much."""
    while proxy.spoilt < after:  # noqa: ASYNC110  counted in another thread
        await asyncio.sleep(0.1)
    proxy.line = "well"


@pytest.mark.parametrize("line", ["down", "full", "cut", "stuck"])
def test_a_result_outlasts_a_store_that_is_away(with_sick_store: Callable[[SickBody], None], line: str) -> None:
    """The job succeeds on its first attempt, whole, when the store is well again."""

    async def body(services: Services, proxy: SickProxy, job: Job) -> None:
        assert job.queue_id is not None
        proxy.line = line
        recovery = asyncio.create_task(_heal(proxy, after=2))
        async with runner_of(services) as runner:
            await runner.run(job.job_id, job.queue_id)
        await recovery
        ended = await reread(services, job)
        assert (ended.status, ended.attempt) == (JobStatus.SUCCEED, 1)
        assert ended.outputs is not None
        (key,) = await outputs_in_store(services)
        assert key == ended.outputs[0]["key"]
        assert (await services.storage.get(key)).endswith(b"IEND\xaeB`\x82")

    with_sick_store(body)


@pytest.mark.parametrize("line", ["down", "full"])
def test_a_store_that_stays_away_ends_a_job_that_says_so(
    with_sick_store: Callable[[SickBody], None], database: str, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    """After three attempts, with its units back, and nothing left in the store once it is well."""
    monkeypatch.setattr(run_job, "END_RETRIES", 1)

    async def body(services: Services, proxy: SickProxy, job: Job) -> None:
        async with runner_of(services) as runner:
            for attempt in (1, 2, 3):
                waiting = await reread(services, job)
                assert (waiting.status, waiting.attempt) == (JobStatus.WAITING, attempt - 1)
                assert waiting.queue_id is not None
                proxy.line = line
                await runner.run(job.job_id, waiting.queue_id)
        ended = await reread(services, job)
        assert ended.status is JobStatus.FAILED
        assert ended.message is not None
        assert ended.message["code"] == 503
        assert "存储暂时不可用" in ended.message["zh"]
        assert (await services.apps.get("A")).remaining == 10
        proxy.line = "well"
        age(database, "UPDATE uploads SET expires_at = now() - interval '1 hour'")
        await sweeper_of(services).expired()
        assert await keys(services) == []

    with_sick_store(body)


def test_what_the_sweeper_could_not_delete_it_deletes_later(with_sick_store: Callable[[SickBody], None]) -> None:
    async def body(services: Services, proxy: SickProxy, job: Job) -> None:
        await services.storage.put(f"A/{job.job_id}/in/image", b"x")
        await services.jobs.cancel(job.job_id, "A")
        proxy.line = "down"
        await sweeper_of(services).expired()
        assert await services.leftovers.to_purge(10) == [("A", job.job_id)]
        proxy.line = "well"
        await sweeper_of(services).expired()
        assert await services.leftovers.to_purge(10) == []
        assert all(f"/{job.job_id}/" not in key for key in await keys(services))

    with_sick_store(body)


@pytest.mark.parametrize("line", ["down", "full", "cut", "stuck"])
def test_whoever_submits_meanwhile_is_told_to_come_again(
    with_sick_store: Callable[[SickBody], None], line: str
) -> None:
    async def body(services: Services, proxy: SickProxy, job: Job) -> None:
        proxy.line = line
        with pytest.raises(OverloadedError):
            await services.storage.put(f"A/{job.job_id}/in/other", bytes(1 << 20))
        proxy.line = "well"
        assert all("other" not in key for key in await keys(services)), "nothing half written"

    with_sick_store(body)
