-- Calls of callers' callbackUrl: one for each job's end, written in the transaction that ends the job.

CREATE TABLE webhooks (
    webhook_id  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    job_id      bigint NOT NULL,
    app_id      text NOT NULL REFERENCES apps,
    url         text NOT NULL,
    -- app and host: those who share it wait for each other, and for nobody else
    receiver    text NOT NULL,
    state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'given-up')),
    attempts    integer NOT NULL DEFAULT 0,
    -- what became of the last one: an HTTP status, or words
    answer      text,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- of the next attempt; one that is under way is taken for lost then
    next_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    give_up_at  timestamptz NOT NULL DEFAULT clock_timestamp() + interval '2 hours'
);
CREATE INDEX webhooks_due ON webhooks (next_at) WHERE state = 'pending';
CREATE INDEX webhooks_by_age ON webhooks (created_at);

-- The end of a job in the books: units that were not used come back, and the caller is to be told.
CREATE OR REPLACE FUNCTION lingtu_settle(_app_id text, _job_id bigint, _returned integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO webhooks (job_id, app_id, url, receiver)
    SELECT job_id, app_id, url, app_id || ' ' || lower(substring(url FROM '://([^/?#]*)'))
      FROM (SELECT job_id, app_id, params->>'callbackUrl' AS url FROM jobs WHERE job_id = _job_id) AS ended
     WHERE url IS NOT NULL;
    UPDATE apps SET remaining = remaining + _returned, unfinished = unfinished - 1 WHERE app_id = _app_id;
    IF _returned > 0 THEN
        INSERT INTO quota_ledger (app_id, job_id, units, reason) VALUES (_app_id, _job_id, _returned, 'returned');
    END IF;
END $$;
