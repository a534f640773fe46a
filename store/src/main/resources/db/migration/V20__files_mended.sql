-- What undoing files leaves is told, contents know who brought them, and a call's changes are found by what was asked for.

ALTER TABLE effects DROP CONSTRAINT effects_undo_check;
ALTER TABLE effects ADD CONSTRAINT effects_undo_check CHECK (undo IN ('undone', 'partly', 'impossible', 'failed'));

-- A change outlives its file, so that undoing can tell what is gone for good.
ALTER TABLE workspace_changes DROP CONSTRAINT workspace_changes_org_id_file_id_fkey;
ALTER TABLE workspace_changes DROP CONSTRAINT workspace_changes_kind_check;
ALTER TABLE workspace_changes ADD CONSTRAINT workspace_changes_kind_check
  CHECK (kind IN ('create', 'write', 'move', 'delete', 'restore', 'keep'));
COMMENT ON COLUMN workspace_changes.kind IS 'keep: what was asked for was so already.';
COMMENT ON COLUMN workspace_changes.path_before IS 'Null for changes of other kinds than move from before this column was always filled.';
DROP INDEX workspace_changes_effect;
CREATE INDEX workspace_changes_effect ON workspace_changes (org_id, session_id, effect_key, operation_key, operation);

ALTER TABLE workspace_contents ADD COLUMN created_by uuid;
COMMENT ON COLUMN workspace_contents.created_by IS 'The user who brought the bytes, whoever made a version of them since; null for a call''s.';
UPDATE workspace_contents c SET created_by = first.created_by
FROM (
  SELECT DISTINCT ON (v.org_id, v.content_id) v.org_id, v.content_id, v.created_by FROM workspace_versions v
  ORDER BY v.org_id, v.content_id, v.created_at, v.version) first
WHERE c.org_id = first.org_id AND c.id = first.content_id AND first.created_by IS NOT NULL;
CREATE INDEX workspace_contents_maker ON workspace_contents (org_id, created_by) WHERE created_by IS NOT NULL;

-- Servers of before this migration don't say who brings what they store: the first version does.
CREATE OR REPLACE FUNCTION workspace_content_taken() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
BEGIN
  UPDATE workspace_contents c SET refs = c.refs + 1, fresh = false, unused_since = NULL,
    created_by = CASE WHEN c.fresh THEN coalesce(c.created_by, NEW.created_by) ELSE c.created_by END
  WHERE c.org_id = NEW.org_id AND c.id = NEW.content_id AND NOT c.doomed;
  IF NOT FOUND THEN
    RAISE foreign_key_violation USING MESSAGE = 'The content is being deleted.';
  END IF;
  RETURN NULL;
END
$$;
