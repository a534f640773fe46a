package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.Run;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Measures, with {@code -Dperdure.measure=true}, what row-level security costs a hot query. */
@EnabledIfSystemProperty(named = "perdure.measure", matches = "true")
class RowLevelSecurityCostTest {

  private static final int WARM_UP = 2_000;
  private static final int ROUNDS = 6_000;
  private static final String QUERY = "SELECT * FROM runs WHERE org_id = :org AND id = :id";

  @Test
  void aHotQueryCostsOneMoreRoundTripAndNextToNothingElse() {
    try (StoreFixture fixture = new StoreFixture(RowLevelSecurityCostTest.class);
        Handle admin = fixture.sql().open();
        Handle service = fixture.service().open();
        Handle set = fixture.service().open()) {
      Run run = fixture.running(fixture.caller());
      for (int i = 0; i < 500; i++) {
        fixture.running(fixture.caller());
      }
      admin.execute("ANALYZE");
      set.execute("SELECT set_config('app.org_id', ?, false)", run.orgId().toString());
      double[] plain = new double[ROUNDS];
      double[] policy = new double[ROUNDS];
      double[] whole = new double[ROUNDS];
      for (int i = -WARM_UP; i < ROUNDS; i++) {
        time(plain, i, admin, handle -> read(handle, run));
        time(policy, i, set, handle -> read(handle, run));
        time(
            whole,
            i,
            service,
            handle -> {
              CurrentOrg.set(handle, run.orgId());
              read(handle, run);
            });
      }
      System.out.printf(
          "one transaction with one query, µs (p50/p95): without row-level security %s,"
              + " with the policy %s, with the policy and set_config %s%n",
          figures(plain), figures(policy), figures(whole));
      assertThat(median(whole)).isLessThan(median(plain) + 2_000);
    }
  }

  private static void time(double[] into, int round, Handle handle, Consumer<Handle> work) {
    long begun = System.nanoTime();
    handle.useTransaction(work::accept);
    if (round >= 0) {
      into[round] = (System.nanoTime() - begun) / 1_000.0;
    }
  }

  private static void read(Handle handle, Run run) {
    handle
        .createQuery(QUERY)
        .bind("org", run.orgId().value())
        .bind("id", run.id())
        .mapToMap()
        .one();
  }

  private static String figures(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return "%.0f/%.0f".formatted(sorted[ROUNDS / 2], sorted[ROUNDS * 95 / 100]);
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[ROUNDS / 2];
  }
}
