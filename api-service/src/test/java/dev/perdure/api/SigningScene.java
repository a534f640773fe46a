package dev.perdure.api;

import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.auth.KeyText;
import dev.perdure.api.cli.Provisioner;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.store.Ids;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An organization, a key of it that must sign, and that key's first secret. */
final class SigningScene {

  final TestService service = TestService.get();
  final Provisioner.Result owner = service.provision("signing-" + UUID.randomUUID());
  final Client admin = service.client(owner);
  final KeyText key = key(true);
  final Client client = service.clientWith(key.text());
  final Signer signer = new Signer(newSecret(key, "PT1H"));

  /** Another key of the same user. */
  KeyText key(boolean signed) {
    KeyText made = KeyText.generate(Ids.timeOrdered().get(), new SecureRandom());
    service
        .store
        .tenants()
        .addKey(
            new ApiKey(
                new OrgId(owner.orgId()),
                made.id(),
                owner.userId(),
                "signing",
                new KeyHash(TestService.PEPPER).of(made),
                Permission.all(),
                List.of(),
                signed,
                Instant.now(),
                null,
                null,
                null));
    return made;
  }

  /** A new secret of a key, by the API. */
  String newSecret(KeyText of, String overlap) {
    return admin
        .post(path(of.id()), "{\"overlap\":\"%s\"}".formatted(overlap))
        .expect(201)
        .string("signing_secret");
  }

  static String path(UUID keyId) {
    return "/v1/admin/api-keys/" + keyId + "/signing-secret";
  }

  /** A signed look at who we are. */
  Answer me(Client with, String signature) {
    return with.get("/v1/me", Signer.HEADER, signature);
  }
}
