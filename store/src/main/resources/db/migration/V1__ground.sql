-- The ground of Perdure: tenants, agents, sessions, runs, steps, events, usage.
-- Every table carries org_id. Keys and foreign keys begin with it, so that a row can't refer to another tenant's.

DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS vector;
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE WARNING 'The extension "vector" is missing and can''t be made here (%). Long-term memory needs it: run CREATE EXTENSION vector as a superuser.', SQLERRM;
END
$$;

CREATE TABLE organizations (
  org_id     uuid        NOT NULL PRIMARY KEY,
  slug       text        NOT NULL UNIQUE,
  name       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE organizations IS 'Tenants.';

CREATE TABLE users (
  org_id     uuid        NOT NULL REFERENCES organizations,
  id         uuid        NOT NULL,
  name       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
COMMENT ON TABLE users IS 'People and programs of an organization.';

CREATE TABLE api_keys (
  org_id       uuid        NOT NULL,
  id           uuid        NOT NULL UNIQUE,
  user_id      uuid        NOT NULL,
  name         text        NOT NULL,
  hash         bytea       NOT NULL,
  permissions  text[]      NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, user_id) REFERENCES users
);
COMMENT ON TABLE api_keys IS 'API keys: a keyed hash of the secret, never the secret. The id alone is unique too: it finds the organization.';
CREATE INDEX api_keys_user ON api_keys (org_id, user_id);

CREATE TABLE agents (
  org_id          uuid        NOT NULL REFERENCES organizations,
  id              uuid        NOT NULL,
  name            text        NOT NULL,
  description     text,
  current_version integer     NOT NULL,
  latest_version  integer     NOT NULL,
  created_by      uuid        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  archived_at     timestamptz,
  PRIMARY KEY (org_id, id),
  CHECK (current_version BETWEEN 1 AND latest_version)
);
COMMENT ON TABLE agents IS 'Named, versioned configurations; the configurations themselves are in agent_versions.';
CREATE UNIQUE INDEX agents_name ON agents (org_id, name) WHERE archived_at IS NULL;
CREATE INDEX agents_by_name ON agents (org_id, name, id);

CREATE TABLE agent_versions (
  org_id     uuid        NOT NULL,
  agent_id   uuid        NOT NULL,
  version    integer     NOT NULL CHECK (version >= 1),
  config     jsonb       NOT NULL,
  note       text,
  created_by uuid        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, agent_id, version),
  FOREIGN KEY (org_id, agent_id) REFERENCES agents
);
COMMENT ON TABLE agent_versions IS 'Immutable versions of agents. A run pins one.';
ALTER TABLE agents
  ADD FOREIGN KEY (org_id, id, current_version) REFERENCES agent_versions DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE sessions (
  org_id            uuid        NOT NULL REFERENCES organizations,
  id                uuid        NOT NULL,
  title             text,
  agent_id          uuid,
  thread_id         uuid        NOT NULL,
  metadata          jsonb       NOT NULL DEFAULT '{}',
  forked_from       uuid,
  forked_at_message uuid,
  created_by        uuid        NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, agent_id) REFERENCES agents,
  FOREIGN KEY (org_id, forked_from) REFERENCES sessions ON DELETE SET NULL (forked_from)
);
COMMENT ON TABLE sessions IS 'Conversations. updated_at is the last use: it moves when a run is accepted or ends.';
CREATE INDEX sessions_by_use ON sessions (org_id, updated_at DESC, id DESC);
CREATE INDEX sessions_agent ON sessions (org_id, agent_id, updated_at DESC, id DESC);
CREATE INDEX sessions_forks ON sessions (org_id, forked_from) WHERE forked_from IS NOT NULL;

CREATE TABLE session_positions (
  org_id     uuid   NOT NULL,
  session_id uuid   NOT NULL,
  last_pos   bigint NOT NULL DEFAULT 0 CHECK (last_pos >= 0),
  PRIMARY KEY (org_id, session_id),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE
) WITH (fillfactor = 50);
COMMENT ON TABLE session_positions IS 'The last position of each session''s log. Taken by the last statement of a transaction, so that positions commit in order and without gaps.';

CREATE TABLE threads (
  org_id         uuid        NOT NULL,
  id             uuid        NOT NULL,
  session_id     uuid        NOT NULL,
  last_seq       bigint      NOT NULL DEFAULT 0,
  base_thread_id uuid,
  base_seq       bigint,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (org_id, base_thread_id) REFERENCES threads,
  CHECK ((base_thread_id IS NULL) = (base_seq IS NULL)),
  CHECK (last_seq >= coalesce(base_seq, 0))
) WITH (fillfactor = 70);
COMMENT ON TABLE threads IS 'Ordered transcripts. A fork refers to another thread''s messages up to base_seq and goes on counting after it; nothing is copied.';
CREATE INDEX threads_session ON threads (org_id, session_id);
CREATE INDEX threads_base ON threads (org_id, base_thread_id) WHERE base_thread_id IS NOT NULL;
ALTER TABLE sessions
  ADD FOREIGN KEY (org_id, thread_id) REFERENCES threads DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE runs (
  org_id              uuid        NOT NULL,
  id                  uuid        NOT NULL,
  ordinal             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  session_id          uuid        NOT NULL,
  thread_id           uuid        NOT NULL,
  parent_run_id       uuid,
  retry_of            uuid,
  forked_from         uuid,
  agent_id            uuid        NOT NULL,
  agent_version       integer     NOT NULL,
  status              text        NOT NULL CHECK (status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling', 'succeeded', 'failed', 'cancelled', 'expired')),
  waiting_for         text        CHECK (waiting_for IN ('approval', 'input', 'budget', 'recovery')),
  input_policy        text        NOT NULL CHECK (input_policy IN ('reject', 'enqueue', 'interrupt', 'rollback', 'steer')),
  input               jsonb       NOT NULL,
  output              text,
  error               jsonb,
  input_tokens        bigint      NOT NULL DEFAULT 0,
  cached_input_tokens bigint      NOT NULL DEFAULT 0,
  output_tokens       bigint      NOT NULL DEFAULT 0,
  reasoning_tokens    bigint      NOT NULL DEFAULT 0,
  steps               integer     NOT NULL DEFAULT 0,
  created_by          uuid        NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at          timestamptz,
  ended_at            timestamptz,
  updated_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  status_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  checked_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (org_id, thread_id) REFERENCES threads,
  FOREIGN KEY (org_id, agent_id, agent_version) REFERENCES agent_versions,
  FOREIGN KEY (org_id, parent_run_id) REFERENCES runs ON DELETE CASCADE,
  FOREIGN KEY (org_id, retry_of) REFERENCES runs ON DELETE SET NULL (retry_of),
  FOREIGN KEY (org_id, forked_from) REFERENCES runs ON DELETE SET NULL (forked_from),
  CHECK ((status = 'waiting') = (waiting_for IS NOT NULL)),
  CHECK ((status IN ('succeeded', 'failed', 'cancelled', 'expired')) = (ended_at IS NOT NULL))
) WITH (fillfactor = 80);
COMMENT ON TABLE runs IS 'Executions of agents. The committed row is the intent to run; Temporal''s workflow id is its id.';
COMMENT ON COLUMN runs.ordinal IS 'The order in which the session''s runs were accepted: given while the session row is locked.';
COMMENT ON COLUMN runs.input IS 'Kept here until the run begins; then it is a message of the thread too.';
COMMENT ON COLUMN runs.status_at IS 'When the status last changed; what the sweeper goes by.';
COMMENT ON COLUMN runs.checked_at IS 'When the reconciler last compared the run with Temporal.';
CREATE UNIQUE INDEX runs_one_active ON runs (org_id, session_id)
  WHERE parent_run_id IS NULL AND status IN ('starting', 'running', 'waiting', 'paused', 'cancelling');
CREATE INDEX runs_queue ON runs (org_id, session_id, ordinal) WHERE status = 'queued';
CREATE INDEX runs_session ON runs (org_id, session_id, id DESC);
CREATE INDEX runs_agent ON runs (org_id, agent_id, id DESC);
CREATE INDEX runs_status ON runs (org_id, status, id DESC);
CREATE INDEX runs_thread ON runs (org_id, thread_id);
CREATE INDEX runs_parent ON runs (org_id, parent_run_id) WHERE parent_run_id IS NOT NULL;
CREATE INDEX runs_retries ON runs (org_id, retry_of) WHERE retry_of IS NOT NULL;
CREATE INDEX runs_forks ON runs (org_id, forked_from) WHERE forked_from IS NOT NULL;
CREATE INDEX runs_starting ON runs (status_at) WHERE status = 'starting';
CREATE INDEX runs_unchecked ON runs (checked_at) WHERE status IN ('running', 'waiting', 'paused', 'cancelling');

CREATE TABLE messages (
  org_id     uuid        NOT NULL,
  id         uuid        NOT NULL,
  session_id uuid        NOT NULL,
  thread_id  uuid        NOT NULL,
  seq        bigint      NOT NULL CHECK (seq >= 1),
  run_id     uuid,
  step_id    text,
  role       text        NOT NULL CHECK (role IN ('system', 'user', 'assistant', 'tool')),
  content    jsonb       NOT NULL,
  words      tsvector,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, thread_id, seq),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE,
  FOREIGN KEY (org_id, thread_id) REFERENCES threads ON DELETE CASCADE,
  FOREIGN KEY (org_id, run_id) REFERENCES runs ON DELETE SET NULL (run_id)
);
COMMENT ON TABLE messages IS 'Entries of transcripts. Written once, never changed.';
COMMENT ON COLUMN messages.words IS 'What search finds: the beginning of what people and agents said, never what tools returned.';
CREATE INDEX messages_session ON messages (org_id, session_id);
CREATE INDEX messages_run ON messages (org_id, run_id, seq) WHERE run_id IS NOT NULL;
CREATE INDEX messages_words ON messages USING gin (words) WHERE words IS NOT NULL;

CREATE TABLE steps (
  org_id          uuid    NOT NULL,
  run_id          uuid    NOT NULL,
  number          integer NOT NULL CHECK (number >= 1),
  call            integer NOT NULL DEFAULT 0 CHECK (call >= 0),
  session_id      uuid    NOT NULL,
  kind            text    NOT NULL CHECK (kind IN ('START', 'THINK', 'ACT', 'DELEGATE', 'RESPOND', 'END')),
  status          text    NOT NULL CHECK (status IN ('planned', 'running', 'succeeded', 'failed', 'cancelled')),
  fence           bigint  NOT NULL DEFAULT 0,
  tool            text,
  tool_call_id    text,
  arguments       text,
  open_message_id uuid,
  outcome         jsonb,
  error           jsonb,
  started_at      timestamptz,
  ended_at        timestamptz,
  PRIMARY KEY (org_id, run_id, number, call),
  FOREIGN KEY (org_id, run_id) REFERENCES runs ON DELETE CASCADE,
  CHECK ((call = 0) OR (tool IS NOT NULL AND tool_call_id IS NOT NULL AND arguments IS NOT NULL))
) WITH (fillfactor = 70);
COMMENT ON TABLE steps IS 'Steps of runs (call 0) and the tool calls inside them (call 1 and up).';
COMMENT ON COLUMN steps.fence IS 'Raised by each claim. A write that carries a lower one is refused.';
COMMENT ON COLUMN steps.open_message_id IS 'The message the present attempt streams; to be made void when the attempt is lost.';
COMMENT ON COLUMN steps.outcome IS 'The decision of a finished THINK.';

CREATE TABLE commands (
  org_id     uuid        NOT NULL,
  run_id     uuid        NOT NULL,
  number     integer     NOT NULL CHECK (number >= 1),
  kind       text        NOT NULL,
  payload    jsonb,
  created_by uuid        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  taken_at   timestamptz,
  PRIMARY KEY (org_id, run_id, number),
  FOREIGN KEY (org_id, run_id) REFERENCES runs ON DELETE CASCADE
);
COMMENT ON TABLE commands IS 'What people and programs told a run, numbered within it. The signal to the workflow is only the doorbell.';
CREATE INDEX commands_untaken ON commands (created_at) WHERE taken_at IS NULL;

CREATE TABLE execution_logs (
  org_id     uuid        NOT NULL,
  session_id uuid        NOT NULL,
  pos        bigint      NOT NULL CHECK (pos >= 1),
  run_id     uuid        NOT NULL,
  step_id    text,
  fence      bigint      NOT NULL DEFAULT 0,
  at         timestamptz NOT NULL,
  type       text        NOT NULL,
  name       text,
  event      jsonb       NOT NULL,
  PRIMARY KEY (org_id, session_id, pos),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE
);
COMMENT ON TABLE execution_logs IS 'Events, in the vocabulary of AG-UI 1.0, in the order of their commits. pos counts per session from 1 without gaps.';
COMMENT ON COLUMN execution_logs.name IS 'The name of a CUSTOM event.';
CREATE INDEX execution_logs_run ON execution_logs (org_id, run_id, pos);

CREATE TABLE usage (
  org_id              uuid        NOT NULL REFERENCES organizations,
  step_id             text        NOT NULL,
  fence               bigint      NOT NULL,
  session_id          uuid        NOT NULL,
  run_id              uuid        NOT NULL,
  agent_id            uuid        NOT NULL,
  provider            text        NOT NULL,
  model               text        NOT NULL,
  input_tokens        bigint      NOT NULL,
  cached_input_tokens bigint      NOT NULL,
  output_tokens       bigint      NOT NULL,
  reasoning_tokens    bigint      NOT NULL,
  duration_ms         bigint      NOT NULL,
  at                  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, step_id, fence)
);
COMMENT ON TABLE usage IS 'What model calls cost. A ledger: it stays when the session is deleted, so it refers to nothing but the organization.';
CREATE INDEX usage_by_time ON usage (org_id, at);
CREATE INDEX usage_run ON usage (org_id, run_id);

CREATE TABLE idempotency_keys (
  org_id          uuid        NOT NULL REFERENCES organizations,
  key             text        NOT NULL,
  fingerprint     text        NOT NULL,
  resource_id     uuid        NOT NULL,
  resource_number integer,
  created_at      timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz NOT NULL,
  PRIMARY KEY (org_id, key)
);
COMMENT ON TABLE idempotency_keys IS 'Keys of requests and what they made. A key holds for 24 hours.';
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);
