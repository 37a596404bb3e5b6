"""Whether the books are right: the database, the objects folder and the runs of the engine, against what was promised.

Every function returns faults in words, none when all is well. It looks at a server without load.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg.rows import DictRow, dict_row

from tests.acceptance.load import Promise

Database = psycopg.Connection[DictRow]
_FINAL = ("succeed", "failed", "canceled")
_STATUS = {"succeed": "succeed", "failed": "failed", "Canceled": "canceled"}  # on the wire -> in the database
_LEGAL = {
    ("waiting", "executing"),
    ("waiting", "canceled"),
    ("executing", "waiting"),
    ("executing", "succeed"),
    ("executing", "failed"),
}

#: Written by the database itself, whatever the server does: each change of a job's status.
WITNESS = """
CREATE TABLE witness (job_id bigint, was text, became text, attempt integer);
CREATE FUNCTION bear_witness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO witness VALUES (NEW.job_id, OLD.status, NEW.status, NEW.attempt);
    RETURN NEW;
END $$;
CREATE TRIGGER witness AFTER UPDATE ON jobs FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION bear_witness();
"""
_UNITS_USED = """CASE j.status WHEN 'succeed' THEN j.units - least(jsonb_array_length(j.failures), j.units)
                               WHEN 'waiting' THEN j.units WHEN 'executing' THEN j.units ELSE 0 END"""


def open_database(url: str) -> Database:
    return psycopg.connect(url, autocommit=True, row_factory=dict_row)


def wrong_balances(database: Database) -> list[str]:
    """Balance = sum of the ledger = grants less what the jobs cost, for each app."""
    rows = database.execute(
        f"""SELECT a.app_id, a.remaining, a.unfinished,
                   (SELECT coalesce(sum(units), 0) FROM quota_ledger l WHERE l.app_id = a.app_id) AS ledger,
                   (SELECT coalesce(sum(units), 0) FROM quota_ledger l
                     WHERE l.app_id = a.app_id AND reason = 'granted') AS granted,
                   (SELECT coalesce(sum({_UNITS_USED}), 0) FROM jobs j WHERE j.app_id = a.app_id) AS used,
                   (SELECT count(*) FROM jobs j WHERE j.app_id = a.app_id
                     AND status IN ('waiting', 'executing')) AS open
              FROM apps a"""
    ).fetchall()
    return [
        f"app {row['app_id']}: {row}"
        for row in rows
        if not (row["remaining"] == row["ledger"] == row["granted"] - row["used"] and row["unfinished"] == row["open"])
    ]


def wrong_entries(database: Database) -> list[str]:
    """Each job is reserved once, in full, and what it didn't use came back once."""
    rows = database.execute(
        f"""SELECT j.job_id, j.status, j.units, array_agg(l.reason || ' ' || l.units ORDER BY l.entry_id) AS entries
              FROM jobs j LEFT JOIN quota_ledger l USING (job_id)
             GROUP BY j.job_id
            HAVING count(*) FILTER (WHERE l.reason = 'reserved') <> 1
                OR coalesce(sum(l.units) FILTER (WHERE l.reason = 'reserved'), 0) <> -j.units
                OR count(*) FILTER (WHERE l.reason = 'returned') > 1
                OR coalesce(sum(l.units), 0) <> -({_UNITS_USED})"""
    ).fetchall()
    return [f"ledger of job {row['job_id']}: {row}" for row in rows]


def wrong_transitions(database: Database) -> list[str]:
    """Every job ended once, on a legal way. Needs the `WITNESS`."""
    rows = database.execute("SELECT job_id, was, became FROM witness").fetchall()
    faults = [f"job {row['job_id']} went from {row['was']} to {row['became']}" for row in rows if _illegal(row)]
    twice = database.execute(
        "SELECT job_id FROM witness WHERE became = ANY(%s) GROUP BY job_id HAVING count(*) <> 1", (list(_FINAL),)
    ).fetchall()
    return faults + [f"job {row['job_id']} ended more than once" for row in twice]


def _illegal(row: Mapping[str, str]) -> bool:
    return (row["was"], row["became"]) not in _LEGAL


def broken_promises(database: Database, promises: Sequence[Promise]) -> list[str]:
    """Accepted jobs exist once, no others do, and each ended as its caller was told."""
    rows = {str(row["job_id"]): row for row in database.execute("SELECT * FROM jobs").fetchall()}
    faults = [f"job {one} was never told to anybody" for one in rows.keys() - {one.job_id for one in promises}]
    for one in promises:
        row = rows.get(one.job_id)
        if row is None:
            faults.append(f"job {one.job_id} is lost")
        elif (row["app_id"], row["operation"], row["request_id"]) != (one.app_id, one.operation, one.request_id):
            faults.append(f"job {one.job_id} is another's: {one}, {row}")
        elif row["status"] not in _FINAL or (one.end and _STATUS[one.end["status"]] != row["status"]):
            faults.append(f"job {one.job_id} is {row['status']}: {one}")
        elif (row["status"] == "canceled") != bool(one.cancelled):
            faults.append(f"job {one.job_id} is {row['status']} though its cancellation said {one.cancelled}")
        elif row["deleted"] != one.deleted:
            faults.append(f"job {one.job_id} is deleted: {row['deleted']}, though its deletion said {one.deleted}")
        elif row["status"] == "failed" and row["attempt"] < 3:
            faults.append(f"job {one.job_id} failed at attempt {row['attempt']}: {row['message']}")
    return faults


def unfinished_jobs(database: Database) -> list[str]:
    rows = database.execute("SELECT job_id, status FROM jobs WHERE status IN ('waiting', 'executing')").fetchall()
    return [f"job {row['job_id']} is still {row['status']}" for row in rows]


def stuck_rows(database: Database, *, queue: int = 0) -> list[str]:
    """The sweepers have left nothing; `queue` is how many waiting jobs there are to be."""
    statements = {
        "files of ended jobs": "SELECT job_id::text FROM jobs WHERE NOT purged AND expires_at < clock_timestamp()",
        "intakes": "SELECT job_id::text FROM intakes",
        "uploads": "SELECT upload_id FROM uploads",
        "queue": f"SELECT id || ' ' || status FROM procrastinate_jobs OFFSET {queue}",
    }
    return [
        f"stuck in {name}: {row}"
        for name, statement in statements.items()
        for row in database.execute(statement.encode()).fetchall()
    ]


def wrong_objects(database: Database, folder: Path) -> list[str]:
    """The folder holds the outputs and the own inputs of successes that weren't deleted, and no other file at all.

    But for announced thumbnails: those may be there, as a worker that is killed leaves its job without them.
    """
    rows = database.execute(
        "SELECT app_id, job_id, inputs, outputs FROM jobs WHERE status = 'succeed' AND NOT deleted"
    ).fetchall()
    wanted = {output["key"] for row in rows for output in row["outputs"]}
    for row in rows:
        own = f"{row['app_id']}/{row['job_id']}/"
        wanted |= {key for key in row["inputs"].values() if key.startswith(own)}
    announced = database.execute("SELECT app_id, job_id, count FROM thumbnails").fetchall()
    small = {f"{row['app_id']}/{row['job_id']}/thumbs/{n}.webp" for row in announced for n in range(row["count"])}
    found = files_in(folder) - small
    return [f"orphan {key}" for key in sorted(found - wanted)] + [f"missing {key}" for key in sorted(wanted - found)]


def files_in(folder: Path) -> set[str]:
    """Paths of all files below a folder, in which others may be at work."""
    return {
        os.path.relpath(os.path.join(parent, name), folder) for parent, _, names in os.walk(folder) for name in names
    }


def missing_outputs(database: Database) -> list[str]:
    """A success has a picture for each unit and format, less those that failed."""
    rows = database.execute(
        "SELECT job_id, units, params, outputs, failures FROM jobs WHERE status = 'succeed'"
    ).fetchall()
    return [
        f"job {row['job_id']} has the outputs {row['outputs']}"
        for row in rows
        if len({one["key"] for one in row["outputs"]})
        != (row["units"] - len(row["failures"])) * len(row["params"].get("formats", ["png"]))
    ]


def wrong_runs(database: Database, promises: Sequence[Promise], runs: Iterable[int]) -> list[str]:
    """The engine ran what was accepted, and nothing that was cancelled before it was ever begun."""
    ran = set(runs)
    attempts = {str(row["job_id"]): row["attempt"] for row in database.execute("SELECT * FROM jobs").fetchall()}
    strangers = ran - {one.number for one in promises}
    faults = [f"picture {number} was run, but belongs to no job" for number in sorted(strangers)]
    for one in promises:
        if one.cancelled and one.number in ran and attempts.get(one.job_id, 0) == 0:
            faults.append(f"job {one.job_id} was cancelled and run")
        if one.end and one.end["status"] == "succeed" and one.number not in ran:
            faults.append(f"job {one.job_id} succeeded without a run")
    return faults


def read_runs(file: Path) -> list[int]:
    """What `fault_engines.Recording` wrote down."""
    return [int(line) for line in file.read_text().split()] if file.exists() else []
