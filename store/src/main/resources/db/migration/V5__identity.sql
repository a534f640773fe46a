-- Who calls: users with roles, roles of an organization's own, keys that are narrowed.

ALTER TABLE organizations
  ADD COLUMN status   text    NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  ADD COLUMN plan     text    NOT NULL DEFAULT 'standard',
  ADD COLUMN operator boolean NOT NULL DEFAULT false,
  ADD COLUMN signed   boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN organizations.plan IS 'Names the defaults of its limits and quotas.';
COMMENT ON COLUMN organizations.operator IS 'The organization that runs the installation: its people may be allowed to manage the others.';
COMMENT ON COLUMN organizations.signed IS 'Each request under an API key must carry a signature.';
CREATE UNIQUE INDEX organizations_operator ON organizations (operator) WHERE operator;

-- Who was there before roles were, made the organization.
ALTER TABLE users
  ADD COLUMN email   text,
  ADD COLUMN role    text NOT NULL DEFAULT 'owner',
  ADD COLUMN status  text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  ADD COLUMN subject text;
COMMENT ON COLUMN users.role IS 'A built-in role, or one of the organization''s own.';
COMMENT ON COLUMN users.subject IS 'Who they are at an OIDC issuer: issuer, a space, and the subject.';
CREATE UNIQUE INDEX users_email ON users (org_id, lower(email)) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX users_subject ON users (org_id, subject) WHERE subject IS NOT NULL;

CREATE TABLE roles (
  org_id      uuid        NOT NULL REFERENCES organizations,
  name        text        NOT NULL,
  description text,
  permissions text[]      NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, name)
);
COMMENT ON TABLE roles IS 'Roles of an organization''s own. The built-in ones are in the code.';

ALTER TABLE api_keys
  ADD COLUMN allowed_addresses text[]  NOT NULL DEFAULT '{}',
  ADD COLUMN signed            boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN api_keys.permissions IS 'What the key may do at most; * is whatever its user may.';
COMMENT ON COLUMN api_keys.allowed_addresses IS 'Networks it may be used from; none is everywhere.';

-- A key that held everything goes on doing so.
UPDATE api_keys SET permissions = '{*}'
WHERE permissions @> ARRAY['agents:read', 'agents:write', 'sessions:read', 'sessions:write', 'runs:read', 'runs:write', 'approvals:write', 'skills:read', 'logs:read'];

SELECT perdure_protect('roles');
