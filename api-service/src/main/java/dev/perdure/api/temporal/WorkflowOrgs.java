package dev.perdure.api.temporal;

import dev.perdure.core.tenant.OrgId;
import io.temporal.api.common.v1.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose the workflows are that this process works on. What is read names the organization, in its
 * metadata or as a reference to a run; so by the time something is written it is known.
 */
final class WorkflowOrgs {

  private static final int MOST = 20_000;

  private static final String UUID_FORM = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** As a reference to a run is written. Inside a text the quotes would have backslashes. */
  private static final Pattern REFERENCE = Pattern.compile("\"orgId\":\"(" + UUID_FORM + ")\"");

  private final Map<String, OrgId> known = new LinkedHashMap<>(16, 0.75f, true);

  synchronized Optional<OrgId> find(@Nullable String workflowId, List<Payload> payloads) {
    OrgId learned = workflowId == null ? null : known.get(workflowId);
    if (learned != null) {
      return Optional.of(learned);
    }
    Optional<OrgId> named =
        payloads.stream().map(WorkflowOrgs::named).flatMap(Optional::stream).findFirst();
    learn(workflowId, named);
    return named;
  }

  synchronized void learn(@Nullable String workflowId, Optional<OrgId> orgId) {
    if (workflowId == null || orgId.isEmpty()) {
      return;
    }
    known.put(workflowId, orgId.get());
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
  }

  /** The organization that a clear payload refers to. */
  static Optional<OrgId> named(Payload clear) {
    Matcher reference = REFERENCE.matcher(clear.getData().toStringUtf8());
    return reference.find() ? read(reference.group(1)) : Optional.empty();
  }

  static Optional<OrgId> read(String text) {
    return text.matches(UUID_FORM) ? Optional.of(OrgId.of(text)) : Optional.empty();
  }
}
