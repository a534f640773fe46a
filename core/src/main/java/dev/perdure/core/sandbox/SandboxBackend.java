package dev.perdure.core.sandbox;

import dev.perdure.core.skill.Cancellation;
import java.time.Duration;

/** SPI: a way to run code apart from the host. Found by {@link java.util.ServiceLoader}. */
public interface SandboxBackend extends AutoCloseable {

  /** As the operator names it in the configuration, such as {@code bubblewrap}. */
  String name();

  /** What it holds the code back with. The strongest that works is taken. */
  Isolation isolation();

  /**
   * Looks whether it can work here; called at the start, and where nothing works perhaps again.
   * What it promises is then tried: one small program in each language, which must run and must not
   * see a file of the host.
   */
  SandboxProbe probe();

  /**
   * The most a job takes besides its wall time: until it starts, and until its files are saved.
   * Whoever waits for a job waits so much longer.
   */
  default Duration overhead() {
    return Duration.ofSeconds(60);
  }

  /**
   * Runs a job and waits for it; meant for virtual threads, several at once. When it returns or
   * throws, nothing of the job runs on this machine any more and nothing of it is left there. On
   * another it was told to end, which it does within seconds.
   *
   * @return how it ended, which may be by a limit or because it was stopped
   * @throws dev.perdure.core.error.PerdureException with {@code ToolFailed} when the sandbox itself
   *     could not do it
   */
  SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation);

  /** Ends what it holds. */
  @Override
  default void close() {}
}
