package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.UUID;

/** A worker that does nothing but run one long job, and says so. */
public final class LoneWorker {

  /** What the job says when it runs. */
  static final String STARTED = "started";

  private LoneWorker() {}

  /** Runs it in the backend that the argument names. */
  public static void main(String[] arguments) {
    try (Backends backends = new Backends()) {
      SandboxBackend backend =
          backends.all().stream()
              .filter(one -> one.name().equals(arguments[0]))
              .findFirst()
              .orElseThrow();
      backend.probe();
      var _ = backend.run(job(backend.name()), new Aloud(), Cancellation.NEVER);
    }
  }

  /** A job of minutes, which has children of all kinds where it can have any. */
  static SandboxJob job(String backend) {
    SandboxLimits limits =
        SandboxLimits.DEFAULT.withTimes(Duration.ofMinutes(3), Duration.ofMinutes(3));
    OrgId org = new OrgId(UUID.randomUUID());
    return backend.equals("quickjs")
        ? SandboxJob.of(org, Language.JAVASCRIPT, "console.log('started'); while (true) {}", limits)
        : SandboxJob.of(
            org,
            Language.SHELL,
            "trap '' TERM HUP INT; setsid sleep 170 & (setsid sleep 170 >/dev/null 2>&1 <&1 &);"
                + " sleep 170 & sleep 0.1; echo started; sleep 170; sleep 170",
            limits);
  }

  private static final class Aloud implements SandboxListener {
    @Override
    public void output(Channel channel, String text) {
      System.out.print(text);
      System.out.flush();
    }
  }
}
