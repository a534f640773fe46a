package dev.perdure.devstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.devstack.Home;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.StackAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicePlanTest {

  @TempDir Path folder;

  private ServicePlan plan(String database) throws IOException {
    Workspace workspace = new Workspace(folder, new Home(folder.resolve(".perdure")));
    Files.createDirectories(workspace.service().resolve("lib"));
    Files.createDirectories(workspace.home().data());
    PostgresAddress owner =
        new PostgresAddress("127.0.0.1", 5432, database, "owner", "password-of-the-owner");
    return ServicePlan.usual(
        workspace,
        new StackAddresses(owner, "redis://127.0.0.1:6379", "127.0.0.1:7233", ""),
        DevPorts.of(Map.of()));
  }

  @Test
  void onlyMigrateLearnsWhoOwnsTheTables() throws IOException {
    ServicePlan plan = plan("perdure");
    assertThat(plan.command(ServicePlan.MIGRATE, List.of()).environment())
        .containsEntry("PERDURE_POSTGRES_OWNER_USER", "owner")
        .containsEntry("PERDURE_POSTGRES_OWNER_PASSWORD", "password-of-the-owner")
        .containsEntry("PERDURE_POSTGRES_USER", "perdure_service");
    assertThat(plan.command("provision", List.of()).environment())
        .containsEntry("PERDURE_POSTGRES_USER", "perdure_service")
        .doesNotContainValue("password-of-the-owner");
  }

  @Test
  void theServicesPasswordIsItsOwnAndStaysTheSame() throws IOException {
    String password = plan("perdure").service().password();
    assertThat(password).hasSizeGreaterThan(30).isNotEqualTo("password-of-the-owner");
    assertThat(plan("perdure").service().password()).isEqualTo(password);
  }

  @Test
  void installationsThatShareAServerHaveARoleEach() throws IOException {
    assertThat(plan("other").service().user()).isEqualTo("perdure_service_other");
  }
}
