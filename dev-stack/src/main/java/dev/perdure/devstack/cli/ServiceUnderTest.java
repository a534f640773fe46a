package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.Home;
import dev.perdure.devstack.ServicePart;
import dev.perdure.devstack.StackAddresses;
import dev.perdure.devstack.TestStack;
import dev.perdure.devstack.process.Ports;
import java.util.List;
import java.util.Map;

/** The service with one worker over the stack of a test run, for tests that drive a browser. */
final class ServiceUnderTest implements AutoCloseable {

  private static final String NAME = "console";
  private static final String PEPPER = "a-pepper-for-tests-a-pepper-for-tests";
  private static final String ENCRYPTION_KEY = "YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcywgb2s=";
  private static final ModelChoice MODEL = new ModelChoice("rehearsal/default", "for tests");

  private final ServicePlan plan;
  private final Development development;
  private final List<ServicePart> parts;

  private ServiceUnderTest(ServicePlan plan, Development development, List<ServicePart> parts) {
    this.plan = plan;
    this.development = development;
    this.parts = List.copyOf(parts);
  }

  static ServiceUnderTest start(Workspace workspace, TestStackFile testStack) {
    Workspace own = new Workspace(workspace.root(), new Home(testStack.folder()));
    DevStack stack = testStack.stack();
    StackAddresses addresses = stack.addresses().withPostgres(stack.ensureDatabase(NAME).address());
    DevPorts ports = new DevPorts(Ports.free(), Ports.free(), Ports.free(), 0);
    ServicePlan plan =
        new ServicePlan(
            own,
            addresses,
            TestStack.service(addresses.postgres()),
            ports,
            PEPPER,
            ENCRYPTION_KEY,
            NAME,
            testTools(own));
    new Migration(plan, testStack.folder().resolve("migrated")).run();
    ServiceUnderTest service =
        new ServiceUnderTest(
            plan, new Provisioning(plan).run(MODEL), List.of(plan.server(), plan.worker()));
    try {
      service.parts.forEach(ServicePart::start);
      return service;
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /** The tools of testkit. Nobody listens where those that record should be heard. */
  private static Additions testTools(Workspace workspace) {
    return new Additions(
        List.of(workspace.testkit()), Map.of("PERDURE_EFFECT_RECORDER_URL", "http://127.0.0.1:1"));
  }

  /** Where the service is, and a key to it. */
  Map<String, String> environment() {
    return Map.of(
        "PERDURE_URL",
        "http://127.0.0.1:" + plan.ports().api(),
        "PERDURE_API_KEY",
        development.apiKey());
  }

  @Override
  public void close() {
    parts.forEach(ServicePart::kill);
  }
}
