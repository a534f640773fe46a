package dev.perdure.e2e.proof;

import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.Tenant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The organizations, and the agents that each has. */
record Cast(PerdureStack stack, List<Member> members) {

  Cast {
    members = List.copyOf(members);
  }

  /** An organization with its agents' ids. */
  record Member(Tenant tenant, Caller caller, Map<Role, String> agents) {
    Member {
      agents = Map.copyOf(agents);
    }
  }

  static Cast make(PerdureStack stack, long seed) {
    List<Member> members = new ArrayList<>();
    for (Tenant tenant : List.of(stack.tenant(), stack.newTenant("second"))) {
      Caller caller = new Caller(stack, tenant, seed + members.size());
      Map<Role, String> agents = new EnumMap<>(Role.class);
      for (Role role : Role.values()) {
        String id = caller.post("/v1/agents", role.body()).expect(201).json().path("id").asText();
        agents.put(role, id);
      }
      members.add(new Member(tenant, caller, agents));
    }
    return new Cast(stack, members);
  }

  Scene scene(Plot plot) {
    Member member = members.get(plot.tenant());
    return new Scene(
        stack, member.caller(), Objects.requireNonNull(member.agents().get(plot.role())), plot);
  }
}
