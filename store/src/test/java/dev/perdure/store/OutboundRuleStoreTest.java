package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.AuditLog.Recorded;
import dev.perdure.core.port.OutboundRuleStore;
import dev.perdure.core.port.OutboundRuleStore.Kept;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboundRuleStoreTest {

  private static final OutboundRule WIKI =
      new OutboundRule(Action.INTERNAL, "wiki.internal", List.of(8080, 8443));
  private static final OutboundRule SITES =
      new OutboundRule(Action.ALLOW, "*.example.com", List.of());

  private final StoreFixture fixture = new StoreFixture(OutboundRuleStoreTest.class);
  private final OutboundRuleStore rules = fixture.store().outboundRules();
  private final Caller caller = fixture.caller();
  private final OrgId org = caller.orgId();

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void keepsRulesAndRecordsWhoChangedThem() {
    OrgId fresh = fixture.caller().orgId();
    Actor actor = Actor.of(caller, "192.0.2.1", "curl");
    Kept wiki = rules.add(fresh, WIKI, actor);
    rules.add(fresh, SITES, actor);
    assertThat(rules.rules(fresh)).containsExactly(WIKI, SITES);
    assertThat(rules.list(fresh).getFirst()).isEqualTo(wiki);

    rules.remove(fresh, wiki.id(), actor);
    assertThat(rules.rules(fresh)).containsExactly(SITES);
    List<Recorded> log =
        fixture
            .store()
            .audit()
            .search(
                fresh,
                new AuditFilter(null, null, null, null, "outbound_rule", null, null),
                StoreFixture.ALL)
            .items();
    assertThat(log)
        .extracting(recorded -> recorded.entry().action())
        .containsExactly("outbound_rule.delete", "outbound_rule.create", "outbound_rule.create");
    assertThat(log.getFirst().entry().before()).containsEntry("target", "wiki.internal");
    assertThat(log.getFirst().entry().actor()).isEqualTo(actor.withoutOrigin());
  }

  @Test
  void takesOneOfAnActionAndTargetOnly() {
    OrgId fresh = fixture.caller().orgId();
    rules.add(fresh, SITES, Actor.service(fresh));
    OutboundRule same = new OutboundRule(Action.ALLOW, "*.EXAMPLE.com", List.of(8443));
    assertRefused("outbound_rule_exists", () -> rules.add(fresh, same, Actor.service(fresh)));
    assertThat(rules.rules(fresh)).containsExactly(SITES);
  }

  @Test
  void takesNoMoreThanTheMost() {
    OrgId fresh = fixture.caller().orgId();
    IntStream.range(0, OutboundRuleStore.MOST)
        .forEach(i ->
            rules.add(
                fresh,
                new OutboundRule(Action.BLOCK, "host-" + i + ".test", List.of()),
                Actor.service(fresh)));
    assertRefused("too_many_outbound_rules", () -> rules.add(fresh, SITES, Actor.service(fresh)));
  }

  @Test
  void strangersNeitherSeeNorTakeAwayRules() {
    Kept kept = rules.add(org, WIKI, Actor.of(caller, null, null));
    OrgId stranger = fixture.caller().orgId();
    assertThat(rules.list(stranger)).isEmpty();
    assertRefused(
        "outbound_rule_not_found",
        () -> rules.remove(stranger, kept.id(), Actor.service(stranger)));
    assertThat(rules.rules(org)).contains(WIKI);
  }

  @Test
  void anOrganizationThatIsNotThereHasNone() {
    OrgId nobody = new OrgId(UUID.randomUUID());
    assertThat(rules.list(nobody)).isEmpty();
    assertRefused("organization_not_found", () -> rules.add(nobody, WIKI, Actor.service(nobody)));
  }
}
