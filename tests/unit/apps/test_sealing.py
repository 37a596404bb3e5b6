from __future__ import annotations

import stat
from pathlib import Path

import pytest

from lingtu.apps.sealing import Vault, parse_master_key, parse_master_keys, read_or_make_master_key
from lingtu.errors import SetupError


def test_a_secret_opens_for_its_owner_alone() -> None:
    vault = Vault(b"k" * 32)
    sealed = vault.seal("hush", "A")
    assert b"hush" not in sealed
    assert vault.open(sealed, "A") == "hush"
    with pytest.raises(SetupError, match="master key"):
        vault.open(sealed, "B")
    with pytest.raises(SetupError, match="master key"):
        Vault(b"x" * 32).open(sealed, "A")


def test_keys_of_different_purposes_differ() -> None:
    vault = Vault(b"k" * 32)
    assert vault.derive_keys("links") != vault.derive_keys("app-secrets")


def test_while_the_key_is_changed_secrets_of_both_open() -> None:
    old, new = Vault(b"k" * 32), Vault(b"n" * 32, b"k" * 32)
    assert new.open(old.seal("hush", "A"), "A") == "hush"
    with pytest.raises(SetupError, match="master key"):
        old.open(new.seal("hush", "A"), "A")


def test_the_master_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = read_or_make_master_key(tmp_path)
    assert read_or_make_master_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize("text", ["", "xyz", "ab" * 31, "ab" * 33])
def test_a_malformed_master_key_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match="64 hex digits"):
        parse_master_key(text)
    with pytest.raises(SetupError, match="64 hex digits"):
        parse_master_keys("ab" * 32 + "," + text)


def test_several_keys() -> None:
    assert parse_master_keys(f"{'ab' * 32}, {'cd' * 32}") == [b"\xab" * 32, b"\xcd" * 32]
