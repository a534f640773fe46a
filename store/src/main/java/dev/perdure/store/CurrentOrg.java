package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

/** The organization that row-level security goes by, until the transaction ends. */
final class CurrentOrg {

  // Local to the transaction: the pool's next user finds nothing, and a pooler that gives each
  // transaction another connection does no harm.
  private static final String SET = "SELECT set_config('app.org_id', ?, true)";

  private static final String SET_TO_THAT_OF_KEY =
      "SELECT set_config('app.org_id', crossing.organization_of_key(?)::text, true)";

  private static final String SET_TO_THAT_OF_INVITATION =
      "SELECT set_config('app.org_id', crossing.organization_of_invitation(?)::text, true)";

  private CurrentOrg() {}

  /** The first statement of a transaction: it travels with its BEGIN. */
  static void set(Handle handle, OrgId orgId) {
    try (PreparedStatement set = handle.getConnection().prepareStatement(SET)) {
      set.setString(1, orgId.toString());
      set.execute();
    } catch (SQLException e) {
      throw new TransactionException("the organization could not be set", e);
    }
  }

  /** The same for a key's organization, which nobody knows yet; empty when there is no such key. */
  static Optional<OrgId> setToThatOfKey(Handle handle, UUID keyId) {
    return setToThatOf(handle, SET_TO_THAT_OF_KEY, keyId);
  }

  /** The same for the organization of an invitation. */
  static Optional<OrgId> setToThatOfInvitation(Handle handle, UUID invitationId) {
    return setToThatOf(handle, SET_TO_THAT_OF_INVITATION, invitationId);
  }

  private static Optional<OrgId> setToThatOf(Handle handle, String query, UUID id) {
    return handle
        .createQuery(query)
        .bind(0, id)
        .mapTo(String.class)
        .findOne()
        .filter(orgId -> !orgId.isEmpty())
        .map(orgId -> new OrgId(UUID.fromString(orgId)));
  }
}
