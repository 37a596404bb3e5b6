"""docs/clients: every sample that can run here makes a picture on a live server, and says why it can't.

A language that isn't installed is skipped; Swift needs a Mac's CryptoKit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from lingtu import Client
from tests.acceptance.conftest import Deployment, deployed
from tests.numbered import number_in, picture_file
from tests.vectors import FILE, load_single_file

SAMPLES = FILE.parent
Command = list[str]


@dataclass(frozen=True)
class Sample:
    """How a language's sample is made and run."""

    name: str
    #: Programs without which it can't be.
    needs: tuple[str, ...]
    #: The command that runs it, of the sample's folder and a folder to build in; what must be built, is.
    prepare: Callable[[Path, Path], Command]


def build(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def python(source: Path, target: Path) -> Command:
    return ["python3", str(source / "lingtu_min.py")]


def javascript(source: Path, target: Path) -> Command:
    return ["node", str(source / "lingtu.mjs")]


def typescript(source: Path, target: Path) -> Command:
    """Its types are checked against Node's where those are installed beside the compiler."""
    shutil.copy(source / "lingtu.ts", target)
    (target / "package.json").write_text('{"type": "module"}')
    compiler = Path(shutil.which("tsc") or "").resolve()
    types = next((folder / "@types" for folder in compiler.parents if (folder / "@types/node").is_dir()), None)
    checked = ["--strict", "--typeRoots", str(types), "--types", "node"] if types else ["--noCheck"]
    build("tsc", *checked, "--target", "es2022", "--module", "nodenext", "lingtu.ts", cwd=target)
    return ["node", str(target / "lingtu.js")]


def java(source: Path, target: Path) -> Command:
    return ["java", str(source / "Lingtu.java")]


def go(source: Path, target: Path) -> Command:
    build("go", "build", "-o", str(target / "lingtu"), str(source / "lingtu.go"), cwd=target)
    return [str(target / "lingtu")]


def php(source: Path, target: Path) -> Command:
    return ["php", str(source / "lingtu.php")]


def csharp(source: Path, target: Path) -> Command:
    references = ("-r:System.Net.Http", "-r:System.Runtime.Serialization")
    build("mcs", *references, f"-out:{target / 'lingtu.exe'}", str(source / "Lingtu.cs"), cwd=target)
    return ["mono", str(target / "lingtu.exe")]


def kotlin(source: Path, target: Path) -> Command:
    build("kotlinc", str(source / "Lingtu.kt"), "-include-runtime", "-d", "lingtu.jar", cwd=target)
    return ["java", "-jar", str(target / "lingtu.jar")]


def swift(source: Path, target: Path) -> Command:
    return ["swift", str(source / "lingtu.swift")]


def curl(source: Path, target: Path) -> Command:
    return ["bash", str(source / "lingtu.sh")]


ALL = (
    Sample("python", ("python3",), python),
    Sample("javascript", ("node",), javascript),
    Sample("typescript", ("node", "tsc"), typescript),
    Sample("java", ("java",), java),
    Sample("go", ("go",), go),
    Sample("php", ("php",), php),
    Sample("csharp", ("mcs", "mono"), csharp),
    Sample("kotlin", ("kotlinc", "java"), kotlin),
    Sample("swift", ("swift",), swift),
    Sample("curl", ("bash", "curl", "sha256sum"), curl),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Deployment]:
    """Behind a path that isn't signed, as a proxy may have it."""
    with deployed() as deployment:
        deployment.serve(LINGTU_PUBLIC_URL=f"{deployment.url}/shop")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100")
        yield deployment


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: sample.name)
def test_a_picture_is_made(sample: Sample, server: Deployment, tmp_path: Path) -> None:
    missing = [program for program in sample.needs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed")
    command = sample.prepare(SAMPLES / sample.name, tmp_path)
    photo, result = tmp_path / "mug.png", tmp_path / "cut.png"
    photo.write_bytes(picture_file(7))
    environment = os.environ | {
        "LINGTU_URL": f"{server.url}/shop/",
        "LINGTU_APP_KEY": "A",
        "LINGTU_APP_SECRET": "S",
        "no_proxy": "127.0.0.1",
    }
    done = subprocess.run([*command, str(photo), str(result)], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() == str(result)
    assert Image.open(result).mode == "RGBA"
    assert number_in(result.read_bytes()) == 7, "the picture of this call"
    with Client(f"{server.url}/shop", app_id="A", secret="S") as client:
        assert next(client.jobs()).view["operation"] == "matting"

    photo.write_bytes(b"no picture")
    refused = subprocess.run([*command, str(photo), str(result)], env=environment, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "800002" in refused.stderr or "图片不能为空或无法访问" in refused.stderr, refused.stdout + refused.stderr


def test_the_single_file_signs_for_strict_apps(server: Deployment) -> None:
    server.run("app", "create", "--app-id", "strict", "--secret", "S", "--quota", "1", "--v2-only")
    module = load_single_file()
    lingtu = module.Lingtu(f"{server.url}/shop", "strict", "S", version="2")
    assert lingtu.call("/aigc/account")["remaining"] == 1
    job = lingtu.wait(lingtu.submit("/aigc/matting", image=lingtu.call("/aigc/upload", picture_file(3))["url"]))
    assert job["status"] == "succeed"
    with pytest.raises(module.LingtuError, match="401"):
        module.Lingtu(f"{server.url}/shop", "strict", "S").call("/aigc/account")


def test_every_folder_is_a_sample() -> None:
    assert {sample.name for sample in ALL} == {folder.name for folder in SAMPLES.iterdir() if folder.is_dir()}
