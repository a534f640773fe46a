-- Content from outside: which threads hold it, and approvals bound to what was approved.

ALTER TABLE threads
  ADD COLUMN untrusted_seq  bigint,
  ADD COLUMN untrusted_from text,
  ADD CHECK ((untrusted_seq IS NULL) = (untrusted_from IS NULL));
COMMENT ON COLUMN threads.untrusted_seq IS 'The first message with content from outside; 0 when the thread began with such. Never cleared.';
COMMENT ON COLUMN threads.untrusted_from IS 'The tool that brought it.';

ALTER TABLE runs ADD COLUMN marker uuid NOT NULL DEFAULT gen_random_uuid();
COMMENT ON COLUMN runs.marker IS 'Random: marks in the run''s context what is data.';

ALTER TABLE steps
  ADD COLUMN gate           text CHECK (gate IN ('approval', 'answer')),
  ADD COLUMN approved       bytea,
  ADD COLUMN untrusted_from text;
COMMENT ON COLUMN steps.gate IS 'What a person has to do before the call is made; null when nothing, and for calls planned before this was kept.';
COMMENT ON COLUMN steps.approved IS 'SHA-256 of the arguments that were approved. A call with gate approval is made with no others.';
COMMENT ON COLUMN steps.untrusted_from IS 'The tool whose content from outside the agent had read when it asked for the call.';

-- What requests of an organization to the outside may reach.
CREATE TABLE outbound_rules (
  org_id     uuid        NOT NULL REFERENCES organizations,
  id         uuid        NOT NULL,
  action     text        NOT NULL CHECK (action IN ('allow', 'block', 'internal')),
  target     text        NOT NULL,
  ports      integer[]   NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, action, target)
);
COMMENT ON TABLE outbound_rules IS 'Rules of an organization''s own. Those of the installation are in its configuration.';
COMMENT ON COLUMN outbound_rules.ports IS 'Empty: 80 and 443.';

SELECT perdure_protect('outbound_rules');
