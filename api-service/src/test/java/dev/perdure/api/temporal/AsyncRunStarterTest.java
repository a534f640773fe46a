package dev.perdure.api.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.port.RunStarter;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncRunStarterTest {

  private final List<RunRef> begun = new CopyOnWriteArrayList<>();
  private final CountDownLatch temporalIsSlow = new CountDownLatch(1);
  private final AsyncRunStarter starter = new AsyncRunStarter(new Slow());

  @AfterEach
  void stop() throws InterruptedException {
    temporalIsSlow.countDown();
    starter.stop();
  }

  @Test
  void aRunDoesNotWaitBehindAnotherOrganizationsFlood() {
    List<RunRef> flood = runs(500);
    flood.forEach(starter::start);
    RunRef one = runs(1).getFirst();
    starter.start(one);
    await().until(() -> begun.contains(one));
    assertThat(begun).hasSizeLessThan(50);
    temporalIsSlow.countDown();
    await().until(() -> begun.containsAll(flood));
  }

  @Test
  void aFloodThatFillsItsLineIsLeftToTheSweeper() {
    OrgLines lines = new OrgLines(1, 2);
    OrgId org = new OrgId(UUID.randomUUID());
    assertThat(List.of(lines.join(org), lines.join(org))).allMatch(place -> place.isPresent());
    assertThat(lines.join(org)).isEmpty();
    assertThat(lines.join(new OrgId(UUID.randomUUID()))).isPresent();
    lines.leave(org);
    assertThat(lines.join(org)).isPresent();
    lines.leave(org);
    lines.leave(org);
    assertThat(lines.size()).isEqualTo(1);
  }

  private static List<RunRef> runs(int count) {
    OrgId org = new OrgId(UUID.randomUUID());
    return IntStream.range(0, count)
        .mapToObj(i -> new RunRef(org, UUID.randomUUID(), UUID.randomUUID()))
        .toList();
  }

  /** A Temporal that takes its time. */
  private final class Slow implements RunStarter {
    @Override
    public void start(RunRef run) {
      begun.add(run);
      try {
        temporalIsSlow.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void ring(RunRef run) {}
  }
}
