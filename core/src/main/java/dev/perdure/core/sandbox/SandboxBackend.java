package dev.perdure.core.sandbox;

import dev.perdure.core.skill.Cancellation;

/** SPI: a way to run code apart from the host. Found by {@link java.util.ServiceLoader}. */
public interface SandboxBackend extends AutoCloseable {

  /** As the operator names it in the configuration, such as {@code bubblewrap}. */
  String name();

  /** What it holds the code back with. The strongest that works is taken. */
  Isolation isolation();

  /**
   * Looks whether it can work here; called once, at the start. What it promises is then tried: one
   * small program in each language, which must run and must not see a file of the host.
   */
  SandboxProbe probe();

  /**
   * Runs a job and waits for it; meant for virtual threads, several at once. When it returns or
   * throws, nothing of the job runs any more and nothing of it is left on the host.
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
