package dev.perdure.api.cli;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.OrganizationStore.OrganizationFilter;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.Store;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The organizations a command is for: {@code --organization}. */
final class Chosen {

  private static final String OPTION = "organization";

  private Chosen() {}

  static void option(Subparser subparser) {
    subparser.addArgument("--" + OPTION).help("the slug of one; all when absent");
  }

  /** The one that was named; null when none was. */
  static @Nullable OrgId one(Namespace namespace, Store store) {
    String slug = namespace.getString(OPTION);
    return slug == null
        ? null
        : store
            .tenants()
            .findOrganization(slug)
            .orElseThrow(() -> PerdureException.notFound(OPTION, slug));
  }

  /** The one that was named, or every one. */
  static List<OrgId> oneOrAll(Namespace namespace, Store store) {
    OrgId one = one(namespace, store);
    if (one != null) {
      return List.of(one);
    }
    List<OrgId> all = new ArrayList<>();
    String after = null;
    do {
      var page =
          store
              .organizations()
              .list(new OrganizationFilter(null, null), new PageRequest(200, after));
      page.items().forEach(organization -> all.add(organization.orgId()));
      after = page.next();
    } while (after != null);
    return all;
  }
}
