-- Limits and quotas: what an organization was given beside its plan, and what counting is read off.

CREATE TABLE quotas (
  org_id     uuid        NOT NULL PRIMARY KEY REFERENCES organizations,
  said       jsonb       NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE quotas IS 'What of its plan''s limits an organization has otherwise. How much is used is never kept: it is counted from the rows.';

CREATE INDEX runs_working ON runs (org_id)
  WHERE parent_run_id IS NULL AND status IN ('starting', 'running', 'cancelling');
CREATE INDEX runs_reserving ON runs (org_id) WHERE reserved_cost_micros > 0;

-- The spend of a day, from the index alone.
CREATE INDEX usage_spend ON usage (org_id, at) INCLUDE (cost_micros);
DROP INDEX usage_by_time;

SELECT perdure_protect('quotas');
