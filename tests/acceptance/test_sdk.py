"""The SDK on a real server: every input, every operation, progress, files, errors; signed for async callers too."""

from __future__ import annotations

import asyncio
import functools
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from lingtu import CanceledError, Client, Job, Retry, Signature
from lingtu.client.retry import insist
from lingtu.errors import ChoiceError, NotFoundError, PictureError, SignatureError
from lingtu.signing import SignVersion
from tests.acceptance.conftest import Deployment, deployed

SIZE = (40, 30)


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    with deployed() as deployment:
        deployment.environment["LINGTU_ENGINE"] = "tests.fault_engines:Plain"
        deployment.environment["LINGTU_PUBLIC_URL"] = f"{deployment.url}/shop"  # a proxy's path, which isn't signed
        deployment.serve()
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100")
        deployment.run("app", "create", "--app-id", "strict", "--secret", "S", "--quota", "100", "--v2-only")
        yield deployment


@pytest.fixture
def client(server: Deployment) -> Iterator[Client]:
    with Client(f"{server.url}/shop", app_id="A", secret="S", language="en") as client:
        yield client


def picture(color: tuple[int, int, int] = (200, 30, 60)) -> Image.Image:
    return Image.new("RGB", SIZE, color)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    picture().save(tmp_path / "mug.png")
    return tmp_path / "mug.png"


def test_every_kind_of_picture(client: Client, file: Path) -> None:
    data = file.read_bytes()
    result = client.matting(file).wait()
    kinds = [file, str(file), data, bytearray(data), Image.open(file), client.upload(data), result.urls[0]]
    for kind in kinds:
        (image,) = client.matting(kind).images()
        assert (image.size, image.mode) == (SIZE, "RGBA")
    with pytest.raises(FileNotFoundError):
        client.matting(file.with_name("cup.png"))


def test_a_data_uri_that_is_too_large_for_a_body_is_uploaded(client: Client) -> None:
    import base64

    file = io.BytesIO()
    Image.effect_noise((1300, 1300), 100).convert("RGB").save(file, "PNG")
    assert len(file.getvalue()) > 1 << 20
    job = client.matting("data:image/png;base64," + base64.b64encode(file.getvalue()).decode())
    assert job.wait().status == "succeed"


def test_links_that_the_server_cannot_reach_are_read_here(server: Deployment, file: Path) -> None:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(file.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as pictures:
        threading.Thread(target=pictures.serve_forever, daemon=True).start()
        link = f"http://127.0.0.1:{pictures.server_port}/mug.png"
        with server.client() as plain, pytest.raises(PictureError):
            plain.matting(link)
        with Client(server.url, app_id="A", secret="S", upload_links=True) as reading:
            job = reading.matting(link).wait()
            assert reading.matting(job.urls[0]).wait().status == "succeed", "the server's own links are its own"
        pictures.shutdown()


def test_a_product_on_a_background(client: Client, tmp_path: Path) -> None:
    seen: list[float] = []
    job = client.change_background(
        picture(),
        picture((10, 200, 30)).resize((400, 400)),
        box=(100, 120, 40, 30),
        width=400,
        height=400,
        num=2,
        product_smart_color=False,
        format="webp",
        matting=False,
        seed=5,
    )
    files = job.wait(on_progress=lambda job: seen.append(job.progress)).save(tmp_path / "made" / "mug.png")
    assert [file.name for file in files] == ["mug-1.webp", "mug-2.webp"]
    assert seen[-1] == 1
    assert seen == sorted(seen)
    assert job.view["seed"] == 5
    for file in files:
        made = Image.open(file)
        assert (made.format, made.size) == ("WEBP", (400, 400))
    assert sorted(entry.name for entry in (tmp_path / "made").iterdir()) == ["mug-1.webp", "mug-2.webp"]


def test_where_files_go(client: Client, tmp_path: Path) -> None:
    job = client.matting(picture(), formats=["png", "psd"]).wait()
    assert [file.name for file in job.save(tmp_path / "cut.jpg")] == ["cut.png", "cut.psd"]
    names = [f"matting-{job.id}.png", f"matting-{job.id}.psd"]
    assert [file.name for file in job.save(tmp_path)] == names
    assert job.save(str(tmp_path / "new" / "folder"))[0] == tmp_path / "new" / "folder" / names[0]
    assert client.job(job.id).save(tmp_path / "again.png")[0].read_bytes() == job.read()[0]


def test_the_galleries_choices_by_their_ids(client: Client) -> None:
    background, face = client.backgrounds()[0], client.faces()[0]
    job = client.change_background(picture(), bg_id=background["id"], box=(10, 10, 40, 30), width=400, height=400)
    assert job.wait().status == "succeed"
    assert client.download(face["preview"])
    with pytest.raises(ChoiceError, match="face"):
        client.model(picture(), "nobody")


def test_try_on_takes_garments_by_their_kind(client: Client) -> None:
    job = client.dress(picture(), {"upperBody": picture(), "lowerBody": picture()})
    assert job.refresh()["operation"] == "dress"
    with pytest.raises(ChoiceError, match="dresses"):
        client.dress(picture(), {"dresses": picture(), "lowerBody": picture()})


def test_a_failed_job_raises_its_error(client: Client) -> None:
    job = client.matting(picture(), head=True)
    with pytest.raises(PictureError, match="no face"):
        job.wait()
    with pytest.raises(PictureError, match="no face"):
        job.save("nowhere")
    assert job.status == "failed"


def test_refusals_are_the_servers_classes(server: Deployment, client: Client) -> None:
    with pytest.raises(PictureError) as raised:
        client.matting("http://10.0.0.1/hidden.png")
    assert raised.value.request_ref
    assert str(raised.value).startswith("Picture is missing or cannot be read: ")
    with server.client(secret="wrong") as stranger, pytest.raises(SignatureError, match="签名校验失败"):
        stranger.account()
    with pytest.raises(NotFoundError):
        client.job("123456789012345").refresh()


def test_the_same_request_id_is_one_job(client: Client) -> None:
    before = client.account()["remaining"]
    jobs = {client.matting(picture(), request_id="order-1").id for _ in range(3)}
    assert len(jobs) == 1
    assert client.account()["remaining"] == before - 1


def test_jobs_of_an_app(client: Client) -> None:
    job = client.matting(picture()).wait()
    newest = next(client.jobs(operation="matting", status="succeed"))
    assert newest.id == job.id
    assert newest.read() == job.read()
    assert job.delete()
    with pytest.raises(NotFoundError):
        newest.read()


def test_a_cancelled_job_has_no_results(deployment: Deployment) -> None:
    deployment.serve("--no-worker")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
    with deployment.client() as client:
        job = client.matting(picture())
        assert job.cancel("not needed")
        assert job.cancel(), "once more is no fault"
        for look in (job.wait, job.read, client.job(job.id).images):
            with pytest.raises(CanceledError):
                look()
        assert not client.job("123456789012345").cancel()
        assert client.account()["remaining"] == 10


def test_a_restart_in_the_middle_is_waited_for(deployment: Deployment) -> None:
    """The server stops while a job is polled and another is submitted; both callers notice nothing."""
    server = deployment.serve(LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="2")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
    patient = Retry(tries=60, first_pause_s=0.25)
    done: list[Job] = []
    with Client(deployment.url, app_id="A", secret="S", retry=patient) as client:
        job = client.matting(picture())
        waiting = threading.Thread(target=lambda: done.append(job.wait()))
        waiting.start()
        server.terminate()
        server.wait(60)
        submitting = threading.Thread(target=lambda: done.append(client.matting(picture()).wait()))
        submitting.start()
        deployment.serve(LINGTU_ENGINE="tests.fault_engines:Slow", FAULT_SECONDS="2")
        waiting.join(120)
        submitting.join(120)
        assert [job.status for job in done] == ["succeed", "succeed"]
        assert client.account()["remaining"] == 8


@pytest.mark.parametrize(("app_id", "version"), [("A", "1"), ("A", "2"), ("strict", "2")])
def test_the_signature_serves_async_callers(server: Deployment, app_id: str, version: SignVersion) -> None:
    async def call() -> list[int]:
        signature = Signature(app_id, "S", version, prefix="/shop")
        async with httpx.AsyncClient(base_url=f"{server.url}/shop", auth=signature) as http:
            answers = [await http.get("/aigc/account"), await http.post("/aigc/job/list", json={"limit": 1})]
            return [answer.status_code for answer in answers]

    assert asyncio.run(call()) == [200, 200]


def test_a_strict_app_takes_the_second_version_alone(server: Deployment) -> None:
    with Client(f"{server.url}/shop", app_id="strict", secret="S", sign_version="2") as client:
        assert client.matting(picture()).wait().status == "succeed"
    with server.client("strict") as old, pytest.raises(SignatureError):
        old.account()


def test_a_client_of_the_environment(server: Deployment) -> None:
    environment = {"LINGTU_URL": f"{server.url}/shop/", "LINGTU_APP_KEY": "A", "LINGTU_APP_SECRET": "S"}
    with Client.from_env(environment) as client:
        assert client.account()["appId"] == "A"
    with pytest.raises(ValueError, match="LINGTU_APP_SECRET must be set"):
        Client.from_env({**environment, "LINGTU_APP_SECRET": ""})
    with pytest.raises(ValueError, match="http://"):
        Client("lingtu.test", app_id="A", secret="S")


def test_insist_is_what_it_seems(server: Deployment) -> None:
    """A port that nobody listens at, really."""
    with Client("http://127.0.0.1:9", app_id="A", secret="S", retry=Retry(tries=2, first_pause_s=0.01)) as lost:
        with pytest.raises(ConnectionError, match=r"http://127\.0\.0\.1:9 did not answer"):
            lost.account()
        assert insist(Retry(), lambda: 1) == 1
