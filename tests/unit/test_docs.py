"""Pages of the docs site: complete, linked, and what is generated is as it would be generated now."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from lingtu.errors import LingtuError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
MADE = runpy.run_path(str(ROOT / "tools" / "docs" / "errors_page.py"))


def subclasses(cls: type[LingtuError]) -> Iterator[type[LingtuError]]:
    for one in cls.__subclasses__():
        if one.__module__ == "lingtu.errors":
            yield one
            yield from subclasses(one)


@pytest.mark.parametrize(("file", "language"), [("errors.md", "en"), ("errors.zh.md", "zh")])
def test_the_errors_page_is_as_errors_are(file: str, language: str) -> None:
    """`python tools/docs/errors_page.py` writes it."""
    assert (DOCS / file).read_text(encoding="utf-8") == MADE["page"](language)


def test_every_error_has_a_cure() -> None:
    assert set(MADE["CURES"]) == set(subclasses(LingtuError))


def test_every_page_is_in_the_site_once() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"[\w/-]+\.md\b", text[text.index("\nnav:") :])
    assert len(listed) == len(set(listed))
    pages = {str(page.relative_to(DOCS)) for page in PAGES if ".zh." not in page.name}
    assert set(listed) == pages


def test_every_entry_of_the_navigation_has_a_chinese_name() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    i18n = next(plugin["i18n"] for plugin in site["plugins"] if isinstance(plugin, dict))
    names = i18n["languages"][1]["nav_translations"]
    entries = [entry for entry in site["nav"] if isinstance(entry, dict)]
    titles = {title for entry in entries for title in entry}
    titles |= {title for entry in entries for below in entry.values() for page in below for title in page}
    assert titles == set(names)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(DOCS)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [target for target in targets if not target.startswith(("http:", "https:", "mailto:"))]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if ".zh." in page.name], ids=lambda page: page.name)
def test_a_translation_shows_and_runs_what_its_page_does(page: Path) -> None:
    """Pictures and blocks of code, in their order; a block that is marked as not run may be left out."""
    here, there = (file.read_text(encoding="utf-8") for file in (page, page.with_name(page.name.replace(".zh.", "."))))
    assert re.findall(r"!\[[^]]*\]\(([^)]+)\)", here) == re.findall(r"!\[[^]]*\]\(([^)]+)\)", there)
    run = re.compile(r"(?<!\.\*\n)(?<!。\*\n)^```(?:sh|python).*?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    assert set(run.findall(here)) <= set(run.findall(there))


def test_the_site_is_built(tmp_path: Path) -> None:
    """Both languages, not a warning, and blocks of code as such."""
    build = pytest.importorskip("mkdocs.commands.build", reason="the extra docs is not installed")
    pytest.importorskip("mkdocs_static_i18n", reason="the extra docs is not installed")
    config = pytest.importorskip("mkdocs.config")
    site = config.load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True)
    build.build(site)
    assert "快速开始" in (tmp_path / "site" / "zh" / "quick-start.html").read_text(encoding="utf-8")
    assert "Quick start" in (tmp_path / "site" / "quick-start.html").read_text(encoding="utf-8")
    pages = (tmp_path / "site").rglob("*.html")
    assert [page.name for page in pages if "```" in page.read_text(encoding="utf-8")] == []  # blocks shown as text
