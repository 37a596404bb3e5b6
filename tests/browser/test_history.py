"""Own jobs: found again, understood, repeated from outside, cancelled and deleted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import flows
from tests.browser.studio import APP, JOB_MS, Studio

PROGRAMS = {"curl": "bash", "Python": sys.executable, "JavaScript": shutil.which("node")}


def cut_out(page: Page, photo: Path) -> str:
    """Have a picture cut out by the page's server; the job's id."""
    job: str = page.evaluate(
        """async (bytes) => {
            const { csrf } = await (await fetch("api/session")).json();
            const headers = { "X-Lingtu-CSRF": csrf };
            const upload = await fetch("api/uploads", { method: "POST", headers, body: new Uint8Array(bytes) });
            const image = (await upload.json()).url;
            const body = JSON.stringify({ image });
            const answer = await fetch("api/jobs/matting", { method: "POST", headers, body });
            return (await answer.json()).jobId;
        }""",
        list(photo.read_bytes()),
    )
    return job


def test_a_job_is_filtered_for_and_its_files_deleted(studio: Studio, photos: dict[str, Path]) -> None:
    with studio.open("history") as page:
        good, bad = cut_out(page, photos["indoor-01-mug"]), cut_out(page, photos["nothing"])
        page.get_by_role("button", name="Refresh").click()
        row = page.locator(f"a.job[href='#/history/{good}']")
        expect(row).to_contain_text("Done", timeout=JOB_MS)
        expect(row.locator("img")).to_have_attribute("src", f"api/jobs/{good}/thumbnails/0")
        page.get_by_label("Status").select_option("failed")
        expect(row).to_have_count(0)
        failed = page.locator(f"a.job[href='#/history/{bad}']")
        expect(failed).to_contain_text("no subject", timeout=JOB_MS)
        page.get_by_label("Status").select_option("")
        page.get_by_label("Operation").select_option("model")
        expect(row).to_have_count(0)
        page.get_by_label("Operation").select_option("matting")
        row.click()
        detail = page.get_by_role("complementary", name="Cut-out")
        expect(detail).to_contain_text('"type": 0')
        expect(detail.get_by_role("link", name="Download", exact=True)).to_be_visible()
        detail.get_by_role("button", name="Delete files now").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete files now").click()
        expect(detail).to_contain_text("were deleted on request")
        expect(detail.get_by_role("link", name="Download", exact=True)).to_have_count(0)
        gone = page.evaluate(
            "async id => (await fetch(`api/jobs/${id}/results/0`, { cache: 'no-store' })).status", good
        )
        assert gone == 404


def test_a_waiting_job_is_cancelled(studio: Studio, photos: dict[str, Path]) -> None:
    with studio.open("history") as page:
        before = page.evaluate("async () => (await (await fetch('api/session')).json()).app.remaining")
        jobs = [cut_out(page, photos["bottle-photo"]) for _ in range(10)]  # one worker: the last one waits
        page.goto(page.url.split("#")[0] + f"#/history/{jobs[-1]}")
        detail = page.get_by_role("complementary")
        expect(detail.get_by_role("status")).to_contain_text(re.compile("jobs before it|Next in line"))
        detail.get_by_role("button", name="Cancel").click()
        expect(detail.locator(".tag")).to_have_text("Cancelled")
        expect(page.locator(f"a.job[href='#/history/{jobs[-1]}']")).to_contain_text("Cancelled")
        for job in jobs[:-1]:
            expect(page.locator(f"a.job[href='#/history/{job}']")).to_contain_text("Done", timeout=JOB_MS)
        after = page.evaluate("async () => (await (await fetch('api/session')).json()).app.remaining")
        assert before - after == len(jobs) - 1


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize("language", ["curl", "Python", "JavaScript"])
def test_a_call_that_was_copied_works(
    studio: Studio, photos: dict[str, Path], language: str, version: str, tmp_path: Path
) -> None:
    program = PROGRAMS[language]
    if program is None:
        pytest.skip("no node is installed")
    with studio.open("history") as page:
        job = cut_out(page, photos["nothing"])
        page.goto(page.url.split("#")[0] + f"#/history/{job}")
        page.get_by_text("Copy as a call").click()
        page.get_by_role("radio", name=language).check()
        page.get_by_role("radio", name=version).check()
        code = page.locator(".calls pre")
        expect(code).to_contain_text("LT2-HMAC-SHA256" if version == "v2" else "sign")
        text = code.inner_text()
        assert "secret" not in re.findall(r"['\"](secret)['\"]", text)
        jobs = flows.count_jobs(page)
        file = tmp_path / "call.mjs"
        file.write_text(text)
        environment = os.environ | {"LINGTU_SECRET": "secret"}
        done = subprocess.run([program, str(file)], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        deadline = time.monotonic() + 10
        while flows.count_jobs(page) == jobs and time.monotonic() < deadline:
            time.sleep(0.2)
        assert flows.count_jobs(page) == jobs + 1


def test_designers_see_only_their_own_app(studio: Studio) -> None:
    with studio.open("history") as page:
        page.locator(".side").get_by_label("App").select_option("other")
        expect(page.get_by_role("heading", name="No jobs")).to_be_visible()
        page.locator(".side").get_by_label("App").select_option(APP)
        expect(page.locator("a.job").first).to_be_visible()
