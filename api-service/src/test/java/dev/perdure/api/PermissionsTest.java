package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every permission is asked for somewhere, and told of in docs/identity.md. */
class PermissionsTest {

  /** Permissions of routes that later parts of the product bring. */
  private static final Set<Permission> RESERVED =
      Set.of(
          Permission.QUOTAS_READ,
          Permission.SECRETS_READ,
          Permission.SECRETS_WRITE,
          Permission.DATA_EXPORT,
          Permission.DATA_ERASE,
          Permission.PAYLOADS_READ);

  @Test
  void everyPermissionIsAskedForByARouteOrReserved() {
    Set<String> asked =
        TestService.get().contract().routes().stream()
            .map(route -> route.operation().path("description").asText())
            .flatMap(description ->
                Stream.of(
                    description.replaceAll("(?s).*Needs the permission |\\.$", "").split(", ")))
            .collect(Collectors.toSet());
    assertThat(Permission.values())
        .filteredOn(permission -> !RESERVED.contains(permission))
        .extracting(Permission::wireName)
        .isSubsetOf(asked);
  }

  @Test
  void theTableOfRolesIsTheOneInTheDocument() throws IOException {
    List<String> table =
        Files.readAllLines(Path.of("../docs/identity.md")).stream()
            .filter(line -> line.matches("\\| (permission|`[a-z]+:[a-z]+`) \\|.*|\\|( --- \\|){6}"))
            .toList();
    assertThat(table).isEqualTo(table());
  }

  private static List<String> table() {
    Stream<String> head =
        Stream.of(
            row("permission", Arrays.stream(Role.values()).map(Role::wireName)),
            row("---", Arrays.stream(Role.values()).map(_ -> "---")));
    Stream<String> rows =
        Arrays.stream(Permission.values())
            .map(permission ->
                row(
                    "`" + permission.wireName() + "`",
                    Arrays.stream(Role.values()).map(role -> cell(role, permission))));
    return Stream.concat(head, rows).toList();
  }

  private static String cell(Role role, Permission permission) {
    if (!role.permissions().contains(permission)) {
      return "";
    }
    return permission.crossesOrganizations() ? "operator's" : "yes";
  }

  private static String row(String first, Stream<String> cells) {
    return "| " + first + " | " + cells.collect(Collectors.joining(" | ")) + " |";
  }
}
