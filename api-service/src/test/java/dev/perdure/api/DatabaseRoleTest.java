package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import dev.perdure.store.PoolConfig;
import dev.perdure.store.Pools;
import dev.perdure.store.RoleCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** As whom the service uses its database. */
class DatabaseRoleTest {

  @Test
  void aServiceThatLogsInAsASuperuserDoesNotStart() throws Exception {
    TestStack stack = TestService.get().stack;
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_POSTGRES_USER", stack.postgres().user());
    environment.put("PERDURE_POSTGRES_PASSWORD", stack.postgres().password());
    environment.put("PERDURE_POSTGRES_OWNER_USER", "somebody-else");
    try (ServiceProcess service = ServiceProcess.launch(environment)) {
      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !service.isAlive());
      assertThat(service.log())
          .contains("The database role \"" + stack.postgres().user() + "\" is a superuser")
          .contains("PERDURE_POSTGRES_OWNER_USER")
          .doesNotContain(stack.postgres().password());
    }
  }

  @Test
  void migrateMakesTheRoleThatTheServiceLogsInAs() throws Exception {
    TestStack stack = SharedDevStack.get().forTest(DatabaseRoleTest.class);
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_POSTGRES_OWNER_USER", stack.postgres().user());
    environment.put("PERDURE_POSTGRES_OWNER_PASSWORD", stack.postgres().password());
    ProcessBuilder migrate =
        ServiceProcess.command(List.of("migrate", Path.of("config/server.yml").toString()));
    migrate.environment().putAll(environment);
    Process process = migrate.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    PostgresAddress service = stack.service();
    try (HikariDataSource pool =
        Pools.open(
            "service", PoolConfig.of(service.jdbcUrl(), service.user(), service.password()))) {
      assertThat(RoleCheck.look(pool).problems()).isEmpty();
    }
  }
}
