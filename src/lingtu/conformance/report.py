"""What the kit prints: a line for each rule, more for those that failed; JSON; the table of rules."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from lingtu.conformance.rule import Rule
from lingtu.conformance.runner import Result
from lingtu.conformance.table import units_of

_STYLES = {"passed": "green", "failed": "bold red", "skipped": "yellow"}


def print_result(result: Result, console: Console) -> None:
    line = Text.assemble((f"{result.outcome:7}", _STYLES[result.outcome]), f"  {result.rule.name}")
    console.print(line, soft_wrap=True)
    if result.outcome == "passed":
        return
    told = (
        ("rule", f"§{result.rule.section}: {result.rule.says}"),
        ("expected", result.expected),
        ("seen", result.seen),
        ("why", result.why),
    )
    for name, text in told:
        if text is not None:
            console.print(f"         {name + ':':9} {escape(text)}", soft_wrap=True, highlight=False)


def summary(results: list[Result]) -> dict[str, int]:
    counts = Counter(result.outcome for result in results)
    return {outcome: counts[outcome] for outcome in ("passed", "failed", "skipped")}


def print_summary(results: list[Result], console: Console) -> None:
    console.print(", ".join(f"{count} {outcome}" for outcome, count in summary(results).items()), highlight=False)


def to_json(results: list[Result], url: str) -> dict[str, Any]:
    """The whole report as a JSON value."""
    rows = [
        {
            "rule": result.rule.name,
            "section": result.rule.section,
            "says": result.rule.says,
            "outcome": result.outcome,
            "expected": result.expected,
            "seen": result.seen,
            "why": result.why,
        }
        for result in results
    ]
    return {"server": url, "summary": summary(results), "rules": rows}


def to_markdown(rules: list[Rule]) -> str:
    """The table of rules."""
    rows = [f"| `{rule.name}` | {_cell(rule.section)} | {_cell(rule.says)} |" for rule in rules]
    head = (
        f"{len(rules)} rules, which use {units_of(rules)} generations at most.",
        "",
        "| rule | section | what a server does |",
        "|---|---|---|",
    )
    return "\n".join((*head, *rows)) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
