package dev.perdure.skills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureException;
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
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is taken of several backends, and who gets a turn. */
class SandboxTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());
  private static final SandboxJob JOB =
      SandboxJob.of(ORG, Language.PYTHON, "anything", SandboxLimits.DEFAULT);

  /** A backend that says what it is told to. */
  private record Told(String name, Isolation isolation, Set<Language> languages, Answer answer)
      implements SandboxBackend {

    @FunctionalInterface
    interface Answer {
      String of(SandboxJob job);
    }

    @Override
    public SandboxProbe probe() {
      return languages.isEmpty()
          ? SandboxProbe.absent("not today")
          : SandboxProbe.works(languages, "fine");
    }

    @Override
    public SandboxResult run(SandboxJob job, SandboxListener listener, Cancellation cancellation) {
      return new SandboxResult(
          Ending.EXITED, 0, answer.of(job), "", List.of(), Duration.ofMillis(1));
    }
  }

  private static Told holding(String name, Isolation isolation, Language... languages) {
    return new Told(name, isolation, Set.of(languages), job -> "42\n");
  }

  private static Sandbox sandbox(String wanted, SandboxBackend... backends) {
    return new Sandbox(
        new SandboxSettings(wanted, SandboxLimits.DEFAULT, 1), List.of(backends), () -> {});
  }

  @Test
  void takesTheStrongestForEachLanguage() {
    try (Sandbox sandbox =
        sandbox(
            SandboxSettings.AUTO,
            holding("weak", Isolation.RUNTIME, Language.JAVASCRIPT, Language.PYTHON),
            holding("strong", Isolation.KERNEL, Language.PYTHON),
            holding("usual", Isolation.NAMESPACES, Language.PYTHON, Language.SHELL))) {
      assertThat(sandbox.status().languages())
          .containsEntry(Language.PYTHON, "strong")
          .containsEntry(Language.SHELL, "usual")
          .containsEntry(Language.JAVASCRIPT, "weak");
      assertThat(sandbox.status().weakest()).isEqualTo(Isolation.RUNTIME);
    }
  }

  @Test
  void takesNoneThatLetsCodeReadTheHost() {
    Told.Answer reads =
        job -> {
          Matcher bait = Pattern.compile("[^\"']*/bait").matcher(job.code());
          try {
            return bait.find() ? Files.readString(Path.of(bait.group().strip())) + "\n42" : "42";
          } catch (IOException e) {
            return "42";
          }
        };
    Told leaky = new Told("leaky", Isolation.MACHINE, Set.of(Language.PYTHON), reads);
    try (Sandbox sandbox =
        sandbox(SandboxSettings.AUTO, leaky, holding("tight", Isolation.RULES, Language.PYTHON))) {
      assertThat(sandbox.status().languages()).containsEntry(Language.PYTHON, "tight");
      assertThat(sandbox.status().findings().get("leaky")).contains("files of the host");
    }
  }

  @Test
  void runsNothingWhenNoneHolds() {
    Told broken =
        new Told(
            "broken",
            Isolation.KERNEL,
            Set.of(Language.PYTHON),
            job -> {
              throw new IllegalStateException("broken");
            });
    Told absent = holding("absent", Isolation.KERNEL);
    try (Sandbox sandbox = sandbox(SandboxSettings.AUTO, broken, absent)) {
      assertThat(sandbox.languages()).isEmpty();
      assertThat(sandbox.status().findings()).containsKeys("broken", "absent");
      assertThatThrownBy(() -> sandbox.run(JOB, SandboxListener.NONE, Cancellation.NEVER))
          .hasMessageContaining("sandbox_unavailable");
    }
  }

  @Test
  void takesTheOneThatIsNamedOrNone() {
    Told one = holding("one", Isolation.RULES, Language.PYTHON);
    Told two = holding("two", Isolation.KERNEL, Language.PYTHON);
    try (Sandbox named = sandbox("one", one, two);
        Sandbox unknown = sandbox("three", one, two);
        Sandbox off = sandbox(SandboxSettings.NONE, one, two)) {
      assertThat(named.status().languages()).containsEntry(Language.PYTHON, "one");
      assertThat(unknown.status().findings())
          .containsEntry("three", "there is no backend of this name");
      assertThat(off.languages()).isEmpty();
    }
  }

  @Test
  void makesTheOthersWaitForTheirTurn() {
    CountDownLatch go = new CountDownLatch(1);
    Told slow =
        new Told(
            "slow",
            Isolation.RULES,
            Set.of(Language.PYTHON),
            job -> {
              try {
                if (job.code().equals("wait")) {
                  go.await();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return "42";
            });
    SandboxLimits hasty =
        SandboxLimits.DEFAULT.withTimes(Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (Sandbox sandbox = sandbox(SandboxSettings.AUTO, slow)) {
      SandboxJob waits = SandboxJob.of(ORG, Language.PYTHON, "wait", SandboxLimits.DEFAULT);
      Thread first =
          Thread.ofVirtual()
              .start(() -> sandbox.run(waits, SandboxListener.NONE, Cancellation.NEVER));
      await().until(() -> first.getState() == Thread.State.WAITING);
      SandboxJob impatient = SandboxJob.of(ORG, Language.PYTHON, "x", hasty);
      assertThatThrownBy(() -> sandbox.run(impatient, SandboxListener.NONE, Cancellation.NEVER))
          .isInstanceOf(PerdureException.class)
          .hasMessageContaining("sandbox_busy");
      go.countDown();
      assertThat(sandbox.run(impatient, SandboxListener.NONE, Cancellation.NEVER).stdout())
          .isEqualTo("42");
    }
  }

  @Test
  void holdsJobsToTheMostThereIs() {
    SandboxLimits[] seen = new SandboxLimits[1];
    Told looks =
        new Told(
            "looks",
            Isolation.RULES,
            Set.of(Language.PYTHON),
            job -> {
              seen[0] = job.limits();
              return "42";
            });
    try (Sandbox sandbox = sandbox(SandboxSettings.AUTO, looks)) {
      SandboxLimits greedy = SandboxLimits.DEFAULT.withMemory(1L << 40);
      SandboxJob job = SandboxJob.of(ORG, Language.PYTHON, "x", greedy);
      sandbox.run(job, SandboxListener.NONE, Cancellation.NEVER);
      assertThat(seen[0]).isEqualTo(SandboxLimits.DEFAULT);
    }
  }
}
