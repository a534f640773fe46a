-- The Admin API: who changed what, who is invited, how keys are rotated.

CREATE TABLE audit_log (
  org_id          uuid        NOT NULL REFERENCES organizations,
  id              uuid        NOT NULL,
  at              timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor_org_id    uuid        NOT NULL,
  user_id         uuid,
  credential_kind text,
  credential_id   uuid,
  action          text        NOT NULL,
  target_kind     text        NOT NULL,
  target_id       text        NOT NULL,
  before          jsonb,
  after           jsonb,
  address         text,
  user_agent      text,
  PRIMARY KEY (org_id, id),
  CHECK ((credential_kind IS NULL) = (credential_id IS NULL))
);
COMMENT ON TABLE audit_log IS 'Every change by the Admin API: who, what, before and after without secrets, from where. Only added to.';
CREATE INDEX audit_log_by_time ON audit_log (org_id, at DESC, id DESC);
CREATE INDEX audit_log_target ON audit_log (org_id, target_kind, target_id, at DESC, id DESC);
CREATE INDEX audit_log_user ON audit_log (org_id, user_id, at DESC, id DESC);

CREATE TABLE invitations (
  org_id      uuid        NOT NULL REFERENCES organizations,
  id          uuid        NOT NULL UNIQUE,
  email       text        NOT NULL,
  role        text        NOT NULL,
  hash        bytea       NOT NULL,
  invited_by  uuid,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  revoked_at  timestamptz,
  accepted_at timestamptz,
  accepted_by uuid,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, accepted_by) REFERENCES users,
  CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
  CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);
COMMENT ON TABLE invitations IS 'Who may become a user, once: a keyed hash of the token, never the token. The id alone is unique too: it finds the organization.';
CREATE UNIQUE INDEX invitations_open ON invitations (org_id, lower(email)) WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_role ON invitations (org_id, role) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- Who is removed is not listed and can't call; what they made still names them.
ALTER TABLE users DROP CONSTRAINT users_status_check;
ALTER TABLE users ADD CONSTRAINT users_status_check CHECK (status IN ('active', 'disabled', 'removed'));
CREATE INDEX users_role ON users (org_id, role);

ALTER TABLE api_keys
  ADD COLUMN rotated_to        uuid,
  ADD COLUMN last_used_address text,
  ADD FOREIGN KEY (org_id, rotated_to) REFERENCES api_keys;
COMMENT ON COLUMN api_keys.rotated_to IS 'The key made to replace it. It ends when both have been valid long enough.';

SELECT perdure_protect('audit_log');
SELECT perdure_protect('invitations');
-- What is written stays as it is.
REVOKE UPDATE, DELETE ON audit_log FROM perdure_app;
