-- Each row is seen by its own organization only, whatever a query forgets.
--
-- Three roles: the owner of the tables migrates; the service logs in as a member of perdure_app, to which
-- the policies speak; perdure_crossing owns the few functions that look across organizations
-- (R__crossing_functions.sql). Roles belong to the server, not to a database: another database may have made them.

DO $$
DECLARE
  wanted text;
  help text := format(
    'Let an administrator of the server run: CREATE ROLE perdure_app NOLOGIN; CREATE ROLE perdure_crossing NOLOGIN; '
    'GRANT perdure_app, perdure_crossing TO %I WITH ADMIN OPTION; (leave out the roles that are there). Then migrate again.',
    current_user);
BEGIN
  FOREACH wanted IN ARRAY ARRAY['perdure_app', 'perdure_crossing'] LOOP
    IF to_regrole(wanted) IS NULL THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN
          NULL; -- Another database of this server was migrated at the same moment.
        WHEN insufficient_privilege THEN
          RAISE insufficient_privilege
            USING MESSAGE = format('The user "%s" may not create the role %s. %s', current_user, wanted, help);
      END;
    END IF;
  END LOOP;

  IF EXISTS (SELECT FROM pg_roles
             WHERE rolname IN ('perdure_app', 'perdure_crossing') AND (rolsuper OR rolbypassrls OR rolcanlogin)) THEN
    RAISE EXCEPTION 'The roles perdure_app and perdure_crossing must be NOLOGIN NOSUPERUSER NOBYPASSRLS.';
  END IF;

  -- To give functions to it, and to replace them later.
  IF NOT pg_has_role(current_user, 'perdure_crossing', 'USAGE') THEN
    BEGIN
      GRANT perdure_crossing TO CURRENT_USER;
    EXCEPTION
      WHEN unique_violation THEN
        NULL;
      WHEN insufficient_privilege THEN
        RAISE insufficient_privilege
          USING MESSAGE = format('The user "%s" may not act as the role perdure_crossing. %s', current_user, help);
    END;
  END IF;
END
$$;

CREATE SCHEMA crossing;
COMMENT ON SCHEMA crossing IS 'The few functions that look across organizations. Owned by perdure_crossing, called by perdure_app.';
GRANT USAGE ON SCHEMA crossing TO perdure_app;

GRANT USAGE ON SCHEMA "${flyway:defaultSchema}" TO perdure_app, perdure_crossing;
DO $$
BEGIN
  REVOKE CREATE ON SCHEMA "${flyway:defaultSchema}" FROM PUBLIC;
EXCEPTION
  WHEN insufficient_privilege THEN
    NULL; -- It is somebody else's. The service refuses to start where it could make things in it.
END
$$;

CREATE FUNCTION perdure_protect(protected regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  current_org CONSTANT text := 'org_id = nullif(current_setting(''app.org_id'', true), '''')::uuid';
  numbers regclass;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
  EXECUTE format('DROP POLICY IF EXISTS tenant ON %s', protected);
  EXECUTE format('CREATE POLICY tenant ON %s TO perdure_app USING (%s) WITH CHECK (%s)',
    protected, current_org, current_org);
  EXECUTE format('DROP POLICY IF EXISTS maintenance ON %s', protected);
  EXECUTE format('CREATE POLICY maintenance ON %s TO CURRENT_USER USING (current_setting(''app.maintenance'', true) = ''on'')',
    protected);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', protected);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO perdure_app', protected);
  FOR numbers IN
    SELECT objid FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
      AND d.refobjid = protected AND d.deptype IN ('a', 'i')
  LOOP
    EXECUTE format('GRANT USAGE ON SEQUENCE %s TO perdure_app', numbers);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION perdure_protect(regclass) FROM PUBLIC;
COMMENT ON FUNCTION perdure_protect(regclass) IS 'Each migration that makes a table ends with it: rows are seen and written by their organization only. The owner sees them where app.maintenance is on, as in migrations.';

CREATE FUNCTION perdure_reveal(revealed regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Made once: a policy is made under a lock that stops all work on the table.
  IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = revealed AND polname = 'crossing') THEN
    EXECUTE format('CREATE POLICY crossing ON %s TO perdure_crossing USING (true)', revealed);
  END IF;
  EXECUTE format('REVOKE ALL ON %s FROM perdure_crossing', revealed);
END
$$;
REVOKE ALL ON FUNCTION perdure_reveal(regclass) FROM PUBLIC;
COMMENT ON FUNCTION perdure_reveal(regclass) IS 'Lets perdure_crossing see the rows of all organizations, in the columns that are granted to it after this.';

CREATE FUNCTION perdure_crossing_function(made regprocedure) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_proc
    WHERE oid = made AND pronamespace = 'crossing'::regnamespace AND prosecdef
      AND array_to_string(proconfig, ' ') LIKE '%search_path=%pg_temp') THEN
    RAISE EXCEPTION 'The function % must be in the schema crossing, SECURITY DEFINER, with a search_path that ends with pg_temp.', made;
  END IF;
  GRANT USAGE, CREATE ON SCHEMA crossing TO perdure_crossing;
  EXECUTE format('ALTER FUNCTION %s OWNER TO perdure_crossing', made);
  REVOKE CREATE ON SCHEMA crossing FROM perdure_crossing;
  EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
  EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO perdure_app', made);
END
$$;
REVOKE ALL ON FUNCTION perdure_crossing_function(regprocedure) FROM PUBLIC;
COMMENT ON FUNCTION perdure_crossing_function(regprocedure) IS 'Hands a function to perdure_crossing, as whom it runs, and lets perdure_app call it.';

SELECT perdure_protect(c.oid::regclass)
FROM pg_class c
WHERE c.relnamespace = '"${flyway:defaultSchema}"'::regnamespace AND c.relkind IN ('r', 'p')
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped);
