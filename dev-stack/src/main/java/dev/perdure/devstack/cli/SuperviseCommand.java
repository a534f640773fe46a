package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.DevStackOptions;
import dev.perdure.devstack.StackAddresses;
import dev.perdure.devstack.supervise.Supervisor;
import dev.perdure.devstack.supervise.SupervisorOptions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The background process of {@code ./perdure up}: servers first, then the service. */
final class SuperviseCommand {

  private final Workspace workspace;
  private final DevPorts ports = DevPorts.of(System.getenv());

  SuperviseCommand(Workspace workspace) {
    this.workspace = workspace;
  }

  int run() throws InterruptedException {
    Supervisor supervisor =
        Supervisor.take(SupervisorOptions.usual(workspace.home()), SuperviseCommand::log);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(supervisor, closed)));
    try {
      startAll(supervisor);
    } catch (DevStackException e) {
      supervisor.failed(e.getMessage());
      return 1;
    }
    supervisor.running();
    closed.await();
    return 0;
  }

  // A server one already has comes with the name of its database.
  private static DevStack.Database database(DevStack stack) {
    return stack.postgres().isOwn()
        ? stack.ensureDatabase(ServicePlan.DATABASE)
        : new DevStack.Database(stack.addresses().postgres(), false);
  }

  // Reached once, from the signal that ends the JVM or from its own exit.
  private static void close(Supervisor supervisor, CountDownLatch closed) {
    supervisor.close();
    closed.countDown();
  }

  private void startAll(Supervisor supervisor) throws InterruptedException {
    DevStack stack =
        DevStack.prepare(
            DevStackOptions.forDevelopment(workspace.home(), supervisor::progress)
                .withUi(ports.temporalUi()));
    supervisor.progress("Starting PostgreSQL, Redis and Temporal");
    supervisor.startStack(stack);
    DevStack.Database database = database(stack);
    StackAddresses addresses = stack.addresses().withPostgres(database.address());
    supervisor.tellAddresses(addresses);
    ServicePlan plan = ServicePlan.usual(workspace, addresses, ports);
    Migration migration = new Migration(plan, workspace.home().data().resolve("migrated"));
    if (database.isNew() || !stack.postgres().isOwn() || !migration.isDone()) {
      supervisor.progress("Bringing the database up to date");
      migration.run();
    }
    supervisor.progress("Starting the API and a worker");
    supervisor.startAll(List.of(plan.server(), plan.worker()));
  }

  @SuppressWarnings("SystemOut") // Its output is the supervisor's log file.
  private static void log(String line) {
    System.out.println(Instant.now() + " " + line);
  }
}
