-- The orchestrator whole: sub-agents, waits for people, the effect ledger, budgets, artifacts.

ALTER TABLE runs
  ADD COLUMN depth                 integer     NOT NULL DEFAULT 0 CHECK (depth >= 0),
  ADD COLUMN sub_agent             text,
  ADD COLUMN model                 text,
  ADD COLUMN cost_micros           bigint      NOT NULL DEFAULT 0,
  ADD COLUMN max_steps             integer,
  ADD COLUMN max_tokens            bigint,
  ADD COLUMN max_cost_micros       bigint,
  ADD COLUMN wall_time_ms          bigint,
  ADD COLUMN spent_tokens          bigint      NOT NULL DEFAULT 0,
  ADD COLUMN spent_cost_micros     bigint      NOT NULL DEFAULT 0,
  ADD COLUMN reserved_tokens       bigint      NOT NULL DEFAULT 0,
  ADD COLUMN reserved_cost_micros  bigint      NOT NULL DEFAULT 0,
  ADD COLUMN carved_tokens         bigint      NOT NULL DEFAULT 0,
  ADD COLUMN carved_cost_micros    bigint      NOT NULL DEFAULT 0,
  ADD COLUMN held_tokens           bigint      NOT NULL DEFAULT 0,
  ADD COLUMN held_cost_micros      bigint      NOT NULL DEFAULT 0,
  ADD COLUMN cancel_mode           text        CHECK (cancel_mode IN ('interrupt', 'rollback')),
  ADD COLUMN workflow_lost         boolean     NOT NULL DEFAULT false,
  ADD CHECK ((parent_run_id IS NULL) = (depth = 0));
COMMENT ON COLUMN runs.sub_agent IS 'The name under which its parent''s configuration knows the agent of a sub-agent''s run.';
COMMENT ON COLUMN runs.model IS 'The model a person switched the run to; null for the agent''s own.';
COMMENT ON COLUMN runs.max_steps IS 'Limits as they stand, top-ups included; null of max_steps: as the agent version says.';
COMMENT ON COLUMN runs.spent_tokens IS 'Settled against the budget, ended sub-agents included; input_tokens and so on are the run''s own.';
COMMENT ON COLUMN runs.reserved_tokens IS 'Held for the model call in flight.';
COMMENT ON COLUMN runs.carved_tokens IS 'Held for sub-agents that have not ended.';
COMMENT ON COLUMN runs.held_tokens IS 'Of a sub-agent: its part of what its parent has carved; given back when it ends.';
COMMENT ON COLUMN runs.workflow_lost IS 'Waits for recovery, and no workflow is working on it: it has to be started anew.';
UPDATE runs SET workflow_lost = true WHERE status = 'waiting' AND waiting_for = 'recovery';

ALTER TABLE steps DROP CONSTRAINT steps_status_check;
ALTER TABLE steps
  ADD CONSTRAINT steps_status_check CHECK (status IN ('planned', 'running', 'unknown', 'succeeded', 'failed', 'cancelled')),
  ADD COLUMN generation        integer NOT NULL DEFAULT 0 CHECK (generation >= 0),
  ADD COLUMN given             jsonb,
  ADD COLUMN child_run_id      uuid,
  ADD COLUMN open_reasoning_id uuid,
  ADD FOREIGN KEY (org_id, child_run_id) REFERENCES runs ON DELETE SET NULL (child_run_id);
COMMENT ON COLUMN steps.generation IS 'Raised when a person orders the call again or edits its arguments: a new effect.';
COMMENT ON COLUMN steps.given IS 'The outcome, given by a person or by the run itself: the step is committed with it, nothing is called.';
CREATE INDEX steps_child ON steps (org_id, child_run_id) WHERE child_run_id IS NOT NULL;

ALTER TABLE commands ADD COLUMN interrupt_id uuid;

CREATE TABLE interrupts (
  org_id       uuid        NOT NULL,
  id           uuid        NOT NULL,
  session_id   uuid        NOT NULL,
  run_id       uuid        NOT NULL,
  number       integer,
  call         integer,
  occurrence   integer     NOT NULL CHECK (occurrence >= 1),
  step_id      text,
  reason       text        NOT NULL CHECK (reason IN ('approval', 'input', 'budget', 'recovery')),
  status       text        NOT NULL CHECK (status IN ('open', 'settled', 'expired', 'void')),
  code         text        NOT NULL,
  message      text        NOT NULL,
  tool         text,
  tool_call_id text,
  arguments    text,
  operations   text[]      NOT NULL DEFAULT '{}',
  detail       jsonb       NOT NULL DEFAULT '{}',
  on_deadline  text        NOT NULL CHECK (on_deadline IN ('deny', 'expire')),
  deadline     timestamptz,
  reminded_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  settled_at   timestamptz,
  settled_by   uuid,
  command      integer,
  settlement   jsonb       NOT NULL DEFAULT '{}',
  PRIMARY KEY (org_id, id),
  UNIQUE NULLS NOT DISTINCT (org_id, run_id, number, call, reason, occurrence),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (org_id, run_id) REFERENCES runs ON DELETE CASCADE,
  CHECK ((status = 'open') = (settled_at IS NULL))
);
COMMENT ON TABLE interrupts IS 'What runs wait for people to settle. Settled once, by the transaction that changes the status.';
COMMENT ON COLUMN interrupts.command IS 'The number of the command that settled it; null when the run or a deadline did.';
CREATE INDEX interrupts_open ON interrupts (org_id, id) WHERE status = 'open';
CREATE INDEX interrupts_session ON interrupts (org_id, session_id, id);
CREATE INDEX interrupts_run ON interrupts (org_id, run_id, id);

CREATE TABLE effects (
  org_id        uuid        NOT NULL,
  run_id        uuid        NOT NULL,
  number        integer     NOT NULL,
  call          integer     NOT NULL,
  generation    integer     NOT NULL,
  session_id    uuid        NOT NULL,
  effect_key    text        NOT NULL,
  tool          text        NOT NULL,
  effect        text        NOT NULL CHECK (effect IN ('idempotent', 'once')),
  status        text        NOT NULL CHECK (status IN ('intended', 'committed', 'not_done', 'unknown', 'late_committed', 'confirmed', 'skipped')),
  fence         bigint      NOT NULL,
  repeated      boolean     NOT NULL DEFAULT false,
  arguments     text        NOT NULL,
  result        text,
  intended_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  hard_deadline timestamptz NOT NULL,
  settled_at    timestamptz,
  undo          text        CHECK (undo IN ('undone', 'impossible', 'failed')),
  undo_message  text,
  undone_at     timestamptz,
  PRIMARY KEY (org_id, run_id, number, call, generation),
  UNIQUE (org_id, effect_key),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (org_id, run_id) REFERENCES runs ON DELETE CASCADE
);
COMMENT ON TABLE effects IS 'The ledger of calls that change something outside: intended before the call, committed with its result, unknown in between.';
COMMENT ON COLUMN effects.repeated IS 'An earlier attempt under the same key may have taken effect.';
COMMENT ON COLUMN effects.hard_deadline IS 'When the call can no longer be under way, whatever became of its worker.';
CREATE INDEX effects_session ON effects (org_id, session_id);

CREATE TABLE artifacts (
  org_id     uuid        NOT NULL,
  id         uuid        NOT NULL,
  session_id uuid        NOT NULL,
  run_id     uuid        NOT NULL,
  step_id    text        NOT NULL,
  name       text        NOT NULL,
  media_type text        NOT NULL,
  content    text        NOT NULL,
  bytes      bigint      NOT NULL,
  sha256     text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (org_id, run_id) REFERENCES runs ON DELETE CASCADE
);
COMMENT ON TABLE artifacts IS 'Results too large for a transcript, which holds a digest of them.';
CREATE INDEX artifacts_run ON artifacts (org_id, run_id, id);
CREATE INDEX artifacts_session ON artifacts (org_id, session_id);

ALTER TABLE execution_logs ADD COLUMN parent_run_id uuid;
COMMENT ON COLUMN execution_logs.parent_run_id IS 'The run that delegated to run_id; null unless that is a sub-agent.';

-- A key that could do everything still can.
UPDATE api_keys SET permissions = array_append(permissions, 'approvals:write')
WHERE permissions @> ARRAY['agents:read', 'agents:write', 'sessions:read', 'sessions:write', 'runs:read', 'runs:write', 'skills:read', 'logs:read'];

ALTER TABLE usage ADD COLUMN cost_micros bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN usage.cost_micros IS 'In millionths of a US dollar, by the price at the time; 0 when the price is not known.';
