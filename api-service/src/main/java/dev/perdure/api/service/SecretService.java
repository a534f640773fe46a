package dev.perdure.api.service;

import dev.perdure.api.body.CreateSecret;
import dev.perdure.api.body.ModelCredentialBody;
import dev.perdure.api.body.PutModelCredential;
import dev.perdure.api.body.SecretBody;
import dev.perdure.api.body.UpdateSecret;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ModelCredentialStore;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.SecretStore;
import dev.perdure.core.secret.ModelKey;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.Caller;
import dev.perdure.llm.ProviderGateway;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets and model credentials of an organization. Their values go in and never come out. */
public final class SecretService {

  private static final int VALUE_LENGTH = 65_536;
  private static final int URL_LENGTH = 2_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

  /** Those that have no usual address. */
  private static final Set<String> WITH_ADDRESS = Set.of("custom", "ollama");

  private final SecretStore secrets;
  private final ModelCredentialStore credentials;

  public SecretService(SecretStore secrets, ModelCredentialStore credentials) {
    this.secrets = secrets;
    this.credentials = credentials;
  }

  public SecretBody create(Caller caller, Actor actor, CreateSecret body) {
    String name = Checks.required(body.name(), "/name");
    if (!NAME.matcher(name).matches()) {
      throw Checks.invalid(
          "/name",
          "must be 1 to 100 letters, digits, _, . and -, and begin with one of the first two");
    }
    return SecretBody.of(
        secrets.create(
            actor,
            caller.orgId(),
            caller.userId(),
            name,
            Checks.text(body.description(), "/description"),
            value(Checks.required(body.value(), "/value"), "/value")));
  }

  public Page<SecretBody> list(Caller caller, PageRequest page) {
    return secrets.list(caller.orgId(), page).map(SecretBody::of);
  }

  public SecretBody get(Caller caller, String name) {
    return secrets
        .find(caller.orgId(), name)
        .map(SecretBody::of)
        .orElseThrow(() -> PerdureException.notFound("secret", name));
  }

  public SecretBody update(Caller caller, Actor actor, String name, UpdateSecret body) {
    String description = body.description();
    if (description != null && !description.isEmpty()) {
      Checks.text(description, "/description");
    }
    String value = body.value();
    if (value != null) {
      value(value, "/value");
    }
    return SecretBody.of(secrets.update(actor, caller.orgId(), name, description, value));
  }

  public void delete(Caller caller, Actor actor, String name) {
    secrets.delete(actor, caller.orgId(), name);
  }

  public List<ModelCredentialBody> credentials(Caller caller) {
    return credentials.list(caller.orgId()).stream().map(ModelCredentialBody::of).toList();
  }

  public ModelCredentialBody credential(Caller caller, String provider) {
    return credentials
        .find(caller.orgId(), provider)
        .map(ModelCredentialBody::of)
        .orElseThrow(() -> PerdureException.notFound("model_credential", provider));
  }

  public ModelCredentialBody put(
      Caller caller, Actor actor, String provider, PutModelCredential body) {
    if (!ProviderGateway.withOwnKeys().contains(provider)) {
      throw Checks.invalid(
          "provider", "must be one of " + String.join(", ", ProviderGateway.withOwnKeys()));
    }
    String key = value(Checks.required(body.key(), "/key"), "/key").strip();
    String url = address(body.baseUrl());
    if (url == null && WITH_ADDRESS.contains(provider)) {
      throw Checks.invalid("/base_url", "is missing: " + provider + " has no usual address");
    }
    ModelKey own = new ModelKey(key, url, Checks.text(body.defaultModel(), "/default_model"));
    return ModelCredentialBody.of(
        credentials.put(actor, caller.orgId(), caller.userId(), provider, own));
  }

  public void remove(Caller caller, Actor actor, String provider) {
    credentials.delete(actor, caller.orgId(), provider);
  }

  private static String value(String value, String field) {
    if (value.isBlank() || value.length() > VALUE_LENGTH) {
      throw Checks.invalid(field, "must have 1 to 65,536 characters");
    }
    Checks.noNul(value, field);
    return value;
  }

  /** Whether it may be reached is for the guarded client to say, at each call. */
  private static @Nullable String address(@Nullable String text) {
    String url = Checks.text(text, "/base_url");
    if (url == null) {
      return null;
    }
    try {
      URI uri = URI.create(url.strip());
      boolean usable =
          url.length() <= URL_LENGTH
              && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      if (usable) {
        return uri.toString();
      }
    } catch (IllegalArgumentException _) {
      // told below, like the others
    }
    throw Checks.invalid(
        "/base_url", "must be an http or https URL without a user, a query and a fragment");
  }
}
