"""Commands and code of the docs site are run, page by page, as a reader would.

A block below a line `*Not run by the tests: why.*` isn't. sdk.md has a test of its own (test_sdk_page.py).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.acceptance.conftest import Deployment, deployed

ROOT = Path(__file__).parents[2]
LOCAL = "http://127.0.0.1:8000"
BLOCK = re.compile(
    r"(\*(?:Not run by the tests: |测试不运行：).+?\*\n)?^```(sh|python)(?: title=\"(\S+)\")?\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """(language, file to be saved as, text) of what is run."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(language, title, text) for not_run, language, title, text in found if not not_run]


PAGES = [
    page for page in sorted((ROOT / "docs").glob("*.md")) if page.name not in ("sdk.md", "sdk.zh.md") and blocks(page)
]


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    with deployed() as deployment:
        deployment.serve()
        yield deployment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a reader has at hand: a mug before an even wall, and a mask of it."""
    mug = (40, 30, 80, 90)
    photo, mask = Image.new("RGB", (120, 120), (214, 210, 205)), Image.new("RGB", (120, 120))
    ImageDraw.Draw(photo).ellipse(mug, fill=(170, 30, 40))
    ImageDraw.Draw(mask).ellipse(mug, fill="white")
    photo.save(tmp_path / "mug.jpg", quality=95)
    mask.save(tmp_path / "mask.png")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_a_page_does_what_it_says(page: Path, server: Deployment, folder: Path) -> None:
    """As an app of the page's own, which the page makes itself or finds."""
    app = "A-" + page.stem.replace(".", "-")
    if not any("lingtu app create" in text for _, _, text in blocks(page)):
        server.run("app", "create", "--app-id", app, "--secret", "S", "--quota", "100")
    environment = server.environment | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "COLUMNS": "200",
        "LINGTU_URL": server.url,
        "LINGTU_APP_KEY": app,
        "LINGTU_APP_SECRET": "S",
    }
    if page.name.startswith("labels"):  # it looks at a result
        run_shell("lingtu run change-background mug.jpg --background simplicity-01 -o result.png", folder, environment)
    for language, title, text in blocks(page):
        program = text.replace(LOCAL, server.url).replace("PYTHONPATH=.", 'PYTHONPATH=".:$PYTHONPATH"')
        program = re.sub(r"(--app-id |LINGTU_APP_KEY=|app_id=\")A\b", rf"\g<1>{app}", program)
        if title:
            (folder / title).write_text(program, encoding="utf-8")
        elif language == "python":
            run([sys.executable, "-c", program], folder, environment)
        else:
            run_shell(program, folder, environment)


def run_shell(program: str, folder: Path, environment: dict[str, str]) -> None:
    run(["bash", "-e", "-u", "-c", program], folder, environment)


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}{done.stderr}"


def test_the_worked_engine_cuts_out_by_colour(folder: Path) -> None:
    """The class of engine.md, called as the engine process calls it."""
    page = ROOT / "docs" / "engine.md"
    ((_, title, text),) = [block for block in blocks(page) if block[1]]
    assert title == "key_engine.py"
    assert len(text.splitlines()) <= 45
    names: dict[str, object] = {}
    exec(compile(text, title, "exec"), names)
    engine = names["KeyEngine"](folder, 1)  # type: ignore[operator]
    photo = np.asarray(Image.open(folder / "mug.jpg"), np.float32) / 255
    cutout = engine.matte(photo)
    assert cutout.alpha[60, 60] == 1
    assert cutout.alpha[5, 5] == 0
    assert np.abs(cutout.rgb[60, 60] - np.float32([170, 30, 40]) / 255).max() < 0.05
