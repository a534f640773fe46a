package dev.perdure.store;

import dev.perdure.core.port.SigningKeys;
import dev.perdure.core.tenant.SealedKey;
import java.time.Duration;
import java.util.List;

/** Keys of our own tokens; they belong to no organization. */
final class JdbiSigningKeys implements SigningKeys {

  private final Db db;

  JdbiSigningKeys(Db db) {
    this.db = db;
  }

  @Override
  public List<SealedKey> all() {
    return db.acrossOrgs(handle ->
        handle
            .createQuery("SELECT id, sealed, made_at FROM crossing.signing_keys()")
            .map((rs, ctx) ->
                new SealedKey(
                    rs.getString("id"), rs.getBytes("sealed"), Columns.instant(rs, "made_at")))
            .list());
  }

  @Override
  public boolean add(String id, byte[] sealed, Duration after) {
    return db.acrossOrgs(handle ->
        handle
            .createQuery(
                "SELECT crossing.add_signing_key(:id, :sealed, make_interval(secs => :after))")
            .bind("id", id)
            .bind("sealed", sealed)
            .bind("after", after.toSeconds())
            .mapTo(Boolean.class)
            .one());
  }

  @Override
  public boolean reseal(SealedKey before, byte[] sealed) {
    return db.acrossOrgs(handle ->
        handle
            .createQuery("SELECT crossing.reseal_signing_key(:id, :before, :sealed)")
            .bind("id", before.id())
            .bind("before", before.sealed())
            .bind("sealed", sealed)
            .mapTo(Boolean.class)
            .one());
  }

  @Override
  public void forget(String id) {
    db.acrossOrgs(handle -> handle.execute("SELECT crossing.forget_signing_key(?)", id));
  }
}
