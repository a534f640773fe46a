-- Skills that organizations make themselves.

CREATE TABLE custom_skills (
  org_id          uuid        NOT NULL REFERENCES organizations,
  id              uuid        NOT NULL,
  name            text        NOT NULL,
  kind            text        NOT NULL,
  current_version integer     NOT NULL,
  latest_version  integer     NOT NULL,
  created_by      uuid        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  deleted_at      timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name),
  CHECK (current_version BETWEEN 1 AND latest_version)
);
COMMENT ON TABLE custom_skills IS 'A row stays when its skill is deleted, so that the same name and number never stand for something else.';
COMMENT ON COLUMN custom_skills.kind IS 'What opens it, such as skill_md.';

CREATE TABLE custom_skill_versions (
  org_id      uuid        NOT NULL,
  skill_id    uuid        NOT NULL,
  version     integer     NOT NULL CHECK (version > 0),
  title       text        NOT NULL,
  description text        NOT NULL,
  definition  jsonb       NOT NULL,
  sha256      text        NOT NULL,
  bytes       bigint      NOT NULL,
  created_by  uuid        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, skill_id, version),
  FOREIGN KEY (org_id, skill_id) REFERENCES custom_skills (org_id, id)
);
COMMENT ON TABLE custom_skill_versions IS 'Written once. Gone when the skill is deleted.';
COMMENT ON COLUMN custom_skill_versions.definition IS 'What the kind made of the draft. No secrets.';
COMMENT ON COLUMN custom_skill_versions.sha256 IS 'Of the whole version: definition and files.';
COMMENT ON COLUMN custom_skill_versions.bytes IS 'How much is kept of it: definition and files.';

CREATE TABLE custom_skill_files (
  org_id   uuid    NOT NULL,
  skill_id uuid    NOT NULL,
  version  integer NOT NULL,
  path     text    NOT NULL,
  content  bytea   NOT NULL,
  PRIMARY KEY (org_id, skill_id, version, path),
  FOREIGN KEY (org_id, skill_id, version) REFERENCES custom_skill_versions (org_id, skill_id, version)
);
COMMENT ON TABLE custom_skill_files IS 'The files of a version: bundles are small.';

SELECT perdure_protect('custom_skills');
SELECT perdure_protect('custom_skill_versions');
SELECT perdure_protect('custom_skill_files');
