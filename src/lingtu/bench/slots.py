"""A worker whose engines only sleep, as a GPU does to the process that waits for it.

Started by the benchmark as `python -m lingtu.bench.slots COUNT SECONDS FILE`: the file gets a line for each run, when
it began and ended.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from lingtu.api.callbacks import callback_body
from lingtu.engines.messages import Run
from lingtu.jobs.worker import work
from lingtu.operations.operation import Outcome, Output, Report
from lingtu.services import open_services
from lingtu.settings import Settings


@dataclass(frozen=True)
class SleepingHost:
    """Takes its time, and answers with the picture that it was given."""

    seconds: float
    runs: Path

    def start(self) -> None:
        pass

    def run(self, run: Run, report: Report) -> Outcome:
        began = time.time()
        time.sleep(self.seconds)
        with self.runs.open("a") as file:
            file.write(f"{began} {time.time()}\n")
        return Outcome(variations=((Output(data=run.pictures["image"], format="png"),),))

    def stop(self) -> None:
        pass


async def main(count: int, seconds: float, runs: Path) -> None:
    settings = Settings.from_env(os.environ | {"LINGTU_CONCURRENCY": str(count)})
    assert settings.database_url is not None
    url = settings.database_url.get_secret_value()
    async with open_services(settings, url) as services:
        await work(services, settings, url, callback_body(services), lambda _: SleepingHost(seconds, runs))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])))
