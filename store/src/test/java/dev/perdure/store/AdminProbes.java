package dev.perdure.store;

import dev.perdure.core.port.ApiKeyStore.KeyChange;
import dev.perdure.core.port.ApiKeyStore.KeyFilter;
import dev.perdure.core.port.ApiKeyStore.NewKey;
import dev.perdure.core.port.ApiKeyStore.Successor;
import dev.perdure.core.port.InvitationStore.Acceptance;
import dev.perdure.core.port.InvitationStore.NewInvitation;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SigningStore.SealedSecret;
import dev.perdure.core.port.UserStore.UserChange;
import dev.perdure.core.port.UserStore.UserFilter;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import dev.perdure.store.TenancyProbes.Probe;
import dev.perdure.store.TenancyProbes.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** One call of each method of the Admin API's ports, about things somebody owns. */
final class AdminProbes {

  private static final PageRequest PAGE = new PageRequest(200, null);

  private static final byte[] HASH = {1};

  private AdminProbes() {}

  /** Things the Admin API manages. */
  record Things(UUID user, UUID key, UUID invitation, String role, String skill) {

    static Things of(StoreFixture fixture, Caller caller) {
      Store store = fixture.store();
      Requester owner = AdminFixture.owner(caller);
      AdminFixture admin = new AdminFixture(fixture);
      User user = admin.user(owner, "viewer");
      NewKey key = admin.wanted(user.id(), Set.of(Permission.RUNS_READ));
      store.keys().create(owner, key, null);
      SealedSecret secret = new SealedSecret(fixture.id(), HASH);
      store.signing().add(owner, key.id(), secret, Duration.ZERO);
      store.quotas().put(owner.actor(), caller.orgId(), "development", said(7));
      String role = "role-" + fixture.id();
      store.roles().create(owner, role, null, Set.of(Permission.RUNS_READ));
      UUID invitation = fixture.id();
      Instant later = Instant.now().plusSeconds(600);
      store
          .invitations()
          .create(
              owner,
              new NewInvitation(invitation, invitation + "@example.org", "viewer", HASH, later),
              null);
      String skill = "skill-" + fixture.id();
      store.customSkills().create(owner, CustomSkillScene.content(skill), Map.of(), null);
      return new Things(user.id(), key.id(), invitation, role, skill);
    }

    static Things none(Supplier<UUID> ids) {
      return new Things(ids.get(), ids.get(), ids.get(), "role-" + ids.get(), "skill-" + ids.get());
    }

    String without(String text) {
      return text.replace(user.toString(), "USER")
          .replace(key.toString(), "KEY")
          .replace(invitation.toString(), "INVITATION")
          .replace(role, "ROLE")
          .replace(skill, "SKILL");
    }
  }

  static final List<Probe> ALL =
      List.of(
          new Probe(
              "ApiKeyStore.list",
              (s, t) ->
                  s.keys()
                      .list(t.org(), new KeyFilter(t.things().user(), false), PAGE)
                      .items()
                      .size()),
          new Probe("ApiKeyStore.get", (s, t) -> s.keys().get(t.org(), t.things().key())),
          new Probe(
              "ApiKeyStore.create",
              (s, t) ->
                  s.keys()
                      .create(
                          by(t),
                          new NewKey(
                              UUID.randomUUID(),
                              t.things().user(),
                              "x",
                              HASH,
                              null,
                              List.of(),
                              false,
                              null,
                              null),
                          null)),
          new Probe(
              "ApiKeyStore.update",
              (s, t) ->
                  s.keys().update(by(t), t.things().key(), new KeyChange("x", null, null, null))),
          new Probe(
              "ApiKeyStore.rotate",
              (s, t) ->
                  s.keys()
                      .rotate(
                          by(t),
                          t.things().key(),
                          new Successor(UUID.randomUUID(), HASH, null),
                          Duration.ZERO,
                          null)),
          new Probe(
              "ApiKeyStore.revoke", (s, t) -> s.keys().revoke(by(t), t.things().key(), false)),
          new Probe(
              "UserStore.list",
              (s, t) ->
                  s.users().list(t.org(), new UserFilter("user-", "viewer", null), PAGE).items()),
          new Probe("UserStore.get", (s, t) -> s.users().get(t.org(), t.things().user())),
          new Probe(
              "UserStore.update",
              (s, t) ->
                  s.users()
                      .update(by(t), t.things().user(), new UserChange("x", null, null, null))),
          new Probe("UserStore.remove", (s, t) -> removeUser(s, t)),
          new Probe("InvitationStore.list", (s, t) -> s.invitations().list(t.org(), true, PAGE)),
          new Probe(
              "InvitationStore.get",
              (s, t) -> s.invitations().get(t.org(), t.things().invitation())),
          new Probe(
              "InvitationStore.revoke",
              (s, t) -> s.invitations().revoke(by(t), t.things().invitation())),
          new Probe(
              "InvitationStore.accept",
              (s, t) ->
                  s.invitations()
                      .accept(
                          new Acceptance(
                              t.org(),
                              t.things().invitation(),
                              UUID.randomUUID(),
                              "x",
                              null,
                              null,
                              null))),
          new Probe("RoleStore.list", (s, t) -> s.roles().list(t.org())),
          new Probe("RoleStore.get", (s, t) -> s.roles().get(t.org(), t.things().role())),
          new Probe(
              "RoleStore.update",
              (s, t) -> s.roles().update(by(t), t.things().role(), "x", Set.of())),
          new Probe("RoleStore.delete", (s, t) -> deleteRole(s, t)),
          new Probe("QuotaStore.find", (s, t) -> s.quotas().find(t.org())),
          new Probe("QuotaStore.use", (s, t) -> s.quotas().use(t.org())),
          new Probe("QuotaStore.put", (s, t) -> s.quotas().put(actor(t), t.org(), null, said(8))),
          new Probe("SigningStore.secrets", (s, t) -> s.signing().secrets(t.org(), key(t))),
          new Probe(
              "SigningStore.add",
              (s, t) ->
                  s.signing()
                      .add(
                          by(t), key(t), new SealedSecret(UUID.randomUUID(), HASH), Duration.ZERO)),
          new Probe(
              "SigningStore.remember",
              (s, t) -> s.signing().remember(t.org(), key(t), "a nonce", Instant.now())),
          new Probe(
              "CustomSkillStore.addVersion",
              (s, t) ->
                  s.customSkills()
                      .addVersion(by(t), CustomSkillScene.content(skill(t)), null, true, null)),
          new Probe("CustomSkillStore.find", (s, t) -> s.customSkills().find(t.org(), skill(t))),
          new Probe("CustomSkillStore.current", (s, t) -> s.customSkills().current(t.org())),
          new Probe(
              "CustomSkillStore.resolve",
              (s, t) ->
                  s.customSkills()
                      .resolve(
                          t.org(),
                          List.of(new SkillName(skill(t), null), new SkillName(skill(t), 1)))),
          new Probe(
              "CustomSkillStore.versions",
              (s, t) -> s.customSkills().versions(t.org(), skill(t), PAGE)),
          new Probe("CustomSkillStore.load", (s, t) -> s.customSkills().load(t.org(), skill(t), 1)),
          new Probe(
              "CustomSkillStore.setCurrent",
              (s, t) -> s.customSkills().setCurrent(by(t), skill(t), 1)),
          new Probe("CustomSkillStore.delete", (s, t) -> deleteSkill(s, t)));

  private static Actor actor(Target target) {
    return by(target).actor();
  }

  private static UUID key(Target target) {
    return target.things().key();
  }

  private static String skill(Target target) {
    return target.things().skill();
  }

  private static LimitsOverride said(int streams) {
    return new LimitsOverride(null, null, null, null, null, null, streams, null, null, null);
  }

  private static Requester by(Target target) {
    return AdminFixture.owner(target.caller());
  }

  private static String removeUser(Store store, Target target) {
    store.users().remove(by(target), target.things().user());
    return "removed";
  }

  private static String deleteRole(Store store, Target target) {
    store.roles().delete(by(target), target.things().role());
    return "deleted";
  }

  private static String deleteSkill(Store store, Target target) {
    store.customSkills().delete(by(target), skill(target));
    return "deleted";
  }
}
