package dev.perdure.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.testkit.internal.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaltingCheckpointsTest {
  @TempDir Path folder;

  @Test
  void haltsOnlyTheFirstThatReachesThePoint() throws Exception {
    Path marker = folder.resolve("halted");
    Map<String, String> environment =
        Map.of(HaltingCheckpoints.AT, "before_commit", HaltingCheckpoints.FILE, marker.toString());
    List<Thread> threads =
        Stream.generate(() -> new HaltingCheckpoints(environment))
            .limit(8)
            .map(c -> Thread.startVirtualThread(() -> c.reached(Point.BEFORE_COMMIT, "run/2")))
            .toList();

    await().until(() -> threads.stream().filter(Thread::isAlive).count() == 1);

    var told = Json.read(Files.readString(marker));
    assertThat(told.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(told.path("point").asText()).isEqualTo("BEFORE_COMMIT");
    assertThat(told.path("subject").asText()).isEqualTo("run/2");
    assertThat(folder.toFile().list()).containsExactly("halted");
  }

  @Test
  void passesOtherPointsAndSubjects() {
    Path marker = folder.resolve("halted");
    Checkpoints checkpoints =
        new HaltingCheckpoints(
            Map.of(
                HaltingCheckpoints.AT, "BEFORE_COMMIT",
                HaltingCheckpoints.FILE, marker.toString(),
                HaltingCheckpoints.SUBJECT, "/3"));
    checkpoints.reached(Point.AFTER_COMMIT, "run/3");
    checkpoints.reached(Point.BEFORE_COMMIT, "run/2");
    assertThat(marker).doesNotExist();
  }

  @Test
  void obeysAnOrderThatComesLater() throws Exception {
    Path orders = folder.resolve("orders");
    Path marker = folder.resolve("noted");
    var checkpoints = new HaltingCheckpoints(Map.of(HaltingCheckpoints.ORDERS, orders.toString()));
    checkpoints.reached(Point.BEFORE_CLAIM, "run/1");
    var order =
        Map.of(
            "point", "BEFORE_CLAIM", "subject", "/1", "marker", marker.toString(), "stay", false);
    Files.writeString(orders, Json.write(order));
    assertThat(marker).doesNotExist();

    checkpoints.reached(Point.BEFORE_CLAIM, "run/1");

    assertThat(Json.read(Files.readString(marker)).path("subject").asText()).isEqualTo("run/1");
  }

  @Test
  void isFoundByServiceLoaderAndIsQuietUnlessTold() {
    var found = ServiceLoader.load(Checkpoints.class).findFirst().orElseThrow();
    found.reached(Point.BEFORE_CLAIM, "run/1");
    assertThat(found).isInstanceOf(HaltingCheckpoints.class);
  }
}
