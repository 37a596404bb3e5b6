"""The studio of a real server: by the link that it prints, by one from the command line, and off."""

from __future__ import annotations

import io
import re
import socket
from contextlib import closing

import httpx
from PIL import Image

from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.test_serve import create_app, picture


def signed_in(link: str) -> httpx.Client:
    """A browser that has followed a link."""
    place, _, token = link.partition("#link=")
    http = httpx.Client(base_url=place, headers={"origin": place.removesuffix("/studio/")}, trust_env=False)
    answer = http.post("api/session", json={"token": token})
    assert answer.status_code == 200, answer.text
    http.headers["x-lingtu-csrf"] = answer.json()["csrf"]
    return http


def printed_link(deployment: Deployment) -> str:
    log = (deployment.folder / "log").read_text()
    found = re.search(r"studio: +(http://127\.0\.0\.1:\d+/studio/#link=[\w-]+)", log)
    assert found, deployment.log()
    return found[1]


def test_from_the_first_link_to_a_result(deployment: Deployment) -> None:
    deployment.serve()
    link = printed_link(deployment)
    with closing(signed_in(link)) as http:
        assert (http.get("api/session").json()["app"] or {})["appId"] == "studio"
        assert http.get("").status_code == 200
        image = http.post("api/uploads", content=picture()).json()["url"]
        job = http.post("api/jobs/matting", json={"image": image}).json()["jobId"]
        wait_for(lambda: http.get(f"api/jobs/{job}").json()["thumbnails"] != [], 60, "thumbnails", deployment.log)
        view = http.get(f"api/jobs/{job}").json()
        result = http.get(view["results"][0]["url"])
        assert Image.open(io.BytesIO(result.content)).size == (32, 24)
        assert http.get("api/admin/queue").json()["workers"]
        assert (deployment.folder / "log").read_text().count(link.partition("#link=")[2]) == 1
    deployment.kill_all()
    deployment.serve("--no-worker")
    log = (deployment.folder / "log").read_text()
    assert log.count("#link=") == 1, "somebody is signed in: no new link is lying about"
    assert "a new link: lingtu studio link" in log


def test_links_from_the_command_line(deployment: Deployment) -> None:
    deployment.serve("--no-worker")
    create_app(deployment)
    designers = deployment.run("studio", "link", "--app", "A").strip()
    assert designers.startswith(f"{deployment.url}/studio/#link=")
    with closing(signed_in(designers)) as http:
        session = http.get("api/session").json()
        assert (session["role"], session["app"]["appId"]) == ("designer", "A")
        assert http.get("api/admin/apps").status_code == 404
    with closing(signed_in(deployment.run("studio", "link").strip())) as http:
        assert [app["appId"] for app in http.get("api/admin/apps").json()["apps"]] == ["A"]
    deployment.environment["LINGTU_PUBLIC_URL"] = "http://[fd00::1]:8000"
    assert deployment.run("studio", "link", "--app", "A").startswith("http://[fd00::1]:8000/studio/#link=")


def test_the_operators_pages_are_for_this_machine_alone(deployment: Deployment) -> None:
    deployment.serve("--no-worker", "--host", "0.0.0.0")
    port = httpx.URL(printed_link(deployment)).port
    assert port is not None
    own = str(socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)[0][4][0])
    assert httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).status_code == 200
    if not own.startswith("127."):
        with socket.socket() as probe:
            assert probe.connect_ex((own, port)) != 0


def test_no_link_is_printed_where_other_machines_could_use_it(deployment: Deployment) -> None:
    deployment.serve("--no-worker", LINGTU_ADMIN_HOST="0.0.0.0")
    log = (deployment.folder / "log").read_text()
    assert "#link=" not in log
    assert re.search(r"studio: +http://127\.0\.0\.1:\d+/studio/ ", log)


def test_off(deployment: Deployment) -> None:
    deployment.serve("--no-worker", LINGTU_STUDIO="off")
    assert httpx.get(f"{deployment.url}/studio/", trust_env=False).status_code == 404
    assert "studio:" not in (deployment.folder / "log").read_text()
