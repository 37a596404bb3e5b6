"""The table of rules itself; that it tells right from wrong is tested in acceptance/test_conformance.py."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from pathlib import Path

import pytest

from lingtu.conformance.jobs import JOBS
from lingtu.conformance.report import to_markdown
from lingtu.conformance.rule import Rule
from lingtu.conformance.table import RULES, choose, units_of

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"


def test_names_are_unique() -> None:
    counts = Counter(rule.name for rule in RULES)
    assert [name for name, count in counts.items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z-]+\.[a-z0-9.:-]+", rule.name) and rule.says for rule in RULES)


def test_the_table_of_bad_requests_is_long_and_free() -> None:
    refusals = choose("*.refuses-*")
    assert len(refusals) >= 150
    assert units_of(refusals) == 0


@pytest.mark.parametrize("rule", [rule for rule in RULES if inspect.isfunction(rule.check)], ids=lambda rule: rule.name)
def test_a_rule_names_the_jobs_it_looks_at(rule: Rule) -> None:
    """So that the generations told at the start are enough."""
    source = inspect.getsource(rule.check).partition('"""')[2]
    used = {name for name in JOBS if f'"{name}"' in source} | ({"queue"} if ".queue()" in source else set())
    assert used <= set(rule.jobs)
    assert set(rule.jobs) <= {*JOBS, "queue"}


def test_the_page_has_the_table() -> None:
    """`lingtu conformance --list` prints it."""
    assert PAGE.read_text(encoding="utf-8").endswith("## Rules\n\n" + to_markdown(list(RULES)))
