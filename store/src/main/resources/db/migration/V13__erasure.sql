-- Organizations and users that are being erased.

ALTER TABLE organizations DROP CONSTRAINT organizations_status_check;
ALTER TABLE organizations
  ADD CONSTRAINT organizations_status_check CHECK (status IN ('active', 'suspended', 'erasing'));

ALTER TABLE users DROP CONSTRAINT users_status_check;
ALTER TABLE users
  ADD CONSTRAINT users_status_check CHECK (status IN ('active', 'disabled', 'removed', 'erasing')),
  ADD COLUMN erased_at timestamptz;
COMMENT ON COLUMN users.erased_at IS 'When the user was erased. What names their id finds a row without a name.';

CREATE TABLE erasures (
  org_id      uuid        NOT NULL REFERENCES organizations,
  subject     uuid        NOT NULL,
  accepted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_at    timestamptz,
  counts      jsonb       NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, subject)
);
COMMENT ON TABLE erasures IS 'Who is being erased. Gone when that is done.';
COMMENT ON COLUMN erasures.subject IS 'The organization itself, or one of its users.';
COMMENT ON COLUMN erasures.taken_at IS 'When a node last worked on it; others leave it alone for a while.';
COMMENT ON COLUMN erasures.counts IS 'How many rows have gone, by table.';

COMMENT ON TABLE messages IS 'Entries of transcripts. Written once; what an erased user typed is masked.';
COMMENT ON TABLE audit_log IS 'Every change by the Admin API: who, what, before and after without secrets, from where. Only added to, but for who an erased user was.';

-- What a user made and started.
CREATE INDEX sessions_maker ON sessions (org_id, created_by);
CREATE INDEX runs_maker ON runs (org_id, created_by, id);

SELECT perdure_protect('erasures');
