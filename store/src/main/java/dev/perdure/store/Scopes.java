package dev.perdure.store;

import dev.perdure.core.tenant.Permission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
}
