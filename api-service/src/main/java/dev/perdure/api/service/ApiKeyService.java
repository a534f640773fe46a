package dev.perdure.api.service;

import dev.perdure.api.auth.KeyText;
import dev.perdure.api.body.ApiKeyBody;
import dev.perdure.api.body.CreateApiKey;
import dev.perdure.api.body.NewApiKey;
import dev.perdure.api.body.RotateApiKey;
import dev.perdure.api.body.UpdateApiKey;
import dev.perdure.api.signing.SigningSecrets;
import dev.perdure.api.signing.SigningSecrets.Fresh;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ApiKeyStore;
import dev.perdure.core.port.ApiKeyStore.Expiry;
import dev.perdure.core.port.ApiKeyStore.KeyChange;
import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.ApiKeyStore.NewKey;
import dev.perdure.core.port.ApiKeyStore.StoredKey;
import dev.perdure.core.port.ApiKeyStore.Successor;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.OrganizationStore;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
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
  private final OrganizationStore organizations;
  private final KeyMaker maker;
  private final SigningSecrets signing;

  public ApiKeyService(
      ApiKeyStore keys, OrganizationStore organizations, KeyMaker maker, SigningSecrets signing) {
    this.keys = keys;
    this.organizations = organizations;
    this.maker = maker;
    this.signing = signing;
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
    boolean signed = Boolean.TRUE.equals(request.signed());
    Fresh secret = secret(by.orgId(), signed);
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
            signed,
            expires == null
                ? null
                : AdminChecks.future(expires, now, AdminChecks.FURTHEST, "/expires_at"),
            secret == null ? null : secret.sealed());
    return told(keys.create(by, wanted, idempotency), key, secret);
  }

  /** What the requests of a new key are signed with; null when they need not be. */
  private @Nullable Fresh secret(OrgId orgId, boolean signed) {
    boolean must = signed || organizations.get(orgId).map(Organization::signed).orElse(false);
    return must ? signing.fresh(orgId) : null;
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
    Duration overlap = overlap(request);
    KeyText key = maker.newKey();
    Fresh secret =
        secret(by.orgId(), keys.get(by.orgId(), id).map(old -> old.key().signed()).orElse(false));
    Successor successor =
        new Successor(key.id(), maker.stored(key), secret == null ? null : secret.sealed());
    return told(keys.rotate(by, id, successor, overlap, idempotency), key, secret);
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

  /** Only the request that made the key is told its secrets. */
  private static Created<NewApiKey> told(
      Created<StoredKey> created, KeyText key, @Nullable Fresh secret) {
    ApiKeyBody body = ApiKeyBody.of(created.value());
    return created.replayed()
        ? new Created<>(new NewApiKey(body, null, null), true)
        : new Created<>(
            new NewApiKey(body, key.text(), secret == null ? null : secret.secret().text()), false);
  }
}
