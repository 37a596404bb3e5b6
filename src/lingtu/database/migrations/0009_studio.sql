-- The studio: one-time links to it, its sessions, attempts to sign in; and small pictures of results.

CREATE TABLE studio_links (
    -- SHA-256 of the token, which the link alone has
    token_digest  bytea PRIMARY KEY,
    role          text NOT NULL CHECK (role IN ('designer', 'admin')),
    -- whom the jobs belong to; an operator may choose later
    app_id        text REFERENCES apps,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at    timestamptz NOT NULL,
    CHECK (role = 'admin' OR app_id IS NOT NULL)
);
CREATE INDEX studio_links_by_end ON studio_links (expires_at);

CREATE TABLE studio_sessions (
    -- SHA-256 of the cookie
    token_digest  bytea PRIMARY KEY,
    role          text NOT NULL CHECK (role IN ('designer', 'admin')),
    app_id        text REFERENCES apps,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at    timestamptz NOT NULL,
    CHECK (role = 'admin' OR app_id IS NOT NULL)
);
CREATE INDEX studio_sessions_by_end ON studio_sessions (expires_at);

-- Attempts of an address in its minute. Nothing is lost with it but a count.
CREATE UNLOGGED TABLE studio_attempts (
    source    text PRIMARY KEY,
    began_at  timestamptz NOT NULL,
    attempts  integer NOT NULL
);

-- Jobs that have small pictures: APP/JOB/thumbs/0.webp and so on, for each of the job's outputs.
CREATE TABLE thumbnails (
    job_id      bigint PRIMARY KEY,
    app_id      text NOT NULL,
    count       integer NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE INDEX thumbnails_to_purge ON thumbnails (expires_at);

-- The operator's page looks at the ends of the last hours.
CREATE INDEX jobs_by_end ON jobs (finished_at);
CREATE INDEX jobs_by_creation ON jobs USING brin (created_at);
CREATE INDEX quota_ledger_by_app ON quota_ledger (app_id, entry_id);
