#!/bin/sh
# Creates or updates Temporal's two databases. Safe to run again. Runs in the temporalio/admin-tools image.
#   POSTGRES_SEEDS, DB_PORT, POSTGRES_USER, SQL_PASSWORD: where the server is and who asks
set -eu

schema=/etc/temporal/schema/postgresql/v12

sql_tool() {
  temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" --port "$DB_PORT" --user "$POSTGRES_USER" "$@"
}

for database in temporal temporal_visibility; do
  case $database in
    temporal) versions=$schema/temporal/versioned ;;
    *) versions=$schema/visibility/versioned ;;
  esac
  sql_tool --db "$database" create
  # setup-schema fails on a database that has a schema already; update-schema then brings it up to date.
  sql_tool --db "$database" setup-schema -v 0.0 || echo "$database has a schema already"
  sql_tool --db "$database" update-schema -d "$versions"
done
