package dev.perdure.e2e.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.testkit.ModelServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Runs of mixed shape, drawn from a seed, while workers and API nodes are killed and stopped at
 * random moments and at each named point. Afterwards every account of every run is compared.
 */
class RandomizedTest {

  /** Low enough that most runs continue as new: a turn of THINK and ACT leaves a dozen events. */
  private static final String CONTINUE_AS_NEW_AFTER = "40";

  private static final int KEPT_REQUESTS = 100_000;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "PERDURE_HEARTBEAT", "2s",
          "PERDURE_RECONCILE_INTERVAL", "3s");

  private final ProofOptions options = ProofOptions.given();
  private final List<String> faults = new ArrayList<>();

  @Test
  void everyRunEndsAsItShouldAndEveryAccountOfItAgrees() {
    System.out.printf(
        "[proof] seed %d, %d cases; again: %s%n", options.seed(), options.cases(), options.again());
    try (PerdureStack stack =
        PerdureStack.start(
            Ground.fresh(Map.of("limit.historyCount.suggestContinueAsNew", CONTINUE_AS_NEW_AFTER)),
            ModelServer.keeping(KEPT_REQUESTS),
            2,
            2,
            SETTINGS)) {
      prove(stack);
    }
    assertThat(faults).as("faults with seed " + options.seed()).isEmpty();
  }

  private void prove(PerdureStack stack) {
    Instant begun = Instant.now();
    Random random = new Random(options.seed());
    List<Plot> plots = new Shapes(options.only()).draw(options.cases(), random);
    Cast cast = Cast.make(stack, options.seed());
    List<Scene> scenes;
    Map<String, Integer> struck;
    try (Trouble trouble = new Trouble(stack, random.nextLong())) {
      scenes = play(plots, cast, trouble);
      struck = trouble.counts();
    }
    Duration played = Duration.between(begun, Instant.now());
    Audit audit = new Audit(stack, cast, scenes, options.seed());
    faults.addAll(audit.faults());
    scenes.forEach(Scene::close);
    System.out.printf(
        "[proof] %d cases of %d, %s; %d strikes %s; %d s and %d s to compare; %d faults%n",
        scenes.size(),
        plots.size(),
        audit.summary(),
        struck.values().stream().mapToInt(Integer::intValue).sum(),
        struck,
        played.toSeconds(),
        Duration.between(begun, Instant.now()).minus(played).toSeconds(),
        faults.size());
    faults.forEach(fault -> System.out.println("[proof] FAULT " + fault));
  }

  /** So many at once; none begins when the time is up or the product does not come back. */
  private List<Scene> play(List<Plot> plots, Cast cast, Trouble trouble) {
    Instant last = Instant.now().plus(options.begin());
    List<Scene> played = new ArrayList<>();
    try (ExecutorService stage = Executors.newFixedThreadPool(options.atOnce())) {
      Map<Plot, Future<?>> playing =
          plots.stream()
              .collect(
                  Collectors.toMap(
                      plot -> plot,
                      plot -> stage.submit(() -> play(plot, cast, last, trouble, played)),
                      (a, b) -> a,
                      java.util.LinkedHashMap::new));
      for (var each : playing.entrySet()) {
        try {
          each.getValue().get();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException e) {
          faults.add(each.getKey() + ": " + e.getCause());
        }
      }
    }
    return played;
  }

  private static void play(
      Plot plot, Cast cast, Instant last, Trouble trouble, List<Scene> played) {
    if (Instant.now().isAfter(last) || trouble.failed()) {
      return;
    }
    Scene scene = cast.scene(plot);
    synchronized (played) {
      played.add(scene);
    }
    scene.play();
  }
}
