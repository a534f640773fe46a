package dev.perdure.devstack.supervise;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * How one supervised process is.
 *
 * @param name its short name
 * @param pid its process id, 0 when it does not run or is not ours
 * @param status how it is
 * @param restarts how often it had to be started again
 * @param since when it got that status
 * @param log its log file
 * @param note what a person should know, empty when nothing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProcessState(
    String name, long pid, Status status, int restarts, Instant since, String log, String note) {

  /** How a process is. */
  public enum Status {
    WAITING,
    STARTING,
    READY,
    WEDGED,
    CRASHED,
    STOPPED
  }
}
