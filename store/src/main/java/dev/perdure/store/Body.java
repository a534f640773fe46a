package dev.perdure.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * A column that holds what people, agents and tools said. Each has to be in this list: it is
 * written and read by {@link Bodies} only, and changed by {@link JdbiMessageBodies}.
 */
enum Body {
  SESSION_TITLE(Rows.SESSIONS, "title", Kind.TEXT),
  SESSION_METADATA(Rows.SESSIONS, "metadata", Kind.JSON),
  RUN_INPUT(Rows.RUNS, "input", Kind.JSON),
  RUN_OUTPUT(Rows.RUNS, "output", Kind.TEXT),
  RUN_ERROR(Rows.RUNS, "error", Kind.JSON),
  MESSAGE(Rows.MESSAGES, "content", Kind.JSON),
  STEP_ARGUMENTS(Rows.STEPS, "arguments", Kind.TEXT),
  STEP_OUTCOME(Rows.STEPS, "outcome", Kind.JSON),
  STEP_GIVEN(Rows.STEPS, "given", Kind.JSON),
  STEP_ERROR(Rows.STEPS, "error", Kind.JSON),
  COMMAND(Rows.COMMANDS, "payload", Kind.JSON),
  EVENT(Rows.EVENTS, "event", Kind.JSON),
  INTERRUPT_MESSAGE(Rows.INTERRUPTS, "message", Kind.TEXT),
  INTERRUPT_ARGUMENTS(Rows.INTERRUPTS, "arguments", Kind.TEXT),
  INTERRUPT_DETAIL(Rows.INTERRUPTS, "detail", Kind.JSON),
  INTERRUPT_SETTLEMENT(Rows.INTERRUPTS, "settlement", Kind.JSON),
  EFFECT_ARGUMENTS(Rows.EFFECTS, "arguments", Kind.TEXT),
  EFFECT_RESULT(Rows.EFFECTS, "result", Kind.TEXT),
  EFFECT_UNDO_MESSAGE(Rows.EFFECTS, "undo_message", Kind.TEXT),
  ARTIFACT_NAME(Rows.ARTIFACTS, "name", Kind.TEXT),
  ARTIFACT_CONTENT(Rows.ARTIFACTS, "content", Kind.TEXT),
  ARTIFACT_SHA256(Rows.ARTIFACTS, "sha256", Kind.TEXT),
  WORKSPACE_KEY(Rows.WORKSPACES, "lookup_key", Kind.TEXT),
  CONTENT_KEY(Rows.CONTENTS, "data_key", Kind.TEXT),
  FILE_PATH(Rows.FILES, "path", Kind.TEXT),
  FILE_SHA256(Rows.FILE_VERSIONS, "sha256", Kind.TEXT),
  FILE_PATH_BEFORE(Rows.FILE_CHANGES, "path_before", Kind.TEXT);

  /** Of rows with values of megabytes. */
  private static final int FEW = 4;

  private static final Map<String, Body> BY_PLACE =
      Stream.of(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  body -> body.table() + "." + body.column(), Function.identity()));

  private final Rows rows;
  private final String column;
  private final Kind kind;

  Body(Rows rows, String column, Kind kind) {
    this.rows = rows;
    this.column = column;
    this.kind = kind;
  }

  /** How a value is stored. */
  enum Kind {
    TEXT(""),
    JSON("::jsonb");

    final String cast;

    Kind(String cast) {
      this.cast = cast;
    }
  }

  /** Tables, and what names a row within an organization. */
  enum Rows {
    SESSIONS("sessions", "id uuid"),
    RUNS("runs", "id uuid"),
    MESSAGES("messages", "id uuid"),
    STEPS("steps", "run_id uuid, number integer, call integer"),
    COMMANDS("commands", "run_id uuid, number integer"),
    EVENTS("execution_logs", "session_id uuid, pos bigint"),
    INTERRUPTS("interrupts", "id uuid"),
    EFFECTS("effects", "run_id uuid, number integer, call integer, generation integer", FEW),
    ARTIFACTS("artifacts", "id uuid", FEW),
    WORKSPACES("workspaces", "session_id uuid"),
    CONTENTS("workspace_contents", "id uuid"),
    FILES("workspace_files", "id uuid"),
    FILE_VERSIONS("workspace_versions", "file_id uuid, version integer"),
    FILE_CHANGES("workspace_changes", "id uuid");

    private final String table;

    /** The parts of a row's name and their types: {@code "id uuid, number integer"}. */
    private final String parts;

    private final int atOnce;

    Rows(String table, String parts) {
      this(table, parts, 200);
    }

    Rows(String table, String parts, int atOnce) {
      this.table = table;
      this.parts = parts;
      this.atOnce = atOnce;
    }

    /** How many may be in memory together. */
    int atOnce() {
      return atOnce;
    }

    /** The name of a row, whose parts were selected. */
    String id(ResultSet rs) throws SQLException {
      StringJoiner id = new StringJoiner("/");
      for (String key : keys().split(", ", -1)) {
        id.add(rs.getString(key));
      }
      return id.toString();
    }

    /** Binds {@link #bound}; nothing without a name. */
    static <S extends SqlStatement<S>> S named(S statement, @Nullable String id) {
      if (id != null) {
        String[] parts = id.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
          statement.bind("key" + i, parts[i]);
        }
      }
      return statement;
    }

    /** The parts of a row's name, with commas between them. */
    String keys() {
      return each(0, "");
    }

    /** The parts of a row's name as they are bound: {@code :key0::uuid} and so on. */
    String bound() {
      return each(1, ":key%d::");
    }

    private String each(int word, String before) {
      String[] all = parts.split(", ", -1);
      return IntStream.range(0, all.length)
          .mapToObj(i -> before.formatted(i) + all[i].split(" ", -1)[word])
          .collect(Collectors.joining(", "));
    }
  }

  /** The one that is kept there; null when nothing that is said is. */
  static @Nullable Body at(String table, String column) {
    return BY_PLACE.get(table + "." + column);
  }

  String table() {
    return rows.table;
  }

  Rows rows() {
    return rows;
  }

  String column() {
    return column;
  }

  Kind kind() {
    return kind;
  }

  /** Names a step, or a call of one. */
  static String step(UUID runId, int number, int call) {
    return runId + "/" + number + "/" + call;
  }

  /** Names a command. */
  static String command(UUID runId, int number) {
    return runId + "/" + number;
  }

  /** Names an event. */
  static String event(UUID sessionId, long pos) {
    return sessionId + "/" + pos;
  }

  /** Names a version of a file. */
  static String fileVersion(UUID fileId, int version) {
    return fileId + "/" + version;
  }

  /** Names an entry in the ledger of effects. */
  static String effect(UUID runId, int number, int call, int generation) {
    return step(runId, number, call) + "/" + generation;
  }
}
