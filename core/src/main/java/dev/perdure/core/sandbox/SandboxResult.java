package dev.perdure.core.sandbox;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What became of a job.
 *
 * @param exitCode of the program, 128 and the signal's number when one ended it; -1 when it did not
 *     come to its end
 * @param stdout what it said, cut at the limit; what is not UTF-8 is replaced
 * @param leftBehind what was in its folder and not handed over, and why: links, devices, too much
 * @param took from the start of its process to its end
 */
public record SandboxResult(
    Ending ending,
    int exitCode,
    String stdout,
    String stderr,
    List<String> leftBehind,
    Duration took) {

  /** How a job ended. */
  public enum Ending {
    /** By itself. */
    EXITED,
    /** It took too long. */
    TIMED_OUT,
    /** It reckoned too long. */
    CPU_LIMIT,
    OUT_OF_MEMORY,
    /** It had too many processes and threads. */
    PROCESS_LIMIT,
    /** It said too much. */
    OUTPUT_LIMIT,
    /** It wrote too much, where the disk itself does not stop it. */
    DISK_LIMIT,
    /** Something else ended it. */
    KILLED,
    /** It was asked to. */
    STOPPED;

    /** The name in the API. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public SandboxResult {
    leftBehind = List.copyOf(leftBehind);
  }

  /** Whether it ended by itself and well. */
  public boolean succeeded() {
    return ending == Ending.EXITED && exitCode == 0;
  }
}
