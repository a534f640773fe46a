package dev.perdure.api.service;

import dev.perdure.api.auth.KeyText;
import dev.perdure.api.body.ApiKeyBody;
import dev.perdure.api.body.CreateApiKey;
import dev.perdure.api.body.NewApiKey;
import dev.perdure.api.body.RotateApiKey;
import dev.perdure.api.body.UpdateApiKey;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ApiKeyStore;
import dev.perdure.core.port.ApiKeyStore.Expiry;
import dev.perdure.core.port.ApiKeyStore.KeyChange;
import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.ApiKeyStore.NewKey;
import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** API keys, managed. */
public final class ApiKeyService {

  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  private final ApiKeyStore keys;
  private final KeyMaker maker;

  public ApiKeyService(ApiKeyStore keys, KeyMaker maker) {
    this.keys = keys;
    this.maker = maker;
  }

  public Page<ApiKeyBody> list(Caller caller, KeyFilter filter, PageRequest page) {
    return keys.list(caller.orgId(), filter, page).map(ApiKeyBody::of);
  }

  public ApiKeyBody get(Caller caller, UUID id) {
    return keys.get(caller.orgId(), id)
        .map(ApiKeyBody::of)
        .orElseThrow(() -> PerdureException.notFound("api_key", id));
  }

  public Created<NewApiKey> create(
      Requester by, CreateApiKey request, @Nullable Idempotency idempotency) {
    Instant now = maker.clock().instant();
    Instant expires = request.expiresAt();
    KeyText key = maker.newKey();
    NewKey wanted =
        new NewKey(
            key.id(),
            request.userId() == null ? by.caller().userId() : request.userId(),
            Checks.name(request.name(), "/name"),
            maker.stored(key),
            request.scopes() == null ? null : AdminChecks.permissions(request.scopes(), "/scopes"),
            request.allowedAddresses() == null
                ? List.of()
                : AdminChecks.addresses(request.allowedAddresses(), "/allowed_addresses"),
            Boolean.TRUE.equals(request.signed()),
            expires == null
                ? null
                : AdminChecks.future(expires, now, AdminChecks.FURTHEST, "/expires_at"));
    return told(keys.create(by, wanted, idempotency), key);
  }

  public ApiKeyBody update(Requester by, UUID id, UpdateApiKey request) {
    KeyChange change =
        new KeyChange(
            request.name() == null ? null : Checks.name(request.name(), "/name"),
            request.allowedAddresses() == null
                ? null
                : AdminChecks.addresses(request.allowedAddresses(), "/allowed_addresses"),
            request.signed(),
            expiry(request.expiresAt()));
    return ApiKeyBody.of(keys.update(by, id, change));
  }

  private @Nullable Expiry expiry(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (text.isEmpty()) {
      return new Expiry(null);
    }
    Instant at = AdminChecks.moment(text, "/expires_at");
    Instant now = maker.clock().instant();
    return new Expiry(AdminChecks.future(at, now, AdminChecks.FURTHEST, "/expires_at"));
  }

  /** Makes a key that takes another's place; without a request with an overlap of a day. */
  public Created<NewApiKey> rotate(
      Requester by, UUID id, @Nullable RotateApiKey request, @Nullable Idempotency idempotency) {
    KeyText key = maker.newKey();
    return told(
        keys.rotate(by, id, key.id(), maker.stored(key), overlap(request), idempotency), key);
  }

  private static Duration overlap(@Nullable RotateApiKey request) {
    Long seconds = request == null ? null : request.overlapSeconds();
    if (seconds == null) {
      return OVERLAP;
    }
    if (seconds < 0 || seconds > LONGEST_OVERLAP.toSeconds()) {
      throw Checks.invalid("/overlap_seconds", "must be from 0 to " + LONGEST_OVERLAP.toSeconds());
    }
    return Duration.ofSeconds(seconds);
  }

  /**
   * Ends a key.
   *
   * @param own whether only a key of the caller's own is found
   */
  public ApiKeyBody revoke(Requester by, UUID id, boolean own) {
    return ApiKeyBody.of(keys.revoke(by, id, own));
  }

  /** Only the request that made the key is told its secret. */
  private static Created<NewApiKey> told(Created<StoredKey> created, KeyText key) {
    String secret = created.replayed() ? null : key.text();
    return new Created<>(new NewApiKey(ApiKeyBody.of(created.value()), secret), created.replayed());
  }
}
