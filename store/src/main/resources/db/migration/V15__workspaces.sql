-- The files of sessions. Their bytes are in workspace_chunks or in a store of objects, encrypted either way.

CREATE TABLE workspaces (
  org_id     uuid NOT NULL,
  session_id uuid NOT NULL,
  lookup_key text NOT NULL,
  PRIMARY KEY (org_id, session_id),
  FOREIGN KEY (org_id, session_id) REFERENCES sessions ON DELETE CASCADE
);
COMMENT ON TABLE workspaces IS 'Sessions that have files. Who changes them locks the row.';
COMMENT ON COLUMN workspaces.lookup_key IS 'Random: paths are found by their HMAC under it, since they may be encrypted.';

CREATE TABLE workspace_contents (
  org_id       uuid        NOT NULL REFERENCES organizations,
  id           uuid        NOT NULL,
  store        text        NOT NULL,
  data_key     text        NOT NULL,
  bytes        bigint      NOT NULL DEFAULT 0 CHECK (bytes >= 0),
  refs         integer     NOT NULL DEFAULT 0 CHECK (refs >= 0),
  unused_since timestamptz DEFAULT clock_timestamp(),
  fresh        boolean     NOT NULL DEFAULT true,
  doomed       boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (org_id, id)
);
COMMENT ON TABLE workspace_contents IS 'Contents of files, each encrypted with a key of its own. The row is there before the first byte and until after the last.';
COMMENT ON COLUMN workspace_contents.store IS 'Where the bytes are.';
COMMENT ON COLUMN workspace_contents.data_key IS 'The key of the content, encrypted as messages are.';
COMMENT ON COLUMN workspace_contents.refs IS 'How many versions have it; kept by triggers.';
COMMENT ON COLUMN workspace_contents.fresh IS 'Whether no version has had it yet: it may just be written.';
COMMENT ON COLUMN workspace_contents.doomed IS 'Whether its bytes are being deleted: no version can have it any more.';
CREATE INDEX workspace_contents_kept ON workspace_contents (org_id) INCLUDE (bytes) WHERE refs > 0;
CREATE INDEX workspace_contents_unused ON workspace_contents (unused_since) WHERE refs = 0;

CREATE TABLE workspace_chunks (
  org_id     uuid    NOT NULL,
  content_id uuid    NOT NULL,
  number     integer NOT NULL CHECK (number >= 0),
  data       bytea   NOT NULL,
  PRIMARY KEY (org_id, content_id, number),
  FOREIGN KEY (org_id, content_id) REFERENCES workspace_contents ON DELETE CASCADE
);
-- What is encrypted doesn't compress.
ALTER TABLE workspace_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
COMMENT ON TABLE workspace_chunks IS 'Bytes of contents, in pieces of one size but for the last.';

CREATE TABLE workspace_files (
  org_id      uuid    NOT NULL,
  id          uuid    NOT NULL,
  session_id  uuid    NOT NULL,
  path        text    NOT NULL,
  path_key    bytea   NOT NULL,
  folder_keys bytea[] NOT NULL DEFAULT '{}',
  version     integer NOT NULL CHECK (version >= 1),
  revision    bigint  NOT NULL,
  deleted_at  timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, session_id) REFERENCES workspaces ON DELETE CASCADE
);
COMMENT ON TABLE workspace_files IS 'Files of sessions, and those in the trash.';
COMMENT ON COLUMN workspace_files.path_key IS 'HMAC of the path.';
COMMENT ON COLUMN workspace_files.folder_keys IS 'HMACs of the folders it is in.';
COMMENT ON COLUMN workspace_files.version IS 'The present one, which is the highest.';
COMMENT ON COLUMN workspace_files.revision IS 'Counts changes of any kind; undoing one counts back.';
COMMENT ON COLUMN workspace_files.deleted_at IS 'Since when it is in the trash.';
CREATE UNIQUE INDEX workspace_files_path ON workspace_files (org_id, session_id, path_key) WHERE deleted_at IS NULL;
CREATE INDEX workspace_files_session ON workspace_files (org_id, session_id);
CREATE INDEX workspace_files_trash ON workspace_files (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE workspace_versions (
  org_id        uuid        NOT NULL,
  file_id       uuid        NOT NULL,
  version       integer     NOT NULL CHECK (version >= 1),
  content_id    uuid        NOT NULL,
  bytes         bigint      NOT NULL CHECK (bytes >= 0),
  media_type    text        NOT NULL,
  sha256        text        NOT NULL,
  created_by    uuid,
  effect_key    text,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  superseded_at timestamptz,
  PRIMARY KEY (org_id, file_id, version),
  FOREIGN KEY (org_id, file_id) REFERENCES workspace_files ON DELETE CASCADE,
  FOREIGN KEY (org_id, content_id) REFERENCES workspace_contents
);
COMMENT ON TABLE workspace_versions IS 'Versions of files. Several may have one content, as those of a fork and its origin.';
COMMENT ON COLUMN workspace_versions.created_by IS 'The user who stored it; null for a call''s.';
COMMENT ON COLUMN workspace_versions.effect_key IS 'The call that made it; null for a user''s.';
COMMENT ON COLUMN workspace_versions.superseded_at IS 'Since when another version is the present one.';
CREATE INDEX workspace_versions_content ON workspace_versions (org_id, content_id);
CREATE INDEX workspace_versions_maker ON workspace_versions (org_id, created_by) WHERE created_by IS NOT NULL;
CREATE INDEX workspace_versions_old ON workspace_versions (superseded_at) WHERE superseded_at IS NOT NULL;

CREATE TABLE workspace_changes (
  org_id         uuid        NOT NULL,
  id             uuid        NOT NULL,
  session_id     uuid        NOT NULL,
  effect_key     text        NOT NULL,
  number         bigint      NOT NULL,
  operation      bigint      NOT NULL,
  operation_key  bytea       NOT NULL,
  kind           text        NOT NULL CHECK (kind IN ('create', 'write', 'move', 'delete', 'restore')),
  file_id        uuid        NOT NULL,
  revision       bigint      NOT NULL,
  version        integer     NOT NULL,
  version_before integer,
  path_before    text,
  at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, session_id) REFERENCES workspaces ON DELETE CASCADE,
  FOREIGN KEY (org_id, file_id) REFERENCES workspace_files ON DELETE CASCADE
);
COMMENT ON TABLE workspace_changes IS 'What each call changed: so that it is done once, and can be undone.';
COMMENT ON COLUMN workspace_changes.number IS 'In the order of the session.';
COMMENT ON COLUMN workspace_changes.operation IS 'The number of the first change that was made together with this one.';
COMMENT ON COLUMN workspace_changes.operation_key IS 'HMAC of what was asked for.';
COMMENT ON COLUMN workspace_changes.revision IS 'That of the file after the change.';
CREATE UNIQUE INDEX workspace_changes_order ON workspace_changes (org_id, session_id, number);
CREATE INDEX workspace_changes_effect ON workspace_changes (org_id, session_id, effect_key);
CREATE INDEX workspace_changes_file ON workspace_changes (org_id, file_id);
CREATE INDEX workspace_changes_old ON workspace_changes (at);

-- A content is counted where its versions come and go, whatever statement does it, so that none is deleted that a version
-- has, and none forgotten.
CREATE FUNCTION workspace_content_taken() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
BEGIN
  UPDATE workspace_contents c SET refs = c.refs + 1, fresh = false, unused_since = NULL
  WHERE c.org_id = NEW.org_id AND c.id = NEW.content_id AND NOT c.doomed;
  IF NOT FOUND THEN
    RAISE foreign_key_violation USING MESSAGE = 'The content is being deleted.';
  END IF;
  RETURN NULL;
END
$$;
CREATE FUNCTION workspace_content_left() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
BEGIN
  UPDATE workspace_contents c
  SET refs = c.refs - 1, unused_since = CASE WHEN c.refs = 1 THEN clock_timestamp() END
  WHERE c.org_id = OLD.org_id AND c.id = OLD.content_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER content_taken AFTER INSERT ON workspace_versions
  FOR EACH ROW EXECUTE FUNCTION workspace_content_taken();
CREATE TRIGGER content_left AFTER DELETE ON workspace_versions
  FOR EACH ROW EXECUTE FUNCTION workspace_content_left();

SELECT perdure_protect('workspaces');
SELECT perdure_protect('workspace_contents');
SELECT perdure_protect('workspace_chunks');
SELECT perdure_protect('workspace_files');
SELECT perdure_protect('workspace_versions');
SELECT perdure_protect('workspace_changes');
