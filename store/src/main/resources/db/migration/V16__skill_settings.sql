-- What organizations set for skills, and what calls of tools cost.

CREATE TABLE skill_settings (
  org_id     uuid        NOT NULL REFERENCES organizations,
  skill      text        NOT NULL,
  enabled    boolean     NOT NULL,
  config     jsonb       NOT NULL,
  secrets    jsonb       NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, skill)
);
COMMENT ON TABLE skill_settings IS 'A skill without a row is switched on, with nothing set.';
COMMENT ON COLUMN skill_settings.secrets IS 'Names of the organization''s secrets, by the name the skill asks for. Never values.';

SELECT perdure_protect('skill_settings');
