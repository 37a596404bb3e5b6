"""A studio to be driven: a real server with the real engine and a worker, and a browser that looks at it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.acceptance.conftest import Deployment, deployed

JOB_MS = 240_000  # a job, on a machine that is busy with other tests
SETTLED_MS = 15_000
APP = "demo"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
expect.set_options(timeout=SETTLED_MS)
LINK = re.compile(r"https?://\S+/studio/#link=\S+")


def chromium() -> str | None:
    """The browser's program, where one is installed."""
    return os.environ.get("TEST_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass
class Studio:
    """The server, a browser, and the cookies of an operator and of a designer."""

    deployment: Deployment
    browser: Browser
    #: What went wrong in pages: errors of scripts, refusals by the Content-Security-Policy, requests that died.
    complaints: list[str] = field(default_factory=list)
    _signed_in: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def link(self, *arguments: str) -> str:
        """A fresh one-time link: an operator's, or with `--app A` a designer's."""
        found = LINK.search(self.deployment.run("studio", "link", *arguments))
        assert found is not None
        return found.group()

    @contextlib.contextmanager
    def open(
        self,
        page: str = "compose",
        *,
        role: str = "admin",
        language: str = "en",
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
    ) -> Iterator[Page]:
        """The studio's page of that name, signed in; afterwards there must be no complaint."""
        base, cookies = self._cookies(role)
        with self.window(language=language, theme=theme, width=width, height=height, cookies=cookies) as window:
            window.goto(f"{base}#/{page}")
            expect(window.locator(f"main.page-{page}")).to_be_attached(timeout=SETTLED_MS)
            window.locator("main h1").wait_for(state="attached", timeout=SETTLED_MS)
            yield window

    @contextlib.contextmanager
    def window(
        self, *, language: str = "en", theme: str = "light", width: int = 1440, height: int = 900, cookies: Any = None
    ) -> Iterator[Page]:
        """A window of its own, signed in if there are cookies."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN" if language == "zh" else "en-US",
            color_scheme="dark" if theme == "dark" else "light",
            storage_state=cookies,
        )
        context.set_default_timeout(SETTLED_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._note)
        try:
            yield page
        finally:
            context.close()

    def _note(self, message: ConsoleMessage) -> None:
        # the status of a refused call is told by the page itself
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _cookies(self, role: str) -> tuple[str, Any]:
        if role not in self._signed_in:
            link = self.link() if role == "admin" else self.link("--app", APP)
            with self.window() as page:
                page.goto(link)
                page.locator("nav.side").wait_for(timeout=SETTLED_MS)
                if role == "admin":
                    page.get_by_role("navigation", name="Main").get_by_label("App").select_option(APP)
                    expect(page.locator(".side .app-left")).to_contain_text("left")
                self._signed_in[role] = (link.split("#")[0], page.context.storage_state())
        return self._signed_in[role]


@contextlib.contextmanager
def opened_browser() -> Iterator[Browser]:
    """The installed Chromium; one at a time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def opened_studio(browser: Browser, engine: str = "classic") -> Iterator[Studio]:
    """A server of its own with the apps `demo` and `other`."""
    with deployed() as deployment:
        deployment.serve(LINGTU_ENGINE=engine)
        deployment.run("app", "create", "--app-id", APP, "--secret", "secret", "--quota", "5000")
        deployment.run("app", "create", "--app-id", "other", "--secret", "other", "--quota", "5")
        yield Studio(deployment, browser)


STATIC = Path(__file__).parents[2] / "src" / "lingtu" / "studio" / "static"
