"""`kill -9` and stopped processes under load: nothing is lost, done twice, miscounted, stuck or left behind.

Five rounds, in which every kind of hit occurs. More of them, resumed where they were left:

    pytest tests/acceptance/test_kill_rounds.py --kill-rounds 100 --kill-report rounds.jsonl
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from tests.acceptance.conftest import Deployment
from tests.acceptance.hits import KILLS, RESTARTS, ZOMBIES, plan
from tests.acceptance.kill_rounds import Arena, append, read_reports, summary


@pytest.fixture
def arena(deployment: Deployment) -> Iterator[Arena]:
    postgres = deployment.folder / "postgres"
    with open_embedded(postgres) as url:
        migrate(url)
        made = Arena(deployment, url, postgres)
        with made.opened():
            yield made
        deployment.kill_all()


def test_five_rounds_have_every_kind_of_hit() -> None:
    for seed in range(20):
        kinds = {hit.kind for number in range(5) for hit in plan(seed, number)}
        assert kinds == {*KILLS, *RESTARTS, *ZOMBIES}


@pytest.mark.timeout(0)
def test_rounds(arena: Arena, request: pytest.FixtureRequest) -> None:
    rounds, seed, file = (request.config.getoption(name) for name in ("kill_rounds", "kill_seed", "kill_report"))
    file = file or arena.folder / "rounds.jsonl"
    done = {report.round for report in read_reports(file) if report.seed == seed}
    for number in range(rounds):
        if number not in done:
            append(arena.play(number, seed), file)
    reports = [report for report in read_reports(file) if report.seed == seed]
    print(summary(reports))
    assert [(report.round, report.faults) for report in reports if report.faults] == []
    assert sum(report.succeeded for report in reports) > rounds, "there was a load"
    if rounds >= 20:
        assert sum(report.retries for report in reports) > 0, "no hit met a running job"
