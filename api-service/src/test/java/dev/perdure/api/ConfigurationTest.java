package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.api.cli.CheckedConfigurationFactory;
import dev.perdure.api.config.PerdureConfiguration;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.StringSubstitutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

  private static final Map<String, String> GOOD =
      Map.of(
          "PERDURE_PEPPER", TestService.PEPPER,
          "PERDURE_ENCRYPTION_KEY", TestService.ENCRYPTION_KEY);

  private static final Path DOCUMENT = Path.of("../docs/configuration.md");

  @Test
  void everyKeyIsDocumentedAndEveryDocumentedKeyIsThere() throws IOException {
    Set<String> documented =
        Pattern.compile("(?m)^\\| `([a-zA-Z0-9.]+)` \\|")
            .matcher(Files.readString(DOCUMENT))
            .results()
            .map(match -> match.group(1))
            .filter(key -> !key.matches("(server|logging)\\..*"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented).isEqualTo(keys());
  }

  @Test
  void everyVariableOfTheFilesIsDocumented() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (String file : List.of("config/server.yml", "config/worker.yml")) {
      Pattern.compile("\\$\\{([A-Z0-9_]+)")
          .matcher(Files.readString(Path.of(file)))
          .results()
          .forEach(match -> assertThat(document).as(file).contains("`" + match.group(1) + "`"));
    }
  }

  @Test
  void theFilesOfBothRolesAreValid() throws IOException {
    assertThat(check("config/server.yml", GOOD)).contains("is OK");
    assertThat(
            check(
                "config/worker.yml", Map.of("PERDURE_ENCRYPTION_KEY", TestService.ENCRYPTION_KEY)))
        .contains("is OK");
  }

  @ParameterizedTest
  @CsvSource({
    "PERDURE_PEPPER, short, auth.pepper",
    "PERDURE_ENCRYPTION_KEY, '', encryption.key",
    "PERDURE_ENCRYPTION_KEY, c2hvcnQ=, encryption.key",
    "PERDURE_ENCRYPTION_OLD_KEYS, no base64, encryption.key",
    "PERDURE_ENCRYPTION_KEY_FILE, /nowhere, encryption.key",
    "PERDURE_ENCRYPTION_CACHE_TIME, 0s, encryption",
    "PERDURE_POSTGRES_URL, http://a, database.url",
    "PERDURE_POSTGRES_POOL_SIZE, 0, database.poolSize",
    "PERDURE_POSTGRES_POOL_SIZE, many, database.poolSize",
    "PERDURE_REDIS_URL, http://a:1, redis.url",
    "PERDURE_TEMPORAL_ADDRESS, nowhere, temporal.address",
    "PERDURE_HEARTBEAT, soon, api.heartbeat",
    "PERDURE_TRUSTED_PROXIES, proxy.internal, api.trustedProxies",
    "PERDURE_REHEARSAL_PAUSE_MS, x, models",
    "PERDURE_MODEL_SILENCE, soon, models.silence",
    "PERDURE_OUTBOUND_ALLOW, http://a, outbound.allow",
    "PERDURE_OUTBOUND_BLOCK, 10.0.0.0/33, outbound.block",
    "PERDURE_OUTBOUND_INTERNAL, wiki.internal https, outbound.internal",
    "PERDURE_QUERY_MEMORY_MB, 1, dataQuery",
    "PERDURE_QUERY_TIME, soon, dataQuery.time",
    "PERDURE_SANDBOX, kubernetes, sandbox",
    "PERDURE_SANDBOX_NAMESPACE, apart, sandbox.kubernetes.image",
    "PERDURE_PLAN, golden, limits.plan",
    "PERDURE_LIMITS_LOCAL_SHARE, 2, limits.localShare",
    "PERDURE_ADDRESS_BURST, 0, limits.addressBurst",
    "PERDURE_WORKSPACE_BACKEND, disk, workspace",
    "PERDURE_WORKSPACE_BACKEND, s3, workspace",
    "PERDURE_WORKSPACE_SESSION_FILES, 0, workspace.sessionFiles",
    "PERDURE_MAX_UPLOAD_SIZE, much, workspace.maxUploadSize",
    "PERDURE_PORT, x, server.applicationConnectors",
    "PERDURE_CORS_ORIGINS, *, api.corsOrigins",
    "PERDURE_CORS_ORIGINS, https://a.example/path, api.corsOrigins",
    "PERDURE_HSTS, soon, api.hsts",
    "PERDURE_POSTGRES_TLS_MODE, maybe, database.tlsMode",
    "PERDURE_POSTGRES_TLS_CA, /nowhere/ca.pem, database.tls",
    "PERDURE_REDIS_TLS_CERT, /nowhere/a.pem, redis.tlsCertificate",
    "PERDURE_TEMPORAL_TLS, maybe, temporal.tls",
    "PERDURE_TEMPORAL_TLS_KEY, /nowhere/a.key, temporal.tlsKey",
    "PERDURE_TLS_RELOAD_INTERVAL, soon, server.applicationConnectors",
    "PERDURE_PUBLIC_URL, nowhere, auth.publicUrl",
    "PERDURE_TOKEN_LIFETIME, 2h, auth.tokenLifetime",
    "PERDURE_KEY_ROTATION, 1h, auth.keyRotation",
    "PERDURE_SESSION_IDLE, 0s, auth.sessionIdle",
    "PERDURE_AUTH_ISSUERS, '[{issuer: \"http://idp.example.com\", organization: a}]', auth.issuers.issuer",
    "PERDURE_AUTH_ISSUERS, '[{issuer: \"https://a\"}]', organizationClaim",
    "PERDURE_AUTH_ISSUERS, '[{issuer: perdure, organization: a}]', is there twice",
    "PERDURE_AUTH_ISSUERS, '[{issuer: \"https://a\", organization: a, algorithms: [HS256]}]', auth.issuers.algorithms",
    "PERDURE_AUTH_ISSUERS, '[{issuer: \"https://a\", organization: a, algorithms: [none]}]', auth.issuers.algorithms",
    "PERDURE_AUTH_OIDC, '{issuer: \"https://a\", clientId: x}', auth.oidc.issuer",
  })
  void whatIsWrongIsToldByItsKey(String variable, String value, String key) throws IOException {
    Map<String, String> environment = new HashMap<>(GOOD);
    environment.put(variable, value);
    assertThat(check("config/server.yml", environment))
        .contains(key)
        .doesNotContain("is OK", TestService.ENCRYPTION_KEY);
  }

  private static String check(String file, Map<String, String> environment) throws IOException {
    StringSubstitutor substitutor = new StringSubstitutor(environment);
    substitutor.setValueDelimiter(":-");
    try {
      new CheckedConfigurationFactory(
              PerdureConfiguration.class,
              Validators.newValidator(),
              Jackson.newObjectMapper(),
              "dw")
          .build(
              new SubstitutingSourceProvider(new FileConfigurationSourceProvider(), substitutor),
              file);
      return "is OK";
    } catch (ConfigurationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (Parameter section : PerdureConfiguration.class.getConstructors()[0].getParameters()) {
      List<String> inner = creatorKeys(section.getType());
      String name = name(section);
      if (inner.isEmpty()) {
        keys.add(name);
      }
      inner.forEach(key -> keys.add(name + "." + key));
    }
    return keys;
  }

  private static List<String> creatorKeys(Class<?> section) {
    Optional<Method> creator =
        Arrays.stream(section.getDeclaredMethods())
            .filter(method -> method.getName().equals("of") && method.getParameterCount() > 0)
            .filter(method -> section.isRecord())
            .findFirst();
    return creator.map(ConfigurationTest::names).orElse(List.of());
  }

  private static List<String> names(Executable creator) {
    List<String> names = new ArrayList<>();
    for (Parameter parameter : creator.getParameters()) {
      Class<?> type = parameter.getType();
      if (creator.getDeclaringClass().equals(type.getEnclosingClass()) && type.isRecord()) {
        // a part of a section that stands inside it
        names(type.getDeclaredConstructors()[0])
            .forEach(key -> names.add(name(parameter) + "." + key));
      } else {
        names.add(name(parameter));
      }
    }
    return names;
  }

  private static String name(AnnotatedElement parameter) {
    return parameter.getAnnotation(JsonProperty.class).value();
  }
}
