"""What is shipped for operators names metrics, settings and commands that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from lingtu.metrics import REGISTRY
from lingtu.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
FILES = sorted(file for file in DEPLOY.rglob("*") if file.is_file())


def _exposed() -> set[str]:
    """Every name that a scrape may show."""
    names = set()
    for family in REGISTRY.collect():
        suffixes = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",)}.get(family.type, ("",))
        names |= {family.name + suffix for suffix in suffixes}
    return names


@pytest.mark.parametrize("name", ["prometheus/alerts.yml", "grafana/lingtu.json"])
def test_metrics_have_these_names(name: str) -> None:
    used = set(re.findall(r"\blingtu_[a-z_]+", (DEPLOY / name).read_text()))
    assert used, name
    assert used <= _exposed()


def test_the_dashboard_shows_every_metric() -> None:
    text = (DEPLOY / "grafana/lingtu.json").read_text() + (DEPLOY / "prometheus/alerts.yml").read_text()
    families = {family.name for family in REGISTRY.collect()}
    assert {name for name in families if name not in text} == set()
    panels = json.loads((DEPLOY / "grafana/lingtu.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)


def test_alerts_say_what_they_mean() -> None:
    (group,) = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text())["groups"]
    for rule in group["rules"]:
        assert {"alert", "expr", "labels", "annotations"} <= set(rule)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(DEPLOY)))
def test_settings_have_these_names(file: Path) -> None:
    used = {name.removeprefix("LINGTU_").lower() for name in re.findall(r"\bLINGTU_[A-Z_]+", file.read_text())}
    assert used <= set(Settings.model_fields)


def test_the_image_keeps_what_fetches_weights() -> None:
    (removed,) = re.findall(r"pip uninstall --yes (.+)", (DEPLOY / "docker/Dockerfile").read_text())
    assert "pip" not in removed.split()
