from __future__ import annotations

from pathlib import Path

import pytest

from lingtu.errors import SetupError
from lingtu.settings import Settings


def test_names_of_the_contract(tmp_path: Path) -> None:
    settings = Settings.from_env(
        {
            "LINGTU_DATA_DIR": str(tmp_path),
            "LINGTU_FETCH_ALLOW": "127.0.0.0/8, ::1/128",
            "LINGTU_PUBLIC_URL": "https://shop.example/lingtu/",
            "LINGTU_CANCELED_SPELLING": "canceled",
            "PATH": "/bin",
        }
    )
    assert settings.data_dir == tmp_path
    assert [str(network) for network in settings.fetch_allow] == ["127.0.0.0/8", "::1/128"]
    assert settings.public_url == "https://shop.example/lingtu"
    assert settings.canceled_spelling == "canceled"


def test_nothing_is_fetched_from_inside_by_default() -> None:
    assert Settings.from_env({}).fetch_allow == ()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LINGTU_DATADIR", "/x", "LINGTU_DATA_DIR"),
        ("LINGTU_PUBLIC_URL", "ftp://x", "LINGTU_PUBLIC_URL"),
        ("LINGTU_FETCH_ALLOW", "10.0.0.0/99", "LINGTU_FETCH_ALLOW"),
        ("LINGTU_CONCURRENCY", "none", "LINGTU_CONCURRENCY"),
        ("LINGTU_ENGINE", "os.system('x')", "LINGTU_ENGINE"),
    ],
)
def test_what_is_not_understood_is_told(name: str, value: str, told: str) -> None:
    with pytest.raises(SetupError, match=told):
        Settings.from_env({name: value})


def test_secrets_do_not_show() -> None:
    settings = Settings.from_env({"LINGTU_MASTER_KEY": "ab" * 32, "LINGTU_DATABASE_URL": "postgresql://u:hush@h/d"})
    assert "ab" * 32 not in repr(settings)
    assert "hush" not in repr(settings)


def test_a_server_beside_a_caller_takes_no_notice_of_its_names() -> None:
    callers = {"LINGTU_URL": "http://lingtu.test", "LINGTU_APP_KEY": "A", "LINGTU_APP_SECRET": "S"}
    assert Settings.from_env(callers) == Settings.from_env({})


def test_groups_are_read_and_told_by_their_own_names() -> None:
    found = Settings.from_env(
        {"LINGTU_GENERATIVE_SERVERS": "http://a:8000/v1, https://b/", "LINGTU_GENERATIVE_TIMEOUT_S": "60"}
    ).generative
    assert found.servers == ("http://a:8000/v1", "https://b")
    assert found.timeout_s == 60
    for name, value, told in (
        ("LINGTU_GENERATIVE_SERVER", "http://a", "LINGTU_GENERATIVE_SERVERS"),
        ("LINGTU_GENERATIVE_SERVERS", "gpu-1", "LINGTU_GENERATIVE_SERVERS: "),
        ("LINGTU_GENERATIVE_DIALECT", "vllm", "LINGTU_GENERATIVE_DIALECT: "),
        ("LINGTU_GENERATIVE", "yes", "LINGTU_GENERATIVE is not a setting"),
    ):
        with pytest.raises(SetupError, match=told):
            Settings.from_env({name: value})
