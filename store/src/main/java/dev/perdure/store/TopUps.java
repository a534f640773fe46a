package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.TopUp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Raises what a run may spend. */
final class TopUps {

  private static final String RAISE =
      """
      UPDATE runs r
      SET max_steps = CASE WHEN :steps::integer IS NULL THEN r.max_steps
                           ELSE least(coalesce(r.max_steps, (v.config ->> 'maxSteps')::integer, 250)
                                      + :steps::bigint, 1000000000) END,
          max_tokens = r.max_tokens + coalesce(:tokens::bigint, 0),
          max_cost_micros = r.max_cost_micros + coalesce(:cost::bigint, 0),
          wall_time_ms = r.wall_time_ms + coalesce(:wall_time::bigint, 0),
          updated_at = clock_timestamp()
      FROM agent_versions v
      WHERE r.org_id = :org AND r.id = :run AND v.org_id = r.org_id AND v.agent_id = r.agent_id
        AND v.version = r.agent_version
      """;

  /** What a sub-agent gets more, those above it hold for it. */
  private static final String HOLD =
      """
      WITH t AS (
        SELECT CASE WHEN max_tokens IS NULL THEN 0 ELSE coalesce(:tokens::bigint, 0) END AS tokens,
               CASE WHEN max_cost_micros IS NULL THEN 0 ELSE coalesce(:cost::bigint, 0) END AS cost
        FROM runs WHERE org_id = :org AND id = :child
      ), held AS (
        UPDATE runs c
        SET held_tokens = c.held_tokens + t.tokens, held_cost_micros = c.held_cost_micros + t.cost
        FROM t WHERE c.org_id = :org AND c.id = :child
      )
      UPDATE runs r
      SET max_tokens = r.max_tokens + t.tokens, carved_tokens = r.carved_tokens + t.tokens,
          max_cost_micros = r.max_cost_micros + t.cost,
          carved_cost_micros = r.carved_cost_micros + t.cost
      FROM t
      WHERE r.org_id = :org AND r.id = :run
      """;

  private TopUps() {}

  /** What is told of a top-up, by the API's names. */
  static Map<String, Object> words(@Nullable TopUp topUp) {
    Map<String, Object> words = new LinkedHashMap<>();
    if (topUp != null) {
      put(words, "steps", topUp.steps());
      put(words, "tokens", topUp.tokens());
      put(words, "cost_micros", topUp.costMicros());
      put(words, "wall_time", topUp.wallTime() == null ? null : topUp.wallTime().toString());
    }
    return words;
  }

  static void requireSome(@Nullable TopUp topUp) {
    if (topUp == null || amounts(topUp).isEmpty() || amounts(topUp).stream().anyMatch(n -> n < 1)) {
      throw PerdureException.invalid(
          "top_up_required",
          "Name at least one of steps, tokens, cost and wall time, each more than nothing.",
          "/top_up");
    }
  }

  /**
   * Raises the run's limits, and those above it that hold its budget. All these are locked.
   *
   * @param above the run and those above it, the topmost first
   */
  static void raise(Handle handle, List<RunRef> above, TopUp topUp, EventBatch batch) {
    RunRef run = above.getLast();
    bound(handle.createUpdate(RAISE), run, topUp).execute();
    for (int i = above.size() - 1; i > 0; i--) {
      bound(handle.createUpdate(HOLD), above.get(i - 1), topUp)
          .bind("child", above.get(i).runId())
          .execute();
    }
    batch.run(new RunEvent.Custom(RunEvent.Custom.TOPPED_UP, value(topUp)));
  }

  private static Map<String, Object> value(TopUp topUp) {
    Map<String, Object> value = new LinkedHashMap<>();
    put(value, "steps", topUp.steps());
    put(value, "tokens", topUp.tokens());
    put(value, "costMicros", topUp.costMicros());
    put(value, "wallTime", topUp.wallTime() == null ? null : topUp.wallTime().toString());
    return value;
  }

  private static Update bound(Update update, RunRef run, TopUp topUp) {
    Duration wallTime = topUp.wallTime();
    return update
        .bind("org", run.orgId().value())
        .bind("run", run.runId())
        .bind("steps", topUp.steps())
        .bind("tokens", topUp.tokens())
        .bind("cost", topUp.costMicros())
        .bind("wall_time", wallTime == null ? null : Long.valueOf(wallTime.toMillis()));
  }

  private static List<Long> amounts(TopUp topUp) {
    Duration wallTime = topUp.wallTime();
    Integer steps = topUp.steps();
    return Stream.of(
            steps == null ? null : Long.valueOf(steps),
            topUp.tokens(),
            topUp.costMicros(),
            wallTime == null ? null : Long.valueOf(wallTime.toMillis()))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
