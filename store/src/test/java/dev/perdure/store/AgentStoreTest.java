package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.AuditLog.AuditFilter;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentStoreTest {

  private final StoreFixture fixture = new StoreFixture(AgentStoreTest.class);
  private final AgentStore agents = fixture.store().agents();
  private Caller caller;

  @BeforeEach
  void freshOrganization() {
    caller = fixture.caller();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Agent create(String name) {
    return agents
        .create(Requester.of(caller), name, "about " + name, StoreFixture.config(), null, null)
        .value();
  }

  @Test
  void startsAtVersionOne() {
    Agent agent = create("guide");
    assertThat(agent.currentVersion()).isEqualTo(1);
    assertThat(agents.get(caller.orgId(), agent.id())).contains(agent);
    assertThat(agents.findByName(caller.orgId(), "guide")).contains(agent);
    AgentVersion first = agents.version(caller.orgId(), agent.id(), 1).orElseThrow();
    assertThat(first.config()).isEqualTo(StoreFixture.config());
    assertThat(first.createdBy()).isEqualTo(caller.userId());
  }

  @Test
  void refusesANameInUseUntilItsAgentIsArchived() {
    Agent agent = create("guide");
    assertRefused("agent_name_taken", () -> create("guide"));
    Agent other = create("other");
    assertRefused(
        "agent_name_taken", () -> agents.rename(Requester.of(caller), other.id(), "guide", null));
    agents.archive(Requester.of(caller), agent.id());
    assertThat(create("guide").id()).isNotEqualTo(agent.id());
  }

  @Test
  void archivesOnceAndHidesFromLists() {
    Agent agent = create("guide");
    Agent archived = agents.archive(Requester.of(caller), agent.id());
    assertThat(archived.archivedAt()).isNotNull();
    assertThat(agents.archive(Requester.of(caller), agent.id())).isEqualTo(archived);
    assertThat(agents.findByName(caller.orgId(), "guide")).isEmpty();
    assertThat(agents.list(caller.orgId(), false, null, StoreFixture.ALL).items()).isEmpty();
    assertThat(agents.list(caller.orgId(), true, null, StoreFixture.ALL).items())
        .containsExactly(archived);
  }

  @Test
  void addsVersionsAndMovesTheCurrentOne() {
    Agent agent = create("guide");
    AgentConfig better = AgentConfig.of("Be kind.", "rehearsal/two", null, null, null);
    AgentVersion second =
        agents
            .addVersion(Requester.of(caller), agent.id(), better, "kinder", 1, false, null)
            .value();
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.config()).isEqualTo(better);
    assertThat(agents.get(caller.orgId(), agent.id()).orElseThrow().currentVersion()).isEqualTo(1);
    assertThat(agents.setCurrent(Requester.of(caller), agent.id(), 2).currentVersion())
        .isEqualTo(2);
    assertThat(agents.setCurrent(Requester.of(caller), agent.id(), 1).currentVersion())
        .isEqualTo(1);
    assertRefused(
        "agent_version_not_found", () -> agents.setCurrent(Requester.of(caller), agent.id(), 3));
    assertRefused(
        "agent_version_conflict",
        () -> agents.addVersion(Requester.of(caller), agent.id(), better, null, 1, true, null));
    assertThat(
            agents
                .addVersion(Requester.of(caller), agent.id(), better, null, 2, true, null)
                .value()
                .version())
        .isEqualTo(3);
    assertThat(agents.get(caller.orgId(), agent.id()).orElseThrow().currentVersion()).isEqualTo(3);
    assertThat(agents.versions(caller.orgId(), agent.id(), StoreFixture.ALL).items())
        .extracting(AgentVersion::version)
        .containsExactly(3, 2, 1);
  }

  @Test
  void recordsWhoChangedWhatAndNothingOfWhatWasRefusedOrRepeated() {
    Requester by = new Requester(caller, "192.0.2.1", "curl");
    Idempotency once = new Idempotency("recorded", "d".repeat(64));
    Agent agent = agents.create(by, "guide", null, StoreFixture.config(), null, once).value();
    agents.create(by, "guide", null, StoreFixture.config(), null, once);
    assertRefused(
        "agent_name_taken",
        () -> agents.create(by, "guide", null, StoreFixture.config(), null, null));
    agents.rename(by, agent.id(), "leader", "leads");
    agents.addVersion(by, agent.id(), StoreFixture.config(), null, null, true, null);
    agents.setCurrent(by, agent.id(), 1);
    agents.archive(by, agent.id());
    agents.archive(by, agent.id());

    List<AuditEntry> log = recorded(agent);
    assertThat(log)
        .extracting(AuditEntry::action)
        .containsExactly(
            "agent.archive",
            "agent.set_version",
            "agent.add_version",
            "agent.update",
            "agent.create");
    assertThat(log).extracting(AuditEntry::actor).containsOnly(by.actor());
    assertThat(log.get(3).before()).containsEntry("name", "guide");
    assertThat(log.get(3).after()).containsEntry("name", "leader");
    assertThat(log.get(1).before()).containsEntry("current_version", 2);
    assertThat(log.get(1).after()).containsEntry("current_version", 1);
  }

  private List<AuditEntry> recorded(Agent agent) {
    return fixture
        .store()
        .audit()
        .search(
            caller.orgId(),
            new AuditFilter(null, null, null, null, "agent", agent.id().toString(), null),
            StoreFixture.ALL)
        .items()
        .stream()
        .map(AuditLog.Recorded::entry)
        .toList();
  }

  @Test
  void makesOneAgentAndOneVersionPerIdempotencyKey() {
    Idempotency create = new Idempotency("create", "a".repeat(64));
    Created<Agent> first =
        agents.create(Requester.of(caller), "guide", null, StoreFixture.config(), null, create);
    Created<Agent> again =
        agents.create(Requester.of(caller), "guide", null, StoreFixture.config(), null, create);
    assertThat(first.replayed()).isFalse();
    assertThat(again).isEqualTo(new Created<>(first.value(), true));
    assertRefused(
        "idempotency_key_reused",
        () ->
            agents.create(
                Requester.of(caller),
                "other",
                null,
                StoreFixture.config(),
                null,
                new Idempotency("create", "b".repeat(64))));

    Idempotency add = new Idempotency("add", "c".repeat(64));
    var version =
        agents.addVersion(
            Requester.of(caller), first.value().id(), StoreFixture.config(), null, null, true, add);
    agents.addVersion(
        Requester.of(caller), first.value().id(), StoreFixture.config(), null, null, true, null);
    var replayed =
        agents.addVersion(
            Requester.of(caller), first.value().id(), StoreFixture.config(), null, null, true, add);
    assertThat(replayed).isEqualTo(new Created<>(version.value(), true));
  }

  @Test
  void pagesByNameAndFindsInNameAndDescription() {
    for (String name : List.of("d", "a", "c|x", "b", "e_1")) {
      create(name);
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Agent> page = agents.list(caller.orgId(), false, null, new PageRequest(2, cursor));
      page.items().forEach(agent -> seen.add(agent.name()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).containsExactly("a", "b", "c|x", "d", "e_1");
    assertThat(agents.list(caller.orgId(), false, "_", StoreFixture.ALL).items())
        .extracting(Agent::name)
        .containsExactly("e_1");
    assertThat(agents.list(caller.orgId(), false, "ABOUT d", StoreFixture.ALL).items())
        .extracting(Agent::name)
        .containsExactly("d");
  }

  @Test
  void refusesCursorsItDidNotGiveOut() {
    for (String cursor : List.of("x", "", "////", "YWdlbnRzfHh8eQ", "c2Vzc2lvbnN8YXxi")) {
      assertRefused(
          "invalid_cursor",
          () -> agents.list(caller.orgId(), false, null, new PageRequest(2, cursor)));
    }
  }
}
