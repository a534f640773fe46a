package dev.perdure.e2e.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.Database;
import dev.perdure.e2e.client.Json;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.EffectRecorder.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What PostgreSQL and the effect recorder hold when all is over, read behind the product's back.
 */
final class Books {

  private final Map<String, Row> runs = new LinkedHashMap<>();
  private final Map<String, Row> threads = new LinkedHashMap<>();
  private final Map<String, List<Row>> runsBySession;
  private final Map<String, List<Row>> eventsBySession;
  private final Map<String, List<Row>> messagesByThread;
  private final Map<String, List<Row>> stepsByRun;
  private final Map<String, List<Row>> effectsByRun;
  private final Map<String, List<Row>> usageByRun;
  private final Map<String, List<Row>> interruptsByRun;
  private final Map<String, List<Row>> commandsByRun;
  private final Map<String, List<Effect>> recordedByRun;

  /** A row of a table, values as text; what is null is empty. */
  record Row(Map<String, String> values) {

    String get(String column) {
      String value = values.get(column);
      if (value == null) {
        throw new IllegalArgumentException("no column " + column + " in " + values.keySet());
      }
      return value;
    }

    long number(String column) {
      return get(column).isEmpty() ? 0 : Long.parseLong(get(column));
    }

    boolean is(String column, String value) {
      return get(column).equals(value);
    }

    JsonNode json(String column) {
      return Json.read(get(column));
    }
  }

  Books(PerdureStack stack) {
    Database database = new Database(stack.ground().database());
    rows(database, "SELECT * FROM runs ORDER BY ordinal")
        .forEach(row -> runs.put(row.get("id"), row));
    rows(database, "SELECT * FROM threads").forEach(row -> threads.put(row.get("id"), row));
    runsBySession = by("session_id", List.copyOf(runs.values()));
    eventsBySession =
        by("session_id", rows(database, "SELECT * FROM execution_logs ORDER BY session_id, pos"));
    messagesByThread =
        by(
            "thread_id",
            rows(
                database,
                """
                SELECT id, session_id, thread_id, seq, run_id, step_id, role, content
                FROM messages ORDER BY thread_id, seq
                """));
    stepsByRun = by("run_id", rows(database, "SELECT * FROM steps ORDER BY run_id, number, call"));
    effectsByRun = by("run_id", rows(database, "SELECT * FROM effects ORDER BY run_id, number"));
    usageByRun = by("run_id", rows(database, "SELECT * FROM usage"));
    interruptsByRun = by("run_id", rows(database, "SELECT * FROM interrupts ORDER BY id"));
    commandsByRun = by("run_id", rows(database, "SELECT * FROM commands ORDER BY number"));
    recordedByRun =
        stack.recorder().effects().stream()
            .collect(Collectors.groupingBy(effect -> runOf(effect.key())));
  }

  private static List<Row> rows(Database database, String sql) {
    return database.rows(sql).stream().map(Row::new).toList();
  }

  private static Map<String, List<Row>> by(String column, List<Row> rows) {
    return rows.stream().collect(Collectors.groupingBy(row -> row.get(column)));
  }

  /** The run in an effect's key, {@code session:run/step}. */
  static String runOf(String key) {
    return key.replaceFirst("^[^:]*:", "").replaceFirst("/.*$", "");
  }

  Row run(String id) {
    Row row = runs.get(id);
    if (row == null) {
      throw new IllegalStateException("no run " + id);
    }
    return row;
  }

  List<Row> allRuns() {
    return List.copyOf(runs.values());
  }

  List<Row> runsOf(String session) {
    return runsBySession.getOrDefault(session, List.of());
  }

  List<Row> rootRunsOf(String session) {
    return runsOf(session).stream().filter(run -> run.is("parent_run_id", "")).toList();
  }

  /** The ids of a run and of all runs below it. */
  List<String> family(String runId) {
    List<String> family = new ArrayList<>(List.of(runId));
    for (int i = 0; i < family.size(); i++) {
      String parent = family.get(i);
      runsOf(run(runId).get("session_id")).stream()
          .filter(run -> run.is("parent_run_id", parent))
          .forEach(run -> family.add(run.get("id")));
    }
    return List.copyOf(family);
  }

  List<Row> events(String session) {
    return eventsBySession.getOrDefault(session, List.of());
  }

  /** The messages of a thread, after those it took over from another. */
  List<Row> messages(String thread) {
    List<Row> all = new ArrayList<>();
    Row row = threads.get(thread);
    if (row != null && !row.is("base_thread_id", "")) {
      messages(row.get("base_thread_id")).stream()
          .filter(message -> message.number("seq") <= row.number("base_seq"))
          .forEach(all::add);
    }
    all.addAll(messagesByThread.getOrDefault(thread, List.of()));
    return List.copyOf(all);
  }

  List<Row> steps(String runId) {
    return stepsByRun.getOrDefault(runId, List.of());
  }

  List<Row> effects(String runId) {
    return effectsByRun.getOrDefault(runId, List.of());
  }

  List<Row> usage(String runId) {
    return usageByRun.getOrDefault(runId, List.of());
  }

  List<Row> interrupts(String runId) {
    return interruptsByRun.getOrDefault(runId, List.of());
  }

  List<Row> commands(String runId) {
    return commandsByRun.getOrDefault(runId, List.of());
  }

  /** What the recorder wrote down for a run. */
  List<Effect> recorded(String runId) {
    return recordedByRun.getOrDefault(runId, List.of());
  }
}
