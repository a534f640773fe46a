package dev.perdure.skills.builtin.data.child;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the role of a connection may do besides reading, or can become: it can always go back to the
 * one that logged in.
 *
 * @param unsafe why no query is made as this role; empty when it may be
 * @param warning what people should change; empty when nothing
 */
record RoleCheck(String unsafe, String warning) {

  private static final String BEYOND =
      """
      SELECT string_agg(CASE WHEN r.rolsuper THEN 'a superuser' ELSE r.rolname::text END, ', ')
      FROM pg_catalog.pg_roles r
      WHERE (pg_catalog.pg_has_role(current_user, r.oid, 'MEMBER')
          OR pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER'))
        AND (r.rolsuper OR r.rolname IN
          ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program'))
      """;

  private static final String WRITES =
      """
      SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')
        OR EXISTS (
          SELECT FROM pg_catalog.pg_namespace n
          WHERE n.nspname !~ '^pg_' AND pg_catalog.has_schema_privilege(n.oid, 'CREATE'))
        OR EXISTS (
          SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
            AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
      """;

  static RoleCheck of(Statement statement) throws SQLException {
    try (ResultSet beyond = statement.executeQuery(BEYOND)) {
      beyond.next();
      String what = beyond.getString(1);
      if (what != null) {
        return new RoleCheck(
            "The role is or can become "
                + what
                + ", and so could reach the server's files. Connect as a role that only reads.",
            "");
      }
    }
    try (ResultSet writes = statement.executeQuery(WRITES)) {
      writes.next();
      return new RoleCheck(
          "",
          writes.getBoolean(1)
              ? "The role of this connection may write; queries can't, but a role that only reads is"
                  + " safer."
              : "");
    }
  }
}
