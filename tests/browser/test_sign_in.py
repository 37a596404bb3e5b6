"""Who gets in, and what they see."""

from __future__ import annotations

from playwright.sync_api import Dialog, expect

from tests.browser.studio import APP, Studio


def test_a_link_signs_in_once_and_leaves_the_address(studio: Studio) -> None:
    link = studio.link("--app", APP)
    with studio.window() as page:
        page.goto(link)
        expect(page.locator("main h1")).to_have_text("Compose")
        assert "link=" not in page.url
        assert "link=" not in page.evaluate("() => JSON.stringify(history.state) + location.href")
        page.reload()
        expect(page.locator("nav.side")).to_be_visible()
        cookies = page.context.cookies()
        assert [cookie["httpOnly"] for cookie in cookies] == [True]
        assert [cookie["sameSite"] for cookie in cookies] == ["Strict"]
    with studio.window() as page:
        page.goto(link)
        expect(page.get_by_text("was used or has expired")).to_be_visible()
        expect(page.get_by_role("heading", name="Sign in to lingtu studio")).to_be_visible()


def test_who_is_signed_in_is_asked_before_a_link_signs_in_somebody_else(studio: Studio) -> None:
    """Else a link in a message would have the work of one app be done, and seen, in another."""
    link = studio.link("--app", "other")
    asked: list[str] = []
    with studio.window() as page:

        def refuse(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.dismiss()

        page.goto(studio.link("--app", APP))
        expect(page.locator(".side .app-card")).to_contain_text(APP)
        assert asked == []
        page.on("dialog", refuse)
        with page.expect_event("dialog"):  # only the fragment changes, so `goto` waits for nothing
            page.goto(link)
        page.goto("about:blank")
        page.goto(link)
        expect(page.locator(".side .app-card")).to_contain_text(APP)
        assert len(asked) == 2, "where the page is open, and where it is opened"
        page.remove_listener("dialog", refuse)
        page.once("dialog", lambda dialog: dialog.accept())
        page.goto(link)
        expect(page.locator(".side .app-card")).to_contain_text("other")


def test_a_link_can_be_pasted_and_one_can_leave(studio: Studio) -> None:
    link = studio.link("--app", APP)
    with studio.window() as page:
        page.goto(link.split("#")[0])
        page.get_by_label("Or paste the link here").fill(link)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("nav.side")).to_be_visible()
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="Sign in to lingtu studio")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Sign in to lingtu studio")).to_be_visible()


def test_a_designer_sees_no_operator_pages(studio: Studio) -> None:
    with studio.open("compose", role="designer") as page:
        expect(page.locator(".side .app-card")).to_contain_text(APP)
        expect(page.locator(".side").get_by_text("Operator")).to_have_count(0)
        page.evaluate("() => { location.hash = '#/apps' }")
        expect(page.locator("main.page-compose")).to_be_attached()


def test_an_operator_picks_the_app_that_jobs_belong_to(studio: Studio) -> None:
    with studio.open("history") as page:
        page.locator(".side").get_by_label("App").select_option("other")
        expect(page.locator(".side .app-left")).to_have_text("5 generations left")
        page.reload()
        expect(page.locator(".side").get_by_label("App")).to_have_value("other")
        page.locator(".side").get_by_label("App").select_option(APP)
        expect(page.locator(".side .app-left")).not_to_have_text("5 generations left")


def test_language_and_theme_are_switched_and_kept(studio: Studio) -> None:
    with studio.open("history", language="zh", theme="dark") as page:
        expect(page.locator("main h1")).to_have_text("历史")
        background = "() => getComputedStyle(document.body).backgroundColor"
        dark = page.evaluate(background)
        page.get_by_role("button", name="English").click()
        expect(page.locator("main h1")).to_have_text("History")
        assert page.evaluate("() => document.documentElement.lang") == "en"
        page.get_by_role("button", name="Light theme").click()
        light = page.evaluate(background)
        assert light != dark
        page.reload()
        expect(page.locator("main h1")).to_have_text("History")
        assert page.evaluate(background) == light
