-- All that looks across organizations. Each function answers only the columns its caller needs.
-- This file runs again, whole, whenever it has changed: what perdure_crossing may see is what stands here.
-- Nodes of the version before still call these while a new version is rolled out: add columns at the end, or make a
-- function of another name.

-- Which organization a slug names.
SELECT perdure_reveal('organizations');
GRANT SELECT (org_id, slug) ON organizations TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.organization_of_slug(text);
CREATE FUNCTION crossing.organization_of_slug(slug text) RETURNS uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT o.org_id FROM organizations o WHERE o.slug = $1
$$;
SELECT perdure_crossing_function('crossing.organization_of_slug(text)');

-- Whose a shown API key is: a request names its key before anybody knows its organization.
SELECT perdure_reveal('api_keys');
GRANT SELECT (org_id, id) ON api_keys TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.organization_of_key(uuid);
CREATE FUNCTION crossing.organization_of_key(key_id uuid) RETURNS uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT k.org_id FROM api_keys k WHERE k.id = $1
$$;
SELECT perdure_crossing_function('crossing.organization_of_key(uuid)');

-- Whose a shown invitation is: who accepts it is of no organization yet.
SELECT perdure_reveal('invitations');
GRANT SELECT (org_id, id) ON invitations TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.organization_of_invitation(uuid);
CREATE FUNCTION crossing.organization_of_invitation(invitation_id uuid) RETURNS uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT i.org_id FROM invitations i WHERE i.id = $1
$$;
SELECT perdure_crossing_function('crossing.organization_of_invitation(uuid)');

-- All organizations, for the people of the one that runs the installation.
GRANT SELECT (name, plan, status, operator, signed, created_at) ON organizations TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.organizations(text, text, text, integer);
CREATE FUNCTION crossing.organizations(search text, wanted_status text, after_slug text, most integer)
RETURNS TABLE (org_id uuid, slug text, name text, plan text, status text, operator boolean, signed boolean, created_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT o.org_id, o.slug, o.name, o.plan, o.status, o.operator, o.signed, o.created_at FROM organizations o
  WHERE ($1 IS NULL OR o.slug ILIKE $1 OR o.name ILIKE $1)
    AND ($2 IS NULL OR o.status = $2)
    AND ($3 IS NULL OR o.slug > $3)
  ORDER BY o.slug LIMIT $4
$$;
SELECT perdure_crossing_function('crossing.organizations(text, text, text, integer)');

-- What the sweeper and the reconciler look for.
SELECT perdure_reveal('runs');
GRANT SELECT (org_id, session_id, id, parent_run_id, status, status_at, checked_at, ended_at, workflow_lost)
  ON runs TO perdure_crossing;
GRANT UPDATE (checked_at) ON runs TO perdure_crossing;
SELECT perdure_reveal('commands');
GRANT SELECT (org_id, run_id, number, kind, created_at, taken_at) ON commands TO perdure_crossing;

-- Organizations take turns: the many runs of one, started long ago and waiting for a worker, must not hide the one of
-- another that nobody has started. A sub-agent is started by its parent.
DROP FUNCTION IF EXISTS crossing.runs_starting(interval, integer);
CREATE FUNCTION crossing.runs_starting(age interval, most integer)
RETURNS TABLE (org_id uuid, session_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT late.org_id, late.session_id, late.id FROM (
    SELECT r.org_id, r.session_id, r.id, r.status_at,
      row_number() OVER (PARTITION BY r.org_id ORDER BY r.status_at) AS turn
    FROM runs r
    WHERE r.status = 'starting' AND r.parent_run_id IS NULL AND r.status_at <= now() - $1) late
  ORDER BY late.turn, late.status_at LIMIT $2
$$;
SELECT perdure_crossing_function('crossing.runs_starting(interval, integer)');

DROP FUNCTION IF EXISTS crossing.runs_with_untaken_commands(interval, integer);
CREATE FUNCTION crossing.runs_with_untaken_commands(age interval, most integer)
RETURNS TABLE (org_id uuid, session_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT late.org_id, late.session_id, late.id FROM (
    SELECT r.org_id, r.session_id, r.id, min(c.created_at) AS since,
      row_number() OVER (PARTITION BY r.org_id ORDER BY min(c.created_at)) AS turn
    FROM commands c JOIN runs r ON r.org_id = c.org_id AND r.id = c.run_id
    WHERE c.taken_at IS NULL AND c.kind <> 'steer' AND c.created_at <= now() - $1
      AND r.status IN ('running', 'waiting', 'paused', 'cancelling') AND NOT r.workflow_lost
    GROUP BY r.org_id, r.session_id, r.id) late
  ORDER BY late.turn, late.since LIMIT $2
$$;
SELECT perdure_crossing_function('crossing.runs_with_untaken_commands(interval, integer)');

-- Whose runs are queued though nothing of their session is active: the quota of their organization held them.
DROP FUNCTION IF EXISTS crossing.organizations_with_runs_to_start(integer);
CREATE FUNCTION crossing.organizations_with_runs_to_start(most integer) RETURNS TABLE (org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT held.org_id FROM (
    SELECT DISTINCT q.org_id FROM runs q
    WHERE q.status = 'queued' AND q.parent_run_id IS NULL
      AND NOT EXISTS (
        SELECT FROM runs a
        WHERE a.org_id = q.org_id AND a.session_id = q.session_id AND a.parent_run_id IS NULL
          AND a.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling'))) held
  ORDER BY random() LIMIT $1
$$;
SELECT perdure_crossing_function('crossing.organizations_with_runs_to_start(integer)');

-- Which runs a suspension has to pause yet: its server may have died right after it, and a request that was let in just
-- before it may have started one more. A run that has not begun keeps the command until it does.
DROP FUNCTION IF EXISTS crossing.runs_to_pause(uuid, integer);
CREATE FUNCTION crossing.runs_to_pause(only_org uuid, most integer)
RETURNS TABLE (org_id uuid, session_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT r.org_id, r.session_id, r.id
  FROM organizations o JOIN runs r ON r.org_id = o.org_id
  WHERE o.status = 'suspended' AND ($1 IS NULL OR o.org_id = $1)
    AND r.status IN ('queued', 'starting', 'running', 'waiting') AND r.parent_run_id IS NULL AND NOT r.workflow_lost
    AND NOT coalesce((
      SELECT c.kind = 'pause' AND c.taken_at IS NULL FROM commands c
      WHERE c.org_id = r.org_id AND c.run_id = r.id AND c.kind IN ('pause', 'resume')
      ORDER BY c.number DESC LIMIT 1), false)
  LIMIT $2
$$;
SELECT perdure_crossing_function('crossing.runs_to_pause(uuid, integer)');

-- A sub-agent is its parent's concern, unless nothing works on that any more.
DROP FUNCTION IF EXISTS crossing.take_unchecked_runs(interval, integer);
CREATE FUNCTION crossing.take_unchecked_runs(age interval, most integer)
RETURNS TABLE (org_id uuid, session_id uuid, id uuid, status text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  WITH suspect AS (
    SELECT r.org_id, r.id FROM runs r
    LEFT JOIN runs p ON p.org_id = r.org_id AND p.id = r.parent_run_id
    WHERE r.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling')
      AND NOT r.workflow_lost
      AND (p.id IS NULL OR p.ended_at IS NOT NULL OR p.workflow_lost)
      AND r.checked_at <= now() - $1
    ORDER BY r.checked_at LIMIT $2
    FOR NO KEY UPDATE OF r SKIP LOCKED
  )
  UPDATE runs r SET checked_at = clock_timestamp()
  FROM suspect s WHERE r.org_id = s.org_id AND r.id = s.id
  RETURNING r.org_id, r.session_id, r.id, r.status
$$;
SELECT perdure_crossing_function('crossing.take_unchecked_runs(interval, integer)');

-- Not across organizations, only past row-level security: the full-text index can't be used under it, since the
-- operator @@ might leak what it compares. So the function itself looks at the current organization only.
SELECT perdure_reveal('messages');
GRANT SELECT (org_id, session_id, words) ON messages TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.sessions_with_words(text);
CREATE FUNCTION crossing.sessions_with_words(query text) RETURNS SETOF uuid
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT DISTINCT m.session_id FROM messages m
  WHERE m.org_id = nullif(current_setting('app.org_id', true), '')::uuid
    AND m.words @@ to_tsquery('simple', $1)
$$;
SELECT perdure_crossing_function('crossing.sessions_with_words(text)');

-- Whose keys the command rotate-keys rotates.
SELECT perdure_reveal('keysets');
GRANT SELECT (org_id) ON keysets TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.organizations_with_keysets();
CREATE FUNCTION crossing.organizations_with_keysets() RETURNS TABLE (org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT DISTINCT k.org_id FROM keysets k
$$;
SELECT perdure_crossing_function('crossing.organizations_with_keysets()');

-- The keys that sign our own tokens, when the pepper they are sealed under has changed. The other functions on them
-- stand in V7__sign_in.sql.
GRANT UPDATE (sealed) ON installation.signing_keys TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.reseal_signing_key(text, bytea, bytea);
CREATE FUNCTION crossing.reseal_signing_key(key_id text, before bytea, sealed bytea) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH resealed AS (
    UPDATE installation.signing_keys k SET sealed = $3 WHERE k.id = $1 AND k.sealed = $2 RETURNING k.id
  )
  SELECT EXISTS (SELECT FROM resealed)
$$;
SELECT perdure_crossing_function('crossing.reseal_signing_key(text, bytea, bytea)');

-- The next erasure that nobody works on.
SELECT perdure_reveal('erasures');
GRANT SELECT (org_id, subject, accepted_at, taken_at) ON erasures TO perdure_crossing;
GRANT UPDATE (taken_at) ON erasures TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.take_erasure(interval, interval);
CREATE FUNCTION crossing.take_erasure(lease interval, rest interval)
RETURNS TABLE (org_id uuid, subject uuid, accepted_at timestamptz)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  WITH next AS (
    SELECT e.org_id, e.subject FROM erasures e
    WHERE e.accepted_at <= clock_timestamp() - $2
      AND (e.taken_at IS NULL OR e.taken_at <= clock_timestamp() - $1)
    ORDER BY random() LIMIT 1
    FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE erasures e SET taken_at = clock_timestamp()
  FROM next n WHERE e.org_id = n.org_id AND e.subject = n.subject
  RETURNING e.org_id, e.subject, e.accepted_at
$$;
SELECT perdure_crossing_function('crossing.take_erasure(interval, interval)');

-- Whose log tells that an organization was erased.
DROP FUNCTION IF EXISTS crossing.operator_organization();
CREATE FUNCTION crossing.operator_organization() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT o.org_id FROM organizations o WHERE o.operator
$$;
SELECT perdure_crossing_function('crossing.operator_organization()');

-- Not across organizations, only past what the service may do to the audit log, which it can add to and no more.
-- Both look at the current organization only.
SELECT perdure_reveal('audit_log');
GRANT SELECT (org_id, id, user_id, target_kind, target_id, before, after) ON audit_log TO perdure_crossing;
GRANT UPDATE (before, after, address, user_agent) ON audit_log TO perdure_crossing;
GRANT DELETE ON audit_log TO perdure_crossing;
SELECT perdure_reveal('users');
GRANT SELECT (org_id, id, status, erased_at) ON users TO perdure_crossing;
GRANT SELECT (user_id) ON api_keys TO perdure_crossing;

-- Takes out of the log what tells who a user was: of a user who is being erased, or was, and of nobody else. Who did
-- what, and when, stays by its ids.
DROP FUNCTION IF EXISTS crossing.mask_audit_log(uuid, text);
CREATE FUNCTION crossing.mask_audit_log(erased uuid, email text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
DECLARE
  org CONSTANT uuid := nullif(current_setting('app.org_id', true), '')::uuid;
  changed bigint;
  masked bigint;
BEGIN
  IF NOT EXISTS (
    SELECT FROM users u
    WHERE u.org_id = org AND u.id = $1 AND (u.status = 'erasing' OR u.erased_at IS NOT NULL)) THEN
    RAISE insufficient_privilege USING MESSAGE = 'This user is not being erased.';
  END IF;
  UPDATE audit_log a SET address = NULL, user_agent = NULL
  WHERE a.org_id = org AND a.user_id = $1;
  GET DIAGNOSTICS changed = ROW_COUNT;
  UPDATE audit_log a
  SET before = a.before || m.mask || CASE WHEN a.before ? 'email' THEN m.email ELSE '{}' END,
      after = a.after || m.mask || CASE WHEN a.after ? 'email' THEN m.email ELSE '{}' END
  FROM (VALUES ('{"name": "[erased]"}'::jsonb, '{"email": "[erased]"}'::jsonb)) AS m (mask, email)
  WHERE a.org_id = org AND a.target_kind = 'user' AND a.target_id = $1::text;
  GET DIAGNOSTICS masked = ROW_COUNT;
  changed := changed + masked;
  UPDATE audit_log a SET before = a.before || m.mask, after = a.after || m.mask
  FROM (VALUES ('{"name": "[erased]", "allowed_addresses": []}'::jsonb)) AS m (mask)
  WHERE a.org_id = org AND a.target_kind = 'api_key'
    AND a.target_id IN (SELECT k.id::text FROM api_keys k WHERE k.org_id = org AND k.user_id = $1);
  GET DIAGNOSTICS masked = ROW_COUNT;
  changed := changed + masked;
  UPDATE audit_log a SET before = a.before || m.mask, after = a.after || m.mask
  FROM (VALUES ('{"email": "[erased]"}'::jsonb)) AS m (mask)
  WHERE a.org_id = org AND a.target_kind = 'invitation'
    AND (lower(a.before ->> 'email') = lower($2) OR lower(a.after ->> 'email') = lower($2)
      OR a.target_id IN (SELECT i.id::text FROM invitations i WHERE i.org_id = org AND i.accepted_by = $1));
  GET DIAGNOSTICS masked = ROW_COUNT;
  RETURN changed + masked;
END
$$;
GRANT SELECT (accepted_by) ON invitations TO perdure_crossing;
SELECT perdure_crossing_function('crossing.mask_audit_log(uuid, text)');

-- The log of an organization that is being erased, some entries at a time, when nobody is left in it: so the service
-- can't use it to forget what somebody did.
DROP FUNCTION IF EXISTS crossing.erase_audit_log(integer);
CREATE FUNCTION crossing.erase_audit_log(most integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
DECLARE
  org CONSTANT uuid := nullif(current_setting('app.org_id', true), '')::uuid;
  deleted integer;
BEGIN
  IF NOT EXISTS (SELECT FROM organizations o WHERE o.org_id = org AND o.status = 'erasing')
    OR EXISTS (SELECT FROM users u WHERE u.org_id = org) THEN
    RAISE insufficient_privilege USING MESSAGE = 'This organization is not being erased.';
  END IF;
  DELETE FROM audit_log a
  WHERE a.org_id = org AND a.id IN (SELECT b.id FROM audit_log b WHERE b.org_id = org LIMIT $1);
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END
$$;
SELECT perdure_crossing_function('crossing.erase_audit_log(integer)');

-- Whose files leave something to be cleared up: contents that no version has, deleted files, old versions and old
-- records of changes that are past their time and that no run under way may need to be undone.
SELECT perdure_reveal('workspace_contents');
GRANT SELECT (org_id, refs, fresh, unused_since) ON workspace_contents TO perdure_crossing;
SELECT perdure_reveal('workspace_files');
GRANT SELECT (org_id, deleted_at) ON workspace_files TO perdure_crossing;
SELECT perdure_reveal('workspace_versions');
GRANT SELECT (org_id, file_id, version, superseded_at) ON workspace_versions TO perdure_crossing;
SELECT perdure_reveal('workspace_changes');
GRANT SELECT (org_id, session_id, file_id, kind, version_before, at) ON workspace_changes TO perdure_crossing;

DROP FUNCTION IF EXISTS crossing.organizations_with_files_to_clear(interval, interval, interval, integer);
CREATE FUNCTION crossing.organizations_with_files_to_clear(
  upload interval, trash_age interval, version_age interval, most integer)
RETURNS TABLE (org_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, "${flyway:defaultSchema}", pg_temp AS $$
  SELECT past.org_id FROM (
    SELECT c.org_id FROM workspace_contents c WHERE c.refs = 0 AND (NOT c.fresh OR c.unused_since <= now() - $1)
    UNION
    SELECT f.org_id FROM workspace_files f WHERE f.deleted_at <= now() - $2
    UNION
    SELECT v.org_id FROM workspace_versions v WHERE v.superseded_at <= now() - $3
      AND NOT EXISTS (
        SELECT FROM workspace_changes c JOIN runs r ON r.org_id = c.org_id AND r.session_id = c.session_id
        WHERE c.org_id = v.org_id AND c.file_id = v.file_id AND c.kind = 'write' AND c.version_before = v.version
          AND r.parent_run_id IS NULL AND r.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling'))
    UNION
    SELECT h.org_id FROM workspace_changes h WHERE h.at <= now() - $2
      AND NOT EXISTS (
        SELECT FROM runs r WHERE r.org_id = h.org_id AND r.session_id = h.session_id
          AND r.parent_run_id IS NULL AND r.status IN ('starting', 'running', 'waiting', 'paused', 'cancelling'))) past
  ORDER BY random() LIMIT $4
$$;
SELECT perdure_crossing_function('crossing.organizations_with_files_to_clear(interval, interval, interval, integer)');
