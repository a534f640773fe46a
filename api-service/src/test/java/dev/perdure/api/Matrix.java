package dev.perdure.api;

import dev.perdure.api.cli.Provisioner;
import dev.perdure.testkit.plugin.FiltersOff;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the route matrix walks with: an owner with an organization, a stranger with another, and
 * callers of every kind in the owner's.
 */
final class Matrix {

  final Recipes recipes = Recipes.read();
  final Contract contract;
  final Client owner;
  final Client stranger;

  /** Of the organization that runs the installation. */
  final Client operator;

  /** The stranger at a server whose repositories don't ask for an organization. */
  final Client strangerWithoutFilters;

  final Map<String, String> refused;
  final Map<String, Keys.Held> held;

  /** The owner's rows. */
  final OrgRows rows;

  /** For requests that change nothing. */
  final Things ownersThings;

  final Things strangersThings;
  private final TestService service;

  private Matrix(TestService service, ServiceProcess unfiltered) {
    this.service = service;
    Provisioner.Result owned = service.provision("owner-" + UUID.randomUUID());
    Provisioner.Result strange = service.provision("stranger-" + UUID.randomUUID());
    contract = service.contract();
    owner = service.client(owned);
    stranger = service.client(strange);
    operator = service.operator();
    strangerWithoutFilters = new Client(unfiltered.url(), strange.apiKey(), contract);
    Keys keys = new Keys(service, owned.orgId(), owned.userId());
    refused = keys.refused();
    held = keys.held();
    rows = new OrgRows(service.admin, owned.orgId());
    ownersThings = new Things(owner);
    strangersThings = new Things(stranger);
    // So that lists have something, and a second page.
    for (String thing :
        List.of("agent", "session", "asking", "question", "invitation", "secret", "credential")) {
      ownersThings.id(thing);
    }
  }

  static Matrix make() {
    TestService service = TestService.get();
    Map<String, String> environment = new HashMap<>(service.environment());
    environment.put(FiltersOff.VARIABLE, "true");
    return new Matrix(service, ServiceProcess.startServer(environment));
  }

  /** The owner of an organization that nobody else is in. */
  Client another() {
    return service.newOrganization();
  }

  Client clientWith(String key) {
    return service.clientWith(key);
  }
}
