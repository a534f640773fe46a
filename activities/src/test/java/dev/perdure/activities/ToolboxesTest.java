package dev.perdure.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.agent.Agent;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.tenant.OrgId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a step asks the database for its tools: what may have changed, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolboxesTest {

  private final AtomicInteger asked = new AtomicInteger();
  private Lab lab;
  private Toolboxes toolboxes;

  @BeforeAll
  void open() {
    lab = new Lab(ToolboxesTest.class);
    toolboxes = new Toolboxes(counted(lab.ports.agents()), lab.ports.skills());
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private AgentStore counted(AgentStore store) {
    return (AgentStore)
        Proxy.newProxyInstance(
            AgentStore.class.getClassLoader(),
            new Class<?>[] {AgentStore.class},
            (proxy, method, arguments) -> {
              asked.incrementAndGet();
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aVersionOfAnAgentIsReadOnceAndIsItsOrganizationsAlone() {
    Agent agent = lab.agent();
    OrgId orgId = lab.caller.orgId();
    for (int step = 0; step < 5; step++) {
      assertThat(toolboxes.of(orgId, agent.id(), 1).find("probe")).isPresent();
    }
    assertThat(asked).hasValue(1);
    OrgId stranger = lab.stranger();
    assertThatThrownBy(() -> toolboxes.of(stranger, agent.id(), 1))
        .isInstanceOf(PerdureException.class);
  }
}
