-- Rows of jobs are pruned some time after their end; what a requestId is answered with is not.

CREATE TABLE past_requests (
    app_id       text NOT NULL,
    operation    text NOT NULL,
    request_id   text NOT NULL,
    job_id       bigint NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (app_id, operation, request_id)
);
CREATE INDEX jobs_to_prune ON jobs (finished_at) WHERE purged;
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- As before, and a requestId whose job is pruned is known.
CREATE OR REPLACE FUNCTION lingtu_submit(
    _job_id bigint, _app_id text, _operation text, _request_id text,
    _params jsonb, _inputs jsonb, _seed bigint, _units integer,
    OUT job_id bigint, OUT created boolean
) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO jobs (job_id, app_id, operation, request_id, params, inputs, seed, units)
    SELECT _job_id, _app_id, _operation, _request_id, _params, _inputs, _seed, _units
    WHERE NOT EXISTS (
        SELECT FROM past_requests p
        WHERE p.app_id = _app_id AND p.operation = _operation AND p.request_id = _request_id)
    ON CONFLICT ON CONSTRAINT jobs_app_id_operation_request_id_key DO NOTHING;
    IF NOT FOUND THEN
        SELECT j.job_id INTO job_id FROM jobs j
        WHERE j.app_id = _app_id AND j.operation = _operation AND j.request_id = _request_id;
        IF NOT FOUND THEN
            SELECT p.job_id INTO job_id FROM past_requests p
            WHERE p.app_id = _app_id AND p.operation = _operation AND p.request_id = _request_id;
        END IF;
        created := false;
        RETURN;
    END IF;
    -- an app with many unfinished jobs comes after one with few
    PERFORM lingtu_enqueue(_job_id, _operation, -1 - (SELECT unfinished FROM apps WHERE app_id = _app_id));
    INSERT INTO quota_ledger (app_id, job_id, units, reason) VALUES (_app_id, _job_id, -_units, 'reserved');
    DELETE FROM intakes i WHERE i.job_id = _job_id;
    -- the app's row last, as every other job of the app waits for it until the commit
    UPDATE apps SET remaining = remaining - _units, unfinished = unfinished + 1
    WHERE app_id = _app_id AND remaining >= _units AND unfinished < coalesce(unfinished_limit, 2147483647);
    IF NOT FOUND THEN
        IF EXISTS (SELECT FROM apps WHERE app_id = _app_id AND unfinished >= unfinished_limit) THEN
            RAISE EXCEPTION 'too many unfinished jobs' USING ERRCODE = 'LT429';
        END IF;
        RAISE EXCEPTION 'remaining generations are below %', _units USING ERRCODE = 'LT402';
    END IF;
    job_id := _job_id;
    created := true;
END $$;
