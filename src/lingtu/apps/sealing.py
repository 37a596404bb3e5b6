"""Secrets at rest, and the keys that are derived from the master key."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lingtu.errors import SetupError

KEY_BYTES = 32
_NONCE_BYTES = 12


def parse_master_keys(text: str) -> list[bytes]:
    """The keys of a setting: one, or several with commas between them."""
    return [parse_master_key(part) for part in text.split(",")]


def parse_master_key(text: str) -> bytes:
    """64 hex digits as 32 bytes."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SetupError("LINGTU_MASTER_KEY must be 64 hex digits (32 bytes); `openssl rand -hex 32` makes one")
    return key


def read_or_make_master_key(folder: Path) -> bytes:
    """The key of a laptop, made at the first start and readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "master.key"
    draft = folder / f"master.key.{secrets.token_hex(8)}"
    if not file.exists():
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(KEY_BYTES))
        try:
            os.link(draft, file)  # the first of two processes wins, and the file is never half written
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return parse_master_key(file.read_text())


class Vault:
    """Seals secrets under the master key, and opens what was sealed under any of the keys it has."""

    def __init__(self, *master_keys: bytes) -> None:
        self._master_keys = master_keys
        self._ciphers = [AESGCM(key) for key in self.derive_keys("app-secrets")]

    def derive_keys(self, purpose: str) -> list[bytes]:
        """Keys of their own for each purpose; the first one makes what is new."""
        return [hmac.digest(key, f"lingtu:{purpose}".encode(), "sha256") for key in self._master_keys]

    def seal(self, secret: str, owner: str) -> bytes:
        """Encrypt; the result opens only for the same owner."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, secret.encode(), owner.encode())

    def open(self, sealed: bytes, owner: str) -> str:
        for cipher in self._ciphers:
            with contextlib.suppress(InvalidTag):
                return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], owner.encode()).decode()
        raise SetupError(
            f"the secret of app {owner} was sealed under another master key: "
            "give this process the LINGTU_MASTER_KEY (or master.key) that the app was created with"
        )
