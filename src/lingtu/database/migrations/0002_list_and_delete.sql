-- job/list and job/delete.

-- whether the caller had the files deleted before their time
ALTER TABLE jobs ADD COLUMN deleted boolean NOT NULL DEFAULT false;

-- job/list reads the newest few of each status and operation: no filter makes it look at a row that it doesn't show
CREATE INDEX jobs_by_app ON jobs (app_id, status, operation, created_at, job_id);
