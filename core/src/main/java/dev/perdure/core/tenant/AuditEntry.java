package dev.perdure.core.tenant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made, for the audit log. It is written in the transaction of the change
 * and never changed after.
 *
 * @param action what was done: the kind of thing and a verb, such as {@code api_key.revoke}
 * @param before the thing as it was, in the API's words, without secrets; absent for a new one
 * @param after the thing as it is; absent for one that is gone
 */
public record AuditEntry(
    Actor actor,
    String action,
    Target target,
    @Nullable Map<String, Object> before,
    @Nullable Map<String, Object> after) {

  public AuditEntry {
    before = copy(before);
    after = copy(after);
  }

  /**
   * What was changed.
   *
   * @param kind such as {@code api_key}
   * @param id its id, or its name where it has none
   */
  public record Target(String kind, String id) {

    public static Target of(String kind, Object id) {
      return new Target(kind, id.toString());
    }
  }

  /** The same change, with the thing as it was. */
  public AuditEntry before(@Nullable Map<String, Object> thing) {
    return new AuditEntry(actor, action, target, thing, after);
  }

  /** The same change, with the thing as it is. */
  public AuditEntry after(@Nullable Map<String, Object> thing) {
    return new AuditEntry(actor, action, target, before, thing);
  }

  /** The same change, told to an organization that is not the actor's. */
  public AuditEntry withoutOrigin() {
    return new AuditEntry(actor.withoutOrigin(), action, target, before, after);
  }

  /** In its order, and with the nulls that {@link Map#copyOf} refuses. */
  private static @Nullable Map<String, Object> copy(@Nullable Map<String, Object> thing) {
    return thing == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(thing));
  }
}
