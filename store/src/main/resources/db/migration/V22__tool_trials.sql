-- A tool that is tried outside a run costs what it costs in one.

ALTER TABLE usage
  ALTER COLUMN session_id DROP NOT NULL,
  ALTER COLUMN run_id DROP NOT NULL,
  ALTER COLUMN agent_id DROP NOT NULL;
COMMENT ON COLUMN usage.run_id IS 'None when a tool was tried outside a run.';
