package dev.perdure.skills.builtin.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.SkillHealth.State;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the skill says of the backends there are, and of the time they take. */
class CodeSkillOnBackendsTest {

  private static final String SECRET = "registry.internal/image at 10.0.0.1";

  /** A backend that found something out. */
  private record Told(Isolation isolation, Set<Language> languages) implements SandboxBackend {

    @Override
    public String name() {
      return "told-" + isolation.wireName();
    }

    @Override
    public SandboxProbe probe() {
      return new SandboxProbe(languages, SECRET);
    }

    @Override
    public Duration overhead() {
      return Duration.ofSeconds(200);
    }

    @Override
    public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
      return new SandboxResult(Ending.EXITED, 0, "42", "", List.of(), Duration.ofMillis(1));
    }
  }

  private static Sandbox sandbox(SandboxBackend... backends) {
    return new Sandbox(
        new SandboxSettings(SandboxSettings.AUTO, SandboxLimits.DEFAULT, 1),
        List.of(backends),
        () -> {});
  }

  private static SkillHealth health(Sandbox sandbox) {
    return new CodeSkill(sandbox).health(SkillContext.bare(new OrgId(UUID.randomUUID())));
  }

  @Test
  void saysNothingOfTheMachineToThoseWhoUseIt() {
    Told absent = new Told(Isolation.MACHINE, Set.of());
    try (Sandbox none = sandbox(absent);
        Sandbox weak = sandbox(absent, new Told(Isolation.RULES, Set.of(Language.PYTHON)))) {
      assertThat(none.status().findings().toString()).contains(SECRET);
      assertThat(health(none).state()).isEqualTo(State.UNAVAILABLE);
      assertThat(health(none).message()).doesNotContain(SECRET);
      assertThat(health(weak).state()).isEqualTo(State.DEGRADED);
      assertThat(health(weak).message()).contains("told-rules").doesNotContain(SECRET);
    }
  }

  @Test
  void waitsAsLongAsTheBackendTakes() {
    try (Sandbox sandbox = sandbox(new Told(Isolation.MACHINE, Set.of(Language.PYTHON)))) {
      assertThat(new CodeSkill(sandbox).tools().getFirst().descriptor().timeout())
          .isEqualTo(SandboxLimits.DEFAULT.wallTime().multipliedBy(2).plusSeconds(200));
    }
  }
}
