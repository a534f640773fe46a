-- Keys of the organizations, and what is encrypted with them.

CREATE TABLE keysets (
  org_id     uuid        NOT NULL REFERENCES organizations,
  purpose    text        NOT NULL CHECK (purpose IN ('fields', 'payloads')),
  version    integer     NOT NULL CHECK (version >= 1),
  wrapped_by text        NOT NULL,
  wrapped    bytea       NOT NULL,
  phase      text        NOT NULL CHECK (phase IN ('stable', 'distributed', 'promoted')),
  phase_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, purpose)
);
COMMENT ON TABLE keysets IS 'The keys of each organization, encrypted with a key-encryption key that is not in the database.';
COMMENT ON COLUMN keysets.wrapped_by IS 'The id of that key.';
COMMENT ON COLUMN keysets.phase IS 'How far a rotation has come.';
COMMENT ON COLUMN keysets.phase_at IS 'Since when. The next phase waits until every node has read this one.';

CREATE TABLE secrets (
  org_id       uuid        NOT NULL REFERENCES organizations,
  id           uuid        NOT NULL,
  name         text        NOT NULL,
  description  text,
  value        bytea       NOT NULL,
  version      integer     NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_by   uuid        NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name)
);
COMMENT ON TABLE secrets IS 'Secrets of an organization, which its tools get by their names.';
COMMENT ON COLUMN secrets.value IS 'Encrypted.';
COMMENT ON COLUMN secrets.version IS 'Raised by each new value.';

CREATE TABLE model_credentials (
  org_id        uuid        NOT NULL REFERENCES organizations,
  id            uuid        NOT NULL,
  provider      text        NOT NULL,
  key           bytea       NOT NULL,
  base_url      text,
  default_model text,
  version       integer     NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_by    uuid        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_used_at  timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, provider)
);
COMMENT ON TABLE model_credentials IS 'An organization''s own keys at model providers; they go before those of the installation.';
COMMENT ON COLUMN model_credentials.key IS 'Encrypted.';

SELECT perdure_protect('keysets');
SELECT perdure_protect('secrets');
SELECT perdure_protect('model_credentials');
