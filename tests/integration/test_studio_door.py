"""Who comes into the studio, and what keeps everybody else out."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import httpx
import psycopg
import pytest

from lingtu.apps import sessions
from lingtu.apps.sessions import ATTEMPTS_LIMIT
from lingtu.services import Services
from lingtu.settings import Settings
from tests.integration.conftest import WithServices
from tests.integration.studio import looking, refusal, sign_in, visiting


def test_a_link_lets_in_once_and_the_session_holds_until_it_is_ended(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        link = await services.sessions.make_link("designer", "A")
        async with looking(services) as http, looking(services) as other:
            assert refusal(await http.get("api/session")) == (401, 401)
            session = (await http.post("api/session", json={"token": link.token})).json()
            assert (session["role"], session["app"]["appId"], session["apps"]) == ("designer", "A", ["A"])
            assert "secret" not in str(session)
            assert refusal(await other.post("api/session", json={"token": link.token})) == (401, 401)
            assert (await http.get("api/session")).json() == session
            replica = {"cookie": f"lingtu-studio={http.cookies['lingtu-studio']}"}
            assert (await other.get("api/session", headers=replica)).json() == session
            http.headers["x-lingtu-csrf"] = session["csrf"]
            kept = {"cookie": f"lingtu-studio={http.cookies['lingtu-studio']}"}
            assert (await http.delete("api/session")).status_code == 204
            assert dict(http.cookies) == {}
            assert refusal(await http.get("api/session", headers=kept)) == (401, 401)

    with_services(body)


def test_a_new_sign_in_ends_the_browsers_session_before_it(with_services: WithServices[None]) -> None:
    """Its token is lost to the browser: nobody could sign it out any more."""

    async def body(services: Services) -> None:
        async with visiting(services, app_id="A") as http:
            before = {"cookie": f"lingtu-studio={http.cookies['lingtu-studio']}"}
            await http.post("api/session", json={"token": "no link"})
            assert (await http.get("api/session")).json()["app"]["appId"] == "A"
            assert (await sign_in(services, http, "designer", "B")).json()["app"]["appId"] == "B"
            async with looking(services) as other:
                assert refusal(await other.get("api/session", headers=before)) == (401, 401)

    with_services(body)


def test_what_is_no_living_link_lets_nobody_in(
    with_services: WithServices[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body(services: Services) -> None:
        operators = await services.sessions.make_link("admin", "A")
        monkeypatch.setattr(sessions, "LINK_LIFE", timedelta(seconds=-1))
        old = await services.sessions.make_link("designer", "A")
        async with looking(services) as http:
            for token in (old.token, operators.token, "", "x" * 5000, None, 7, ["a"]):
                assert refusal(await http.post("api/session", json={"token": token})) == (401, 401)
        async with looking(services, "admin") as http:
            answer = await http.post("api/session", json={"token": operators.token})
            assert answer.status_code == 200, "a try at the wrong port does not use it up"

    with_services(body)


def test_two_who_follow_a_link_at_the_same_time_are_one(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        link = await services.sessions.make_link("designer", "A")
        async with looking(services) as http:
            tries = [http.post("api/session", json={"token": link.token}) for _ in range(5)]
            assert sorted(answer.status_code for answer in await asyncio.gather(*tries)) == [200, 401, 401, 401, 401]

    with_services(body)


def test_the_database_has_no_token(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        link = await services.sessions.make_link("designer", "A")
        async with visiting(services) as http:
            token = http.cookies["lingtu-studio"]
        with psycopg.connect(database) as connection:
            for table in ("studio_links", "studio_sessions"):
                (text,) = connection.execute(f"SELECT string_agg(t::text, '|') FROM {table} t").fetchone() or ("",)
                assert text
                assert link.token not in text
                assert token not in text

    with_services(body)


def test_a_session_ends_with_its_time(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            with psycopg.connect(database, autocommit=True) as connection:
                connection.execute("UPDATE studio_sessions SET expires_at = clock_timestamp()")
                assert refusal(await http.get("api/session")) == (401, 401)
                await services.sessions.sweep()
                assert connection.execute("SELECT count(*) FROM studio_sessions").fetchone() == (0,)

    with_services(body)


def test_everybody_can_be_signed_out(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with (
            visiting(services) as a,
            visiting(services, app_id="B") as b,
            visiting(services, "admin") as operator,
        ):
            link = await services.sessions.make_link("designer", "A")
            assert await services.sessions.end_all("A") == 1
            assert [(await http.get("api/session")).status_code for http in (a, b, operator)] == [401, 200, 200]
            assert (await a.post("api/session", json={"token": link.token})).status_code == 401
            assert await services.sessions.end_all() == 2
            assert [(await http.get("api/session")).status_code for http in (b, operator)] == [401, 401]

    with_services(body)


class TestCookie:
    async def cookie(self, services: Services) -> str:
        async with looking(services) as http:
            return (await sign_in(services, http, "designer", "A")).headers["set-cookie"]

    def test_scripts_and_other_sites_do_not_get_it(self, with_services: WithServices[None]) -> None:
        async def body(services: Services) -> None:
            attributes = (await self.cookie(services)).split("; ")
            assert re.fullmatch(r"lingtu-studio=[A-Za-z0-9_-]{43}", attributes[0])
            assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=604800"} == set(attributes[1:])

        with_services(body)

    class TestOnHttps:
        @pytest.fixture
        def settings(self, settings: Settings) -> Settings:
            return settings.model_copy(update={"public_url": "https://shop.example/lingtu"})

        def test_it_is_secure_and_bound_to_the_host(self, with_services: WithServices[None]) -> None:
            async def body(services: Services) -> None:
                async with visiting(services) as http:
                    assert http.cookies["__Host-lingtu-studio"]
                    assert (await http.get("api/session")).status_code == 200
                    answer = await sign_in(services, http, "designer", "A")
                    assert "; Secure" in answer.headers["set-cookie"]

            with_services(body)


def test_only_our_own_page_changes_anything(with_services: WithServices[None]) -> None:
    """A cookie comes with calls of any site of the same host; the Origin and the CSRF token do not."""

    async def body(services: Services) -> None:
        async with visiting(services) as http, visiting(services) as other:
            job = {"image": "upload://nothing"}
            foreign = ("https://evil.example", "null", "http://lingtu.test.evil.example", "https://lingtu.test")
            for origin in foreign:
                assert refusal(await http.post("api/jobs/matting", json=job, headers={"origin": origin})) == (403, 403)
            for csrf in ("", "0" * 64, other.headers["x-lingtu-csrf"], "ü".encode()):
                answer = await http.post("api/jobs/matting", json=job, headers={"x-lingtu-csrf": csrf})
                assert refusal(answer) == (403, 403)
            del http.headers["origin"]
            assert refusal(await http.delete("api/session")) == (403, 403)
            assert (await http.get("api/session")).status_code == 200
            assert (await services.apps.get("A")).unfinished == 0
            link = await services.sessions.make_link("designer", "B")
            stray = {"origin": "https://evil.example"}
            answer = await other.post("api/session", json={"token": link.token}, headers=stray)
            assert refusal(answer) == (403, 403), "nobody is signed in as somebody else without knowing"

    with_services(body)


def test_attempts_are_counted_by_address(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        link = await services.sessions.make_link("designer", "A")
        async with looking(services) as http, looking(services) as elsewhere:
            for _ in range(ATTEMPTS_LIMIT):
                assert refusal(await http.post("api/session", json={"token": "guess"})) == (401, 401)
            answer = await http.post("api/session", json={"token": link.token})
            assert refusal(answer) == (429, 429)
            assert 0 < int(answer.headers["retry-after"]) <= 60
            elsewhere._transport.client = ("192.0.2.2", 5000)  # type: ignore[attr-defined]
            assert (await elsewhere.post("api/session", json={"token": link.token})).status_code == 200

    with_services(body)


def test_neighbours_in_ipv6_are_one_address(with_services: WithServices[None], database: str) -> None:
    async def body(services: Services) -> None:
        for last in range(3):
            await services.sessions.count_attempt(f"2001:db8:0:1::{last}")
        with psycopg.connect(database) as connection:
            rows = connection.execute("SELECT source, attempts FROM studio_attempts").fetchall()
        assert rows == [("2001:db8:0:1::/64", 3)]

    with_services(body)


def test_ipv4_through_a_socket_of_ipv6_is_an_address_of_its_own(
    with_services: WithServices[None], database: str
) -> None:
    """Else one who guesses would keep everybody out."""

    async def body(services: Services) -> None:
        for address in ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.2", "::1"):
            await services.sessions.count_attempt(address)
        with psycopg.connect(database) as connection:
            rows = connection.execute("SELECT source, attempts FROM studio_attempts ORDER BY source").fetchall()
        assert rows == [("192.0.2.1", 1), ("192.0.2.2", 2), ("::/64", 1)]

    with_services(body)


def _policy(answer: httpx.Response) -> dict[str, str]:
    directives = answer.headers["content-security-policy"].split("; ")
    return dict(directive.partition(" ")[::2] for directive in directives)


def test_headers(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with visiting(services) as http:
            page = await http.get("")
            for answer in (page, await http.get("api/session"), await http.get("api/jobs/1")):
                policy = _policy(answer)
                assert policy["default-src"] == "'none'"
                assert policy["script-src"] == policy["style-src"] == "'self'"
                assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
                assert "unsafe" not in str(policy)
                assert answer.headers["x-frame-options"] == "DENY"
                assert answer.headers["cross-origin-resource-policy"] == "same-origin"
            assert (await http.get("api/session")).headers["cache-control"] == "no-store"
            assert "style=" not in page.text.replace("rel=", "")
            assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=", page.text), "nothing is inline"

    with_services(body)


def test_files_are_compressed_and_known_again(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with looking(services) as http:
            page = await http.get("")
            (place,) = set(re.findall(r'"(static/[0-9a-f]{16}/)', page.text))
            script = re.search(rf'"({place}[\w/.-]+\.js)"', page.text)
            assert script
            first = await http.get(script[1])
            assert first.headers["content-encoding"] == "gzip"
            assert "immutable" in first.headers["cache-control"]
            plain = await http.get(script[1].replace(place, "static/"), headers={"accept-encoding": "identity"})
            assert plain.headers["cache-control"] == "no-cache"
            assert plain.content == first.content
            again = await http.get(script[1], headers={"if-none-match": first.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")
            for stray in ("static/../page.py", "static/%2e%2e/%2e%2e/settings.py", "static/", "static/none.js"):
                assert (await http.get(stray)).status_code == 404

    with_services(body)


def test_the_page_without_its_slash_is_found(with_services: WithServices[None]) -> None:
    async def body(services: Services) -> None:
        async with looking(services) as http:
            answer = await http.get(f"{services.settings.public_url}/studio")
            assert (answer.status_code, answer.headers["location"]) == (307, "studio/")

    with_services(body)


class TestOff:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return Settings.from_env({"LINGTU_STUDIO": "off", "LINGTU_DATA_DIR": str(settings.data_dir)})

    def test_there_is_nothing(self, with_services: WithServices[None]) -> None:
        async def body(services: Services) -> None:
            for role in ("designer", "admin"):
                async with looking(services, role) as http:  # type: ignore[arg-type]
                    for path in ("", "api/session", "static/js/main.js"):
                        assert (await http.get(path)).status_code == 404

        with_services(body)
