"""docs/sdk.md: its blocks are run, from the first to the last, as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import lingtu
from lingtu.client.endpoints import ENDPOINTS
from tests.acceptance.conftest import Deployment, deployed
from tests.vectors import FILE

PAGE = FILE.parent.parent / "sdk.md"
LOCAL = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    with deployed() as deployment:
        deployment.serve()
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100")
        yield deployment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a reader has at hand, and where they are."""
    Image.new("RGB", (60, 80), (200, 30, 60)).save(tmp_path / "mug.jpg")
    Image.new("RGB", (1024, 1024), (20, 130, 60)).save(tmp_path / "wall.jpg")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found


def test_python(server: Deployment, folder: Path) -> None:
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block.replace(LOCAL, server.url), str(PAGE), "exec"), names)
    assert (folder / "mug.png").is_file()
    assert (folder / "placed.png").is_file()
    assert len(list((folder / "results").iterdir())) == 1


def test_commands(server: Deployment, folder: Path) -> None:
    (folder / "shop.toml").write_text(blocks("toml")[0])
    (folder / "jobs.csv").write_text(blocks("csv")[0])
    program = "\n".join(blocks("sh")).replace(LOCAL, server.url)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = server.environment | {"PATH": path, "COLUMNS": "200"}
    done = subprocess.run(["bash", "-e", "-u", "-c", program], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "cut.png").is_file()
    made = {file.name for file in (folder / "results").iterdir() if file.suffix == ".png"}
    assert made >= {"red_mug-1.png", "red_mug-2.png", "mug_outdoors-1.png", "mug_outdoors-2.png"}
    assert "2 done, 0 failed, 0 unfinished" in done.stdout


def test_the_chinese_page_shows_the_same_blocks() -> None:
    pages = (PAGE, PAGE.with_name("sdk.zh.md"))
    english, chinese = (re.findall(r"^```.*?^```$", page.read_text(encoding="utf-8"), re.M | re.S) for page in pages)
    assert english == chinese


def test_every_name_of_the_sdk_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in lingtu.__all__ if name not in page] == []
    assert [name for name in ENDPOINTS if f"`{name.replace('-', '_')}(" not in page] == []
