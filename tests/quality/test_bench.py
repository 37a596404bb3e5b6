"""Each section of `lingtu bench quality` keeps its bounds on what comes with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingtu.bench.quality import SECTIONS
from lingtu.bench.quality.report import page
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.classic import ClassicEngine
from tests.unit.imaging.test_fill import scene


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_section(section: Section, tmp_path: Path) -> None:
    findings = section.measure(Material(engine=ClassicEngine(tmp_path, 2), data=None))
    assert bool(findings.figures) is not section.needs_data
    assert all(len(row) == len(findings.heads) for row in findings.rows)
    print(*(f"{figure.name}: {figure.value:.4g} ({figure.bounds})" for figure in findings.figures), sep="\n")
    assert [figure.name for figure in findings.figures if not figure.holds] == []


def test_the_report_is_one_page_that_shows_what_does_not_hold() -> None:
    findings = Findings(
        figures=(Figure(name="error <of it>", value=2.0, most=1.0), Figure(name="good", value=0.5, least=0.1)),
        heads=("case", "error"),
        rows=(("one", "2"),),
        sheets=(Sheet(title="one", pictures={"before": scene(), "after": scene()}),),
    )
    text = page([(SECTIONS[0], findings)])
    assert "error &lt;of it&gt;" in text
    assert text.count("class=broken") == 1
    assert text.count("data:image/jpeg;base64,") == 2
    assert "http" not in text
