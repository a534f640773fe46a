-- Requests that are signed: with what, and which have been seen.

CREATE TABLE signing_secrets (
  org_id     uuid        NOT NULL REFERENCES organizations,
  id         uuid        NOT NULL,
  api_key_id uuid        NOT NULL,
  secret     bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, api_key_id) REFERENCES api_keys ON DELETE CASCADE
);
COMMENT ON TABLE signing_secrets IS 'What requests under an API key are signed with; two at once while one takes the place of the other.';
COMMENT ON COLUMN signing_secrets.secret IS 'Encrypted. It is needed in the clear to verify a signature.';
CREATE INDEX signing_secrets_key ON signing_secrets (org_id, api_key_id, created_at);

CREATE TABLE request_nonces (
  org_id     uuid        NOT NULL REFERENCES organizations,
  api_key_id uuid        NOT NULL,
  nonce      text        NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, api_key_id, nonce),
  FOREIGN KEY (org_id, api_key_id) REFERENCES api_keys ON DELETE CASCADE
);
COMMENT ON TABLE request_nonces IS 'Signed requests that have been seen, as long as their signatures would be taken again.';
CREATE INDEX request_nonces_expiry ON request_nonces (org_id, api_key_id, expires_at);

SELECT perdure_protect('signing_secrets');
SELECT perdure_protect('request_nonces');
