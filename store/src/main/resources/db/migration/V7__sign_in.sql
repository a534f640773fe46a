-- Signing in: sessions of the console, users of OIDC providers, keys of our own tokens.

CREATE TABLE console_sessions (
  org_id     uuid        NOT NULL REFERENCES organizations,
  id         uuid        NOT NULL,
  user_id    uuid        NOT NULL,
  key_id     uuid,
  hash       bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  used_at    timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES users ON DELETE CASCADE,
  FOREIGN KEY (org_id, key_id) REFERENCES api_keys ON DELETE CASCADE
);
COMMENT ON TABLE console_sessions IS 'People signed in to the console: a keyed hash of the cookie''s secret, never the secret.';
COMMENT ON COLUMN console_sessions.key_id IS 'The API key they signed in with; the session ends with it.';
CREATE INDEX console_sessions_user ON console_sessions (org_id, user_id);
CREATE INDEX console_sessions_key ON console_sessions (org_id, key_id) WHERE key_id IS NOT NULL;
CREATE INDEX console_sessions_over ON console_sessions (org_id, expires_at);

ALTER TABLE users ADD COLUMN role_claimed_at timestamptz;
COMMENT ON COLUMN users.role_claimed_at IS 'When the token was issued that last said their role; an older one does not change it back.';

-- The keys our own tokens are signed with belong to the installation, not to an organization: they live in a schema of
-- their own, and nobody touches them but by the functions below.
CREATE SCHEMA installation;
COMMENT ON SCHEMA installation IS 'What belongs to no organization. Reached by functions of the schema crossing only.';

CREATE TABLE installation.signing_keys (
  id      text        NOT NULL PRIMARY KEY,
  sealed  bytea       NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE installation.signing_keys IS 'Keys that sign our own tokens, each sealed under the service''s pepper.';
REVOKE ALL ON SCHEMA installation FROM PUBLIC;
REVOKE ALL ON installation.signing_keys FROM PUBLIC;

CREATE FUNCTION crossing.signing_keys() RETURNS TABLE (id text, sealed bytea, made_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.id, k.sealed, k.made_at FROM installation.signing_keys k ORDER BY k.made_at, k.id
$$;

-- Nodes that find the newest key too old at the same moment make one new key together.
CREATE FUNCTION crossing.add_signing_key(key_id text, sealed bytea, after interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('perdure.signing_keys'));
  IF EXISTS (SELECT FROM installation.signing_keys k WHERE k.made_at > clock_timestamp() - $3) THEN
    RETURN false;
  END IF;
  INSERT INTO installation.signing_keys (id, sealed) VALUES ($1, $2);
  RETURN true;
END
$$;

CREATE FUNCTION crossing.forget_signing_key(key_id text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM installation.signing_keys k WHERE k.id = $1
$$;

GRANT USAGE ON SCHEMA installation TO perdure_crossing;
GRANT SELECT, INSERT, DELETE ON installation.signing_keys TO perdure_crossing;
SELECT perdure_crossing_function('crossing.signing_keys()');
SELECT perdure_crossing_function('crossing.add_signing_key(text, bytea, interval)');
SELECT perdure_crossing_function('crossing.forget_signing_key(text)');

SELECT perdure_protect('console_sessions');
