package dev.perdure.api.service;

import dev.perdure.api.auth.KeyText;
import dev.perdure.api.body.CreateOrganization;
import dev.perdure.api.body.NewOrganizationBody;
import dev.perdure.api.body.OrganizationBody;
import dev.perdure.api.body.UpdateOrganization;
import dev.perdure.api.body.UpdateOwnOrganization;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.OrganizationStore;
import dev.perdure.core.port.OrganizationStore.NewOrganization;
import dev.perdure.core.port.OrganizationStore.OrganizationChange;
import dev.perdure.core.port.OrganizationStore.OrganizationFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Organizations: one's own, and for the operator's people all of them. */
public final class OrganizationService {

  private static final String PLAN = "standard";

  private final OrganizationStore organizations;
  private final KeyMaker maker;
  private final KillSwitch killSwitch;

  public OrganizationService(
      OrganizationStore organizations, KeyMaker maker, KillSwitch killSwitch) {
    this.organizations = organizations;
    this.maker = maker;
    this.killSwitch = killSwitch;
  }

  public OrganizationBody get(OrgId orgId) {
    return organizations
        .get(orgId)
        .map(OrganizationBody::of)
        .orElseThrow(() -> PerdureException.notFound("organization", orgId));
  }

  public Page<OrganizationBody> list(OrganizationFilter filter, PageRequest page) {
    return organizations.list(filter, page).map(OrganizationBody::of);
  }

  public OrganizationBody updateOwn(Requester by, UpdateOwnOrganization request) {
    OrganizationChange change =
        new OrganizationChange(
            request.name() == null ? null : Checks.name(request.name(), "/name"),
            null,
            null,
            request.signed());
    return OrganizationBody.of(organizations.update(by, by.orgId(), change));
  }

  public OrganizationBody update(Requester by, OrgId orgId, UpdateOrganization request) {
    OrganizationChange change =
        new OrganizationChange(
            request.name() == null ? null : Checks.name(request.name(), "/name"),
            request.plan() == null ? null : AdminChecks.word(request.plan(), "/plan"),
            status(request.status()),
            request.signed());
    Organization changed = organizations.update(by, orgId, change);
    if (change.status() == Organization.Status.SUSPENDED) {
      killSwitch.pull(orgId);
    }
    return OrganizationBody.of(changed);
  }

  public Created<NewOrganizationBody> create(
      Requester by, CreateOrganization request, @Nullable Idempotency idempotency) {
    OrgId orgId = new OrgId(maker.newId());
    UUID ownerId = maker.newId();
    KeyText key = Boolean.FALSE.equals(request.apiKey()) ? null : maker.newKey();
    String email = request.ownerEmail();
    NewOrganization wanted =
        new NewOrganization(
            orgId,
            AdminChecks.slug(request.slug(), "/slug"),
            Checks.name(request.name(), "/name"),
            request.plan() == null ? PLAN : AdminChecks.word(request.plan(), "/plan"),
            ownerId,
            Checks.name(request.ownerName(), "/owner_name"),
            email == null || email.isBlank() ? null : AdminChecks.email(email, "/owner_email"),
            key == null ? null : maker.firstKey(key, orgId, ownerId));
    Created<Organization> made = organizations.create(by, wanted, idempotency);
    OrganizationBody body = OrganizationBody.of(made.value());
    return made.replayed()
        ? new Created<>(new NewOrganizationBody(body, null, null), true)
        : new Created<>(
            new NewOrganizationBody(body, ownerId, key == null ? null : key.text()), false);
  }

  private static Organization.@Nullable Status status(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return Organization.Status.of(text)
        .filter(status -> status != Organization.Status.ERASING)
        .orElseThrow(() -> Checks.invalid("/status", "must be active or suspended"));
  }
}
