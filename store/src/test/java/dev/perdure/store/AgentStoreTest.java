package dev.perdure.store;

import static dev.perdure.store.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Caller;
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
    return agents.create(caller, name, "about " + name, StoreFixture.config(), null, null).value();
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
    assertRefused("agent_name_taken", () -> agents.rename(caller, other.id(), "guide", null));
    agents.archive(caller, agent.id());
    assertThat(create("guide").id()).isNotEqualTo(agent.id());
  }

  @Test
  void archivesOnceAndHidesFromLists() {
    Agent agent = create("guide");
    Agent archived = agents.archive(caller, agent.id());
    assertThat(archived.archivedAt()).isNotNull();
    assertThat(agents.archive(caller, agent.id())).isEqualTo(archived);
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
        agents.addVersion(caller, agent.id(), better, "kinder", 1, false, null).value();
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.config()).isEqualTo(better);
    assertThat(agents.get(caller.orgId(), agent.id()).orElseThrow().currentVersion()).isEqualTo(1);
    assertThat(agents.setCurrent(caller, agent.id(), 2).currentVersion()).isEqualTo(2);
    assertThat(agents.setCurrent(caller, agent.id(), 1).currentVersion()).isEqualTo(1);
    assertRefused("agent_version_not_found", () -> agents.setCurrent(caller, agent.id(), 3));
    assertRefused(
        "agent_version_conflict",
        () -> agents.addVersion(caller, agent.id(), better, null, 1, true, null));
    assertThat(agents.addVersion(caller, agent.id(), better, null, 2, true, null).value().version())
        .isEqualTo(3);
    assertThat(agents.get(caller.orgId(), agent.id()).orElseThrow().currentVersion()).isEqualTo(3);
    assertThat(agents.versions(caller.orgId(), agent.id(), StoreFixture.ALL).items())
        .extracting(AgentVersion::version)
        .containsExactly(3, 2, 1);
  }

  @Test
  void makesOneAgentAndOneVersionPerIdempotencyKey() {
    Idempotency create = new Idempotency("create", "a".repeat(64));
    Created<Agent> first =
        agents.create(caller, "guide", null, StoreFixture.config(), null, create);
    Created<Agent> again =
        agents.create(caller, "guide", null, StoreFixture.config(), null, create);
    assertThat(first.replayed()).isFalse();
    assertThat(again).isEqualTo(new Created<>(first.value(), true));
    assertRefused(
        "idempotency_key_reused",
        () ->
            agents.create(
                caller,
                "other",
                null,
                StoreFixture.config(),
                null,
                new Idempotency("create", "b".repeat(64))));

    Idempotency add = new Idempotency("add", "c".repeat(64));
    var version =
        agents.addVersion(caller, first.value().id(), StoreFixture.config(), null, null, true, add);
    agents.addVersion(caller, first.value().id(), StoreFixture.config(), null, null, true, null);
    var replayed =
        agents.addVersion(caller, first.value().id(), StoreFixture.config(), null, null, true, add);
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
