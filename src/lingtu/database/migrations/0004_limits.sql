-- How much an app may ask for: calls in a minute, and jobs that wait or run. NULL: as much as it likes.

ALTER TABLE apps ADD COLUMN calls_per_minute integer CHECK (calls_per_minute > 0),
                 ADD COLUMN unfinished_limit integer CHECK (unfinished_limit > 0);

-- The minute that an app's last call began or belongs to. Nothing is lost with it but a count.
CREATE UNLOGGED TABLE call_minutes (
    app_id    text PRIMARY KEY,
    began_at  timestamptz NOT NULL,
    calls     integer NOT NULL
);

-- As before, and SQLSTATE LT429: the app has as many unfinished jobs as it may.
CREATE OR REPLACE FUNCTION lingtu_submit(
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
