package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import org.jdbi.v3.core.Handle;

/** Writes marks in the place of what was said, kept as everything that is said. */
final class MaskedBodies {

  /**
   * Nobody has approved what takes the place of arguments, so a call that was not made yet is not
   * made with it, whether it needed an approval or not.
   */
  private static final String NOT_APPROVED =
      """
      , approved = NULL,
      gate = CASE WHEN status IN ('planned', 'running', 'unknown') THEN 'approval' ELSE gate END
      """;

  private final Bodies bodies;

  MaskedBodies(Bodies bodies) {
    this.bodies = bodies;
  }

  void mark(Handle handle, OrgId orgId, Body body, String id) {
    write(handle, orgId, body, id, Mark.TEXT);
  }

  /**
   * Writes a value over another one, which may be in any form.
   *
   * @param id names its row, as {@link Body} does
   */
  void write(Handle handle, OrgId orgId, Body body, String id, String value) {
    String sql =
        "UPDATE %s SET %s = :value%s%s WHERE org_id = :org AND (%s) = (%s)"
            .formatted(
                body.table(),
                body.column(),
                body.kind().cast,
                beside(body),
                body.rows().keys(),
                body.rows().bound());
    Body.Rows.named(handle.createUpdate(sql), id)
        .bind("org", orgId.value())
        .bind("value", bodies.write(orgId, body, id, value))
        .execute();
  }

  private static String beside(Body body) {
    return switch (body) {
      case MESSAGE -> ", words = NULL";
      case COMMAND -> JdbiMessageBodies.CHOICE;
      case STEP_ARGUMENTS -> NOT_APPROVED;
      default -> "";
    };
  }
}
