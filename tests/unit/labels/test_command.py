"""`lingtu labels show`, and what the settings make of a labeller."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lingtu.cli import cli
from lingtu.errors import SetupError
from lingtu.labels.corner import CornerLabel
from lingtu.labels.labeller import Labeller
from lingtu.services import open_labeller
from lingtu.settings import Settings
from tests.unit.labels.pictures import written
from tests.unit.labels.test_embed import labelled

FILES = written()


@pytest.mark.parametrize("kind", FILES)
def test_it_shows_a_label(kind: str, tmp_path: Path) -> None:
    (tmp_path / "result").write_bytes(labelled(kind))
    done = CliRunner().invoke(cli, ["labels", "show", str(tmp_path / "result"), "--json"])
    assert done.exit_code == 0
    shown = json.loads(done.stdout)
    assert shown["AIGC"]["ProduceID"] == "123456789012345-0"
    assert (shown["DigitalSourceType"], shown["C2PA"]) == ("compositeWithTrainedAlgorithmicMedia", None)


def test_the_exit_code_tells_that_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "result").write_bytes(FILES["jpg"])
    done = CliRunner().invoke(cli, ["labels", "show", str(tmp_path / "result")])
    assert done.exit_code == 1
    assert "no AI-content label" in done.stdout


def test_the_default_is_metadata_alone() -> None:
    assert open_labeller(Settings()) == Labeller(implicit=True, producer="lingtu", corner=None, credentials=None)


def test_what_the_operator_chose() -> None:
    settings = Settings.from_env(
        {
            "LINGTU_LABELS": "false",
            "LINGTU_LABEL_PRODUCER": "某公司",
            "LINGTU_LABEL_CORNER": "top-left",
            "LINGTU_LABEL_TEXT": "人工智能合成",
        }
    )
    expected = Labeller(implicit=False, producer="某公司", corner=CornerLabel("人工智能合成", "top-left"))
    assert open_labeller(settings) == expected


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("LINGTU_LABEL_TEXT", "效果图", "GB 45438"), ("LINGTU_LABEL_CORNER", "middle", "LINGTU_LABEL_CORNER")],
)
def test_a_label_that_would_be_none_is_refused(name: str, value: str, told: str) -> None:
    with pytest.raises(SetupError, match=told):
        Settings.from_env({name: value})


def test_certificate_and_key_belong_together(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="belong together"):
        open_labeller(Settings(c2pa_key=tmp_path / "key.pem"))
