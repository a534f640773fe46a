package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.core.port.TenantStore.NewOrganization;
import dev.perdure.core.tenant.Organization;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.Ids;
import dev.perdure.store.Store;
import dev.perdure.store.StoreFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command, for an installation that was made before one organization ran it. */
class MakeOperatorTest {

  private final TestStack stack =
      SharedDevStack.get().forTest(MakeOperatorTest.class, "api", TestService::migrate);

  @Test
  void letsOneOrganizationRunTheInstallationAndNoOther() throws Exception {
    try (HikariDataSource pool = TestService.open(stack.service())) {
      Store store = StoreFactory.create(pool, Ids.timeOrdered());
      NewOrganization first = store.tenants().createOrganization("first", "First", "ada");
      NewOrganization second = store.tenants().createOrganization("second", "Second", "eve");
      assertThat(operator(store, first)).isFalse();

      assertThat(makeOperator("first", 0)).contains("first runs this installation");
      assertThat(makeOperator("first", 0)).as("again").contains("first runs this installation");
      assertThat(makeOperator("second", 1)).contains("Another organization runs this installation");
      assertThat(makeOperator("never-was", 1))
          .contains("never-was")
          .doesNotContain("at dev.perdure");

      assertThat(operator(store, first)).isTrue();
      assertThat(operator(store, second)).isFalse();
    }
  }

  private static boolean operator(Store store, NewOrganization organization) {
    return store
        .organizations()
        .get(organization.orgId())
        .map(Organization::operator)
        .orElseThrow();
  }

  private String makeOperator(String slug, int exit) throws IOException, InterruptedException {
    ProcessBuilder builder =
        ServiceProcess.command(
            List.of("make-operator", "config/server.yml", "--organization", slug));
    builder.environment().putAll(TestService.environment(stack));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(exit);
    return said;
  }
}
