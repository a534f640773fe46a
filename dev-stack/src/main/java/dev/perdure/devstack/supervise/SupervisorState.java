package dev.perdure.devstack.supervise;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.perdure.devstack.StackAddresses;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor tells about itself, kept in {@code .perdure/run/state.json}.
 *
 * @param pid the supervisor's process id
 * @param startedAt when it was started
 * @param phase how far it is
 * @param message what it is doing, or why it failed
 * @param addresses where the servers are, null until they are known
 * @param processes each supervised process
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SupervisorState(
    long pid,
    Instant startedAt,
    Phase phase,
    String message,
    @Nullable StackAddresses addresses,
    List<ProcessState> processes) {

  public SupervisorState {
    processes = List.copyOf(processes);
  }

  /** How far a supervisor is. */
  public enum Phase {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED
  }
}
