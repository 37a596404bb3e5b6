"""Every flow of the studio in Debian's Chromium, against `lingtu serve` with the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pictures import write_photos
from tests.browser.studio import Studio, chromium, opened_browser, opened_studio


# Of the package, not of the session: while Playwright is open its event loop runs, and no other test may run one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("no Chromium is installed: apt-get install chromium, or set TEST_CHROMIUM")
    with opened_browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def served(browser: Browser) -> Iterator[Studio]:
    """One server for all tests: the engine is slow to start."""
    with opened_studio(browser) as studio:
        yield studio


@pytest.fixture
def studio(served: Studio) -> Iterator[Studio]:
    """The server; a page that complained fails its test."""
    served.complaints.clear()
    yield served
    assert not served.complaints


@pytest.fixture(scope="package")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pictures of our own as a shop has them, by name."""
    return write_photos(tmp_path_factory.mktemp("photos"))
