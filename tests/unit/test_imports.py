"""Imports point one way, and the API process stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lingtu

ROOT = Path(lingtu.__file__).parent
HEAVY = ("numpy", "cv2", "numba", "pymatting", "onnxruntime", "ai_edge_litert", "torch", "psd_tools", "scipy")

#: Package -> packages of ours that it may import.
ALLOWED = {
    "errors": set(),
    "signing": {"errors"},
    "settings": {"errors", "labels"},
    "labels": {"errors", "fetching.header"},
    "metrics": {"tracing"},
    "tracing": {"errors"},
    "processes": set(),
    "connections": {"errors"},
    "admin": {"errors", "metrics", "connections", "database", "services", "api"},
    "gallery": {"errors"},
    "fetching": {"metrics", "errors", "settings"},
    "storage": {"metrics", "errors"},
    "operations": {"errors", "gallery", "engines.base", "imaging", "labels"},
    "imaging": {"errors", "weights", "fetching.header"},
    "weights": {"errors"},
    "apps": {"errors", "signing", "database"},
    "database": {"errors", "processes"},
    "engines": {
        "metrics",
        "errors",
        "gallery",
        "operations",
        "imaging",
        "weights",
        "processes",
        "settings",
        "fetching",
        "logs",
        "labels",
    },
    "jobs": {
        "metrics",
        "tracing",
        "errors",
        "signing",
        "settings",
        "fetching",
        "apps",
        "storage",
        "operations",
        "engines",
        "gallery",
        "database",
        "services",
        "labels",
    },
    "services": {"errors", "settings", "apps", "jobs", "storage", "database", "gallery", "labels"},
    "api": {
        "metrics",
        "tracing",
        "errors",
        "signing",
        "apps",
        "jobs",
        "storage",
        "operations",
        "gallery",
        "fetching",
        "database",
        "services",
    },
    "client": {"errors", "signing"},
    "batch": {"errors", "client"},
    "conformance": {"signing"},
}


def _imports(file: Path) -> set[str]:
    """Dotted names below lingtu that a file imports when it runs; what only the type checker sees doesn't count."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "lingtu":
            module = (node.module or "").removeprefix("lingtu").removeprefix(".")
            found |= {f"{module}.{alias.name}".strip(".") for alias in node.names}
    return found


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_point_one_way(package: str) -> None:
    files = [ROOT / f"{package}.py"] if (ROOT / f"{package}.py").exists() else sorted((ROOT / package).rglob("*.py"))
    assert files
    for file in files:
        for name in _imports(file):
            allowed = ALLOWED[package] | {package, "__version__"}
            assert any(name == one or name.startswith(one + ".") for one in allowed), f"{file.name} imports {name}"


def test_stages_of_try_on_import_earlier_ones_alone() -> None:
    stages = ("arrays", "flat", "worn", "fit", "draw", "check")
    root = ROOT / "imaging" / "tryon"
    assert {path.name for path in root.iterdir() if any(path.glob("*.py"))} == set(stages)
    for number, stage in enumerate(stages):
        later = [f"imaging.tryon.{other}." for other in (*stages[number + 1 :], "try_on")]
        for file in sorted((root / stage).glob("*.py")):
            assert not [name for name in _imports(file) if name.startswith(tuple(later))], file.name


def test_every_package_is_in_the_table() -> None:
    packages = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    outside = {"commands", "bench"}  # the command line may import everything
    assert packages - outside <= set(ALLOWED)


@pytest.mark.parametrize(
    "module",
    [
        "lingtu.api.app",
        "lingtu.server",
        "lingtu.jobs.worker",
        "lingtu.client.client",
        "lingtu.cli",
        "lingtu.conformance.table",
    ],
)
def test_only_the_engine_process_loads_numerics(module: str) -> None:
    assert _loaded(module, HEAVY) == "[]"


def test_the_server_decodes_no_picture() -> None:
    assert _loaded("lingtu.server", ("PIL",)) == "[]"


def _loaded(module: str, names: tuple[str, ...]) -> str:
    """Which of the packages a process has that imports the module."""
    program = f"import sys, {module}; print([name for name in {names!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
