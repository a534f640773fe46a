package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The worker role.
 *
 * @param maxActivities how many model and tool calls run at once
 * @param maxWorkflowTasks how many workflow tasks run at once
 * @param cachedWorkflows how many runs are kept in memory between their steps
 * @param drain the longest a stopping worker waits for what it is doing
 */
public record WorkerConfig(
    int maxActivities, int maxWorkflowTasks, int cachedWorkflows, Duration drain) {

  @JsonCreator
  static WorkerConfig of(
      @JsonProperty("maxActivities") @Nullable Integer maxActivities,
      @JsonProperty("maxWorkflowTasks") @Nullable Integer maxWorkflowTasks,
      @JsonProperty("cachedWorkflows") @Nullable Integer cachedWorkflows,
      @JsonProperty("drain") @Nullable Duration drain) {
    return new WorkerConfig(
        Defaults.atLeastOne("worker.maxActivities", Defaults.or(maxActivities, 200)),
        Defaults.atLeastOne("worker.maxWorkflowTasks", Defaults.or(maxWorkflowTasks, 50)),
        Defaults.atLeastOne("worker.cachedWorkflows", Defaults.or(cachedWorkflows, 600)),
        Defaults.or(drain, Duration.seconds(10)));
  }

  /** The drain time in Java's own words. */
  public java.time.Duration drainDuration() {
    return Defaults.java(drain);
  }
}
