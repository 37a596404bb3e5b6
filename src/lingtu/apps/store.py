"""SQL about apps: credentials, balance, limits, uploads. What they used is read in `books.py`."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from psycopg.errors import UniqueViolation

from lingtu.apps.app import App
from lingtu.apps.sealing import Vault
from lingtu.database.pool import Connection, Pool, connection_of
from lingtu.errors import NotFoundError, RateLimitedError, SetupError

UPLOAD_LIFE = timedelta(hours=24)
_UPLOADS_REMEMBERED = 10_000
_APP_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COLUMNS = """app_id, sealed_secret, enabled, v2_only, remaining, unfinished, upload_bytes_limit, calls_per_minute,
              unfinished_limit, created_at"""  # of App.from_row


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A picture that the app sent ahead; the link is `upload://` + upload_id."""

    upload_id: str
    app_id: str
    #: bytes
    size: int
    format: Literal["png", "jpg", "webp"]
    #: px
    width: int
    height: int
    expires_at: datetime

    @property
    def key(self) -> str:
        return f"{self.app_id}/uploads/{self.upload_id}"


class AppStore:
    """Apps in the database."""

    def __init__(self, pool: Pool, vault: Vault) -> None:
        self._pool = pool
        self._vault = vault
        self._uploads: OrderedDict[str, Upload] = OrderedDict()

    async def create(self, app_id: str, secret: str, quota: int, *, v2_only: bool = False) -> App:
        """A new app; raises `SetupError` if the name is malformed or taken."""
        if not _APP_ID.fullmatch(app_id):
            raise SetupError(f"app id {app_id!r} must be 1 to 64 characters of A-Z a-z 0-9 _ -")
        async with connection_of(self._pool) as connection, connection.transaction():
            try:
                await connection.execute(
                    "INSERT INTO apps (app_id, sealed_secret, v2_only) VALUES (%s, %s, %s)",
                    (app_id, self._vault.seal(secret, app_id), v2_only),
                )
            except UniqueViolation:
                raise SetupError(f"there is an app {app_id} already; `lingtu app list` shows them") from None
            await _grant(connection, app_id, quota)
        return await self.get(app_id)

    async def find(self, app_id: str) -> App | None:
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(f"SELECT {_COLUMNS} FROM apps WHERE app_id = %s", (app_id,))  # noqa: S608
            row = await cursor.fetchone()
        return self._from_row(row) if row else None

    async def get(self, app_id: str) -> App:
        """Like `find`; an unknown app raises `SetupError`."""
        app = await self.find(app_id)
        if app is None:
            raise SetupError(f"there is no app {app_id}; `lingtu app list` shows them")
        return app

    async def all(self) -> list[App]:
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(f"SELECT {_COLUMNS} FROM apps ORDER BY created_at, app_id")  # noqa: S608
            return [self._from_row(row) for row in await cursor.fetchall()]

    async def grant(self, app_id: str, units: int) -> App:
        """Add generations; a negative number takes some away, down to none."""
        await self.get(app_id)
        async with connection_of(self._pool) as connection, connection.transaction():
            await _grant(connection, app_id, units)
        return await self.get(app_id)

    async def set_remaining(self, app_id: str, units: int) -> App:
        """Bring the balance to an exact number, by a ledger entry of the difference."""
        await self.get(app_id)
        async with connection_of(self._pool) as connection, connection.transaction():
            cursor = await connection.execute(
                "SELECT remaining FROM apps WHERE app_id = %s FOR NO KEY UPDATE", (app_id,)
            )
            row = await cursor.fetchone()
            assert row is not None
            await _grant(connection, app_id, units - int(row["remaining"]))
        return await self.get(app_id)

    async def set_enabled(self, app_id: str, enabled: bool) -> App:
        return await self._update(app_id, "UPDATE apps SET enabled = %s WHERE app_id = %s", enabled)

    async def set_secret(self, app_id: str, secret: str) -> App:
        sealed = self._vault.seal(secret, app_id)
        return await self._update(app_id, "UPDATE apps SET sealed_secret = %s WHERE app_id = %s", sealed)

    async def reseal(self) -> int:
        """Seal every secret anew, under the first master key. Returns how many."""
        async with connection_of(self._pool) as connection, connection.transaction():
            cursor = await connection.execute(
                "SELECT app_id, sealed_secret FROM apps ORDER BY app_id FOR NO KEY UPDATE"
            )
            rows = await cursor.fetchall()
            for row in rows:
                sealed = self._vault.seal(self._vault.open(row["sealed_secret"], row["app_id"]), row["app_id"])
                await connection.execute(
                    "UPDATE apps SET sealed_secret = %s WHERE app_id = %s", (sealed, row["app_id"])
                )
        return len(rows)

    async def set_limits(self, app_id: str, calls_per_minute: int | None, unfinished: int | None) -> App:
        """Calls in a minute, and jobs that wait or run; None: as many as it likes."""
        await self._update(app_id, "UPDATE apps SET calls_per_minute = %s WHERE app_id = %s", calls_per_minute)
        return await self._update(app_id, "UPDATE apps SET unfinished_limit = %s WHERE app_id = %s", unfinished)

    async def unfinished(self) -> int:
        """Jobs of all apps that wait or run."""
        async with connection_of(self._pool) as connection:
            row = await (await connection.execute("SELECT sum(unfinished)::bigint AS jobs FROM apps")).fetchone()
        return (row["jobs"] if row else None) or 0

    async def add_upload(self, app: App, size: int, format: str, width: int, height: int) -> Upload:
        """Reserve room for an upload; over the app's byte cap it is a `RateLimitedError`."""
        async with connection_of(self._pool) as connection, connection.transaction():
            # the app's row serialises two uploads that would both fit alone
            await connection.execute("SELECT 1 FROM apps WHERE app_id = %s FOR NO KEY UPDATE", (app.app_id,))
            cursor = await connection.execute(
                """INSERT INTO uploads (upload_id, app_id, size, format, width, height, expires_at)
                   SELECT %(id)s, %(app)s, %(size)s, %(format)s, %(width)s, %(height)s, clock_timestamp() + %(life)s
                    WHERE %(size)s + (SELECT coalesce(sum(size), 0) FROM uploads
                                       WHERE app_id = %(app)s AND expires_at > clock_timestamp()) <= %(cap)s
                RETURNING upload_id, app_id, size, format, width, height, expires_at""",
                {
                    "id": secrets.token_urlsafe(24),
                    "app": app.app_id,
                    "size": size,
                    "format": format,
                    "width": width,
                    "height": height,
                    "life": UPLOAD_LIFE,
                    "cap": app.upload_bytes_limit,
                },
            )
            row = await cursor.fetchone()
        if row is None:
            raise RateLimitedError(
                f"上传总量已达 {app.upload_bytes_limit} 字节的上限，请等待旧文件在 24 小时后过期",
                f"uploads have reached the cap of {app.upload_bytes_limit} bytes; they expire after 24 hours",
                retry_after_s=3600,
            )
        return self._remember(Upload(**row))

    async def find_upload(self, app_id: str, upload_id: str) -> Upload | None:
        """The app's own upload, unless it has expired. An upload never changes, so one that was seen is remembered."""
        upload = self._uploads.get(upload_id)
        if upload is None:
            async with connection_of(self._pool) as connection:
                cursor = await connection.execute(
                    """SELECT upload_id, app_id, size, format, width, height, expires_at FROM uploads
                        WHERE upload_id = %s""",
                    (upload_id,),
                )
                row = await cursor.fetchone()
            upload = self._remember(Upload(**row)) if row else None
        mine = upload is not None and upload.app_id == app_id and upload.expires_at > datetime.now(UTC)
        return upload if mine else None

    def _remember(self, upload: Upload) -> Upload:
        self._uploads[upload.upload_id] = upload
        if len(self._uploads) > _UPLOADS_REMEMBERED:
            self._uploads.popitem(last=False)
        return upload

    async def expired_uploads(self, limit: int) -> list[Upload]:
        """Uploads to delete: past their time by more than a submission takes, and no unfinished job's picture."""
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(
                """SELECT upload_id, app_id, size, format, width, height, expires_at FROM uploads u
                    WHERE expires_at < clock_timestamp() - interval '1 minute' AND NOT EXISTS (
                          SELECT FROM jobs j, jsonb_each_text(j.inputs) AS input
                           WHERE j.status IN ('waiting', 'executing') AND j.app_id = u.app_id
                             AND input.value = u.app_id || '/uploads/' || u.upload_id)
                    ORDER BY expires_at LIMIT %s""",
                (limit,),
            )
            return [Upload(**row) for row in await cursor.fetchall()]

    async def forget_upload(self, upload_id: str) -> None:
        async with connection_of(self._pool) as connection:
            await connection.execute("DELETE FROM uploads WHERE upload_id = %s", (upload_id,))

    async def _update(self, app_id: str, statement: str, value: Any) -> App:
        async with connection_of(self._pool) as connection:
            cursor = await connection.execute(statement.encode(), (value, app_id))
        if cursor.rowcount == 0:
            raise SetupError(f"there is no app {app_id}; `lingtu app list` shows them")
        return await self.get(app_id)

    def _from_row(self, row: dict[str, Any]) -> App:
        return App.from_row(row, self._vault.open(row["sealed_secret"], row["app_id"]))


async def _grant(connection: Connection, app_id: str, units: int) -> None:
    cursor = await connection.execute(
        """UPDATE apps a SET remaining = greatest(0, a.remaining + %s)
             FROM (SELECT app_id, remaining FROM apps WHERE app_id = %s FOR NO KEY UPDATE) old
            WHERE a.app_id = old.app_id RETURNING a.remaining - old.remaining AS granted""",
        (units, app_id),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFoundError
    await connection.execute(
        "INSERT INTO quota_ledger (app_id, units, reason) VALUES (%s, %s, 'granted')", (app_id, row["granted"])
    )
