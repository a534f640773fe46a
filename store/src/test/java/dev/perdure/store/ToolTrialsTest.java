package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolTrialsTest {

  private static final long COST = 1_500;

  private final StoreFixture fixture = new StoreFixture(ToolTrialsTest.class);
  private final Store store = fixture.store();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void eachCallIsBookedAndOneUnderAKeyOnce() {
    OrgId orgId = fixture.caller().orgId();
    begin(orgId, COST, null);
    Created<UUID> first = begin(orgId, COST, key("a", "1"));
    Created<UUID> again = begin(orgId, COST, key("a", "1"));
    assertThat(again).isEqualTo(new Created<>(first.value(), true));
    assertThat(spent(orgId)).isEqualTo(2 * COST);
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> begin(orgId, COST, key("a", "2")))
        .satisfies(e -> assertThat(e.error().code()).isEqualTo("idempotency_key_reused"));
  }

  @Test
  void aKeyOfAnotherOrganizationIsAnotherKey() {
    Created<UUID> ours = begin(fixture.caller().orgId(), COST, key("a", "1"));
    Created<UUID> theirs = begin(fixture.caller().orgId(), COST, key("a", "1"));
    assertThat(theirs.replayed()).isFalse();
    assertThat(theirs.value()).isNotEqualTo(ours.value());
  }

  @Test
  void requestsAtOnceUnderOneKeyAreOneCall() {
    OrgId orgId = fixture.caller().orgId();
    List<CompletableFuture<Created<UUID>>> calls =
        IntStream.range(0, 4)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> begin(orgId, COST, key("a", "1"))))
            .toList();
    assertThat(calls.stream().map(CompletableFuture::join).filter(call -> !call.replayed()))
        .hasSize(1);
    assertThat(spent(orgId)).isEqualTo(COST);
  }

  @Test
  void whenTheDaysMoneyIsSpentOnlyWhatIsFreeIsTried() {
    Caller caller = fixture.caller();
    store
        .quotas()
        .put(
            Actor.of(caller, null, null),
            caller.orgId(),
            null,
            new LimitsOverride(null, null, null, null, null, null, null, null, null, COST));
    begin(caller.orgId(), COST, null);
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> begin(caller.orgId(), COST, key("a", "1")))
        .satisfies(e -> assertThat(e.error().code()).isEqualTo("quota_exceeded"));
    assertThat(begin(caller.orgId(), 0, key("a", "1")).replayed()).isFalse();
    assertThat(spent(caller.orgId())).isEqualTo(COST);
  }

  private Created<UUID> begin(OrgId orgId, long cost, @Nullable Idempotency key) {
    return store.toolTrials().begin(orgId, "greet", null, cost, key);
  }

  private long spent(OrgId orgId) {
    return store.quotas().use(orgId).spentMicros();
  }

  private static Idempotency key(String key, String fingerprint) {
    return new Idempotency(key, fingerprint);
  }
}
