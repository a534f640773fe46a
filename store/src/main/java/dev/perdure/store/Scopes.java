package dev.perdure.store;

import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Role;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sets of permissions as columns keep them. */
final class Scopes {

  private static final String EVERYTHING = "*";

  private Scopes() {}

  /** All of them are kept as one sign, so that they grow with what there is. */
  static List<String> stored(Set<Permission> permissions) {
    return permissions.containsAll(Permission.all())
        ? List.of(EVERYTHING)
        : permissions.stream().map(Permission::wireName).sorted().toList();
  }

  /** A permission this version does not know is one it can't grant. */
  static Set<Permission> read(String[] stored) {
    if (Arrays.asList(stored).contains(EVERYTHING)) {
      return Permission.all();
    }
    EnumSet<Permission> known = EnumSet.noneOf(Permission.class);
    Arrays.stream(stored).forEach(name -> Permission.of(name).ifPresent(known::add));
    return known;
  }

  /**
   * What a role allows in an organization. A role that is gone allows nothing.
   *
   * @param own what the role of this name of the organization's own grants; null when it has none
   * @param operator whether the organization runs the installation
   */
  static Set<Permission> ofRole(String role, @Nullable Array own, boolean operator)
      throws SQLException {
    Optional<Role> builtIn = Role.of(role);
    if (builtIn.isPresent()) {
      return within(builtIn.get().permissions(), operator);
    }
    return own == null ? Set.of() : within(read((String[]) own.getArray()), operator);
  }

  /** Without what only the operator's people may, unless they are those. */
  static Set<Permission> within(Set<Permission> granted, boolean operator) {
    Set<Permission> allowed = EnumSet.noneOf(Permission.class);
    allowed.addAll(granted);
    allowed.removeIf(permission -> permission.crossesOrganizations() && !operator);
    return allowed;
  }
}
