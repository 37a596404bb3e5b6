-- Apps, their quota ledger, jobs, uploads, and the records that guard submissions.

CREATE TABLE apps (
    app_id              text PRIMARY KEY,
    -- AES-GCM of the secret under the master key, bound to app_id
    sealed_secret       bytea NOT NULL,
    enabled             boolean NOT NULL DEFAULT true,
    v2_only             boolean NOT NULL DEFAULT false,
    -- generations left: always the sum of quota_ledger.units
    remaining           bigint NOT NULL DEFAULT 0 CHECK (remaining >= 0),
    -- jobs that wait or run: decides the priority of the next one
    unfinished          integer NOT NULL DEFAULT 0 CHECK (unfinished >= 0),
    upload_bytes_limit  bigint NOT NULL DEFAULT 1073741824,
    created_at          timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE quota_ledger (
    entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    app_id      text NOT NULL REFERENCES apps,
    job_id      bigint,
    units       bigint NOT NULL,
    reason      text NOT NULL CHECK (reason IN ('granted', 'reserved', 'returned')),
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX quota_ledger_app_time ON quota_ledger (app_id, created_at);

CREATE FUNCTION lingtu_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'quota_ledger is append-only';
END $$;
CREATE TRIGGER quota_ledger_append_only BEFORE UPDATE OR DELETE ON quota_ledger
    FOR EACH ROW EXECUTE FUNCTION lingtu_refuse_change();

CREATE TABLE jobs (
    job_id       bigint PRIMARY KEY,
    app_id       text NOT NULL REFERENCES apps,
    operation    text NOT NULL,
    request_id   text NOT NULL,
    params       jsonb NOT NULL,
    -- picture name -> where its bytes are
    inputs       jsonb NOT NULL,
    seed         bigint NOT NULL,
    units        integer NOT NULL,
    status       text NOT NULL DEFAULT 'waiting'
                 CHECK (status IN ('waiting', 'executing', 'succeed', 'failed', 'canceled')),
    -- tries so far; the number fences a worker that comes back from the dead
    attempt      integer NOT NULL DEFAULT 0,
    -- the one row of the queue that may start this job
    queue_id     bigint,
    -- of that row: the higher, the sooner
    priority     integer NOT NULL DEFAULT 0,
    lease_until  timestamptz,
    progress     real NOT NULL DEFAULT 0,
    -- [{"key", "format"}] of the finished pictures
    outputs      jsonb,
    -- [{"index", "code", "zh", "en"}] of the variations that failed
    failures     jsonb NOT NULL DEFAULT '[]',
    -- {"zh", "en"}, with "code" if the job failed
    message      jsonb,
    -- objects gone: the links have expired or the files were deleted
    purged       boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at   timestamptz,
    finished_at  timestamptz,
    expires_at   timestamptz,
    UNIQUE (app_id, operation, request_id)
);
CREATE INDEX jobs_unfinished ON jobs (lease_until) WHERE status IN ('waiting', 'executing');
CREATE INDEX jobs_to_purge ON jobs (expires_at) WHERE NOT purged AND expires_at IS NOT NULL;

-- A submission that is storing its pictures; what is left here after a crash is swept with its objects.
CREATE TABLE intakes (
    job_id      bigint PRIMARY KEY,
    app_id      text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE uploads (
    upload_id   text PRIMARY KEY,
    app_id      text NOT NULL REFERENCES apps,
    size        bigint NOT NULL,
    format      text NOT NULL,
    width       integer NOT NULL,
    height      integer NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at  timestamptz NOT NULL
);
CREATE INDEX uploads_by_app ON uploads (app_id);
CREATE INDEX uploads_to_purge ON uploads (expires_at);

-- Digests of the salts (with their app) and signs that were used.
CREATE TABLE replay (
    salt_digest  bytea PRIMARY KEY,
    sign_digest  bytea NOT NULL UNIQUE,
    seen_at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX replay_by_age ON replay (seen_at);

-- Put a job into the queue named after its operation, and make that row the only one that may start it.
CREATE FUNCTION lingtu_enqueue(_job_id bigint, _operation text, _priority integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE jobs SET priority = _priority, queue_id = (procrastinate_defer_jobs_v1(ARRAY[
        ROW(_operation, 'run_job', _priority, NULL, NULL, jsonb_build_object('job_id', _job_id), NULL)
        ::procrastinate_job_to_defer_v1]))[1]
    WHERE job_id = _job_id;
END $$;

-- The submission's one transaction: job stored, quota reserved, work enqueued; or nothing.
-- created is false when job_id is the earlier job's. SQLSTATE LT402: too few generations left.
CREATE FUNCTION lingtu_submit(
    _job_id bigint, _app_id text, _operation text, _request_id text,
    _params jsonb, _inputs jsonb, _seed bigint, _units integer,
    OUT job_id bigint, OUT created boolean
) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jobs (job_id, app_id, operation, request_id, params, inputs, seed, units)
    VALUES (_job_id, _app_id, _operation, _request_id, _params, _inputs, _seed, _units)
    ON CONFLICT ON CONSTRAINT jobs_app_id_operation_request_id_key DO NOTHING;
    IF NOT FOUND THEN
        SELECT j.job_id INTO job_id FROM jobs j
        WHERE j.app_id = _app_id AND j.operation = _operation AND j.request_id = _request_id;
        created := false;
        RETURN;
    END IF;
    -- an app with many unfinished jobs comes after one with few
    PERFORM lingtu_enqueue(_job_id, _operation, -1 - (SELECT unfinished FROM apps WHERE app_id = _app_id));
    INSERT INTO quota_ledger (app_id, job_id, units, reason) VALUES (_app_id, _job_id, -_units, 'reserved');
    DELETE FROM intakes i WHERE i.job_id = _job_id;
    -- the app's row last, as every other job of the app waits for it until the commit
    UPDATE apps SET remaining = remaining - _units, unfinished = unfinished + 1
    WHERE app_id = _app_id AND remaining >= _units;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'remaining generations are below %', _units USING ERRCODE = 'LT402';
    END IF;
    job_id := _job_id;
    created := true;
END $$;

-- The end of a job in the books: units that were not used come back.
CREATE FUNCTION lingtu_settle(_app_id text, _job_id bigint, _returned integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE apps SET remaining = remaining + _returned, unfinished = unfinished - 1 WHERE app_id = _app_id;
    IF _returned > 0 THEN
        INSERT INTO quota_ledger (app_id, job_id, units, reason) VALUES (_app_id, _job_id, _returned, 'returned');
    END IF;
END $$;
