package dev.perdure.devstack.fetch;

/** What to do when a server can't be fetched. */
final class OtherWays {
  static final String POSTGRES =
      "Other ways: install PostgreSQL 16 or newer with pgvector (brew install postgresql@17 pgvector,"
          + " or apt install postgresql-17-pgvector), use docker compose up, or set"
          + " PERDURE_POSTGRES_URL to a server you have.";
  static final String TEMPORAL =
      "Other ways: put the temporal CLI on the PATH (brew install temporal), use docker compose up,"
          + " or set PERDURE_TEMPORAL_ADDRESS to a server you have.";
  static final String REDIS =
      "Other ways: install it (brew install redis, or apt install redis-server), use docker compose"
          + " up, or set PERDURE_REDIS_URL to a server you have.";
  static final String OF_ALL =
      "Use docker compose up, or set PERDURE_POSTGRES_URL, PERDURE_REDIS_URL and"
          + " PERDURE_TEMPORAL_ADDRESS to servers you have.";

  private OtherWays() {}
}
