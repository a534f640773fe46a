package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.ToolTrials.Trial;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolTrialsTest {

  private static final long COST = 1_500;
  private static final AuditEntry TOLD =
      Actor.service(new OrgId(new UUID(0, 0)))
          .did("skill.try", AuditEntry.Target.of("skill", "settled"));

  private final StoreFixture fixture = new StoreFixture(ToolTrialsTest.class);
  private final Store store = fixture.store();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void eachCallThatIsMadeIsBooked() {
    OrgId orgId = fixture.caller().orgId();
    begin(orgId, COST, null);
    UUID first = begin(orgId, COST, key("a", "1"));
    assertThat(begin(orgId, COST, key("a", "1"))).isEqualTo(first);
    assertThat(spent(orgId)).isEqualTo(3 * COST);
    refused("idempotency_key_reused", () -> begin(orgId, COST, key("a", "2")));
    assertThat(spent(orgId)).isEqualTo(3 * COST);
  }

  @Test
  void whatMustNotHappenTwiceIsNotBegunTwice() {
    OrgId orgId = fixture.caller().orgId();
    once(orgId, key("a", "1"));
    refused("already_tried", () -> once(orgId, key("a", "1")));
    once(orgId, key("b", "1"));
    assertThat(spent(orgId)).isEqualTo(2 * COST);
    assertThat(store.audit().search(orgId, AuditFilter.all(), StoreFixture.ALL).items())
        .filteredOn(entry -> entry.entry().action().equals("skill.try"))
        .hasSize(2);
  }

  @Test
  void aKeyOfAnotherOrganizationIsAnotherKey() {
    UUID ours = once(fixture.caller().orgId(), key("a", "1"));
    assertThat(once(fixture.caller().orgId(), key("a", "1"))).isNotEqualTo(ours);
  }

  @Test
  void ofRequestsAtOnceUnderOneKeyOneIsMade() {
    OrgId orgId = fixture.caller().orgId();
    List<CompletableFuture<Boolean>> calls =
        IntStream.range(0, 4)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(() -> once(orgId, key("a", "1")))
                    .handle((_, failure) -> failure == null))
            .toList();
    assertThat(calls.stream().filter(CompletableFuture::join)).hasSize(1);
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
    refused("quota_exceeded", () -> begin(caller.orgId(), COST, key("a", "1")));
    begin(caller.orgId(), 0, key("a", "1"));
    assertThat(spent(caller.orgId())).isEqualTo(COST);
  }

  private UUID begin(OrgId orgId, long cost, @Nullable Idempotency key) {
    return store.toolTrials().begin(orgId, new Trial("greet", false, null, cost, TOLD), key);
  }

  private UUID once(OrgId orgId, Idempotency key) {
    return store.toolTrials().begin(orgId, new Trial("send", true, null, COST, TOLD), key);
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.error().code()).isEqualTo(code));
  }

  private long spent(OrgId orgId) {
    return store.quotas().use(orgId).spentMicros();
  }

  private static Idempotency key(String key, String fingerprint) {
    return new Idempotency(key, fingerprint);
  }
}
