package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.cli.Provisioner;
import dev.perdure.testkit.OidcProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Signing in to the console at an OIDC provider, step by step as a browser goes. */
class OidcLoginTest {

  private final TestService service = TestService.get();
  private final OidcProvider oidc = service.oidc;
  private final Client nobody = service.clientWith("");
  private final String slug = "org-" + UUID.randomUUID();
  private final Provisioner.Result owner = service.provision(slug);
  private final String person = "person-" + UUID.randomUUID();

  @Test
  void isOfferedByItsName() {
    Answer methods = nobody.get("/v1/auth/methods").expect(200);
    assertThat(methods.json().at("/oidc/name").asText()).isEqualTo("Example");
    assertThat(methods.json().at("/oidc/url").asText()).isEqualTo("/v1/auth/oidc/login");
  }

  @Test
  void leadsToThePageThatWasAskedFor() {
    oidc.person(Map.of("sub", person, "org", slug));
    Begun begun = begin("/runs/?status=failed");
    assertThat(begun.cookie()).contains("HttpOnly", "SameSite=Lax");
    Answer back = callback(begun.cookie(), atProvider(begun));
    assertThat(back.header("Location")).endsWith("/runs/?status=failed");
    String session =
        back.headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith("perdure="))
            .findFirst()
            .orElseThrow();
    assertThat(session).contains("HttpOnly", "SameSite=Strict");
    Answer me = nobody.get("/v1/me", "Cookie", session.replaceFirst(";.*", "")).expect(200);
    assertThat(me.string("org_id")).isEqualTo(owner.orgId().toString());
    assertThat(me.json().at("/credential/kind").asText()).isEqualTo("console_session");
  }

  @Test
  void neverLeadsToAnotherSite() {
    oidc.person(Map.of("sub", person, "org", slug));
    for (String next :
        new String[] {
          "https://evil.example",
          "//evil.example",
          "/%5Cevil.example",
          "/%09/evil.example",
          "/v1/runs",
          "chat"
        }) {
      Begun begun = begin(next);
      String location = callback(begun.cookie(), atProvider(begun)).header("Location");
      assertThat(URI.create(location).getPath()).as(next).isIn("/chat/", "/%5Cevil.example");
      assertThat(location).doesNotContain("evil.example");
    }
  }

  @Test
  void refusesAnAnswerThatThisBrowserDidNotAskFor() {
    oidc.person(Map.of("sub", person, "org", slug));
    Begun mine = begin("/chat/");
    Begun others = begin("/chat/");
    refused(callback("", atProvider(mine)));
    refused(callback(others.cookie(), atProvider(begin("/chat/"))));
    refused(callback("perdure-login=AAAA", atProvider(begin("/chat/"))));
    refused(nobody.get("/v1/auth/oidc/callback?error=access_denied", "Cookie", mine.value()));
    Begun again = begin("/chat/");
    String answer = atProvider(again);
    assertThat(callback(again.cookie(), answer).header("Location")).endsWith("/chat/");
    refused(callback(again.cookie(), answer));
  }

  @Test
  void refusesAnIdTokenThatIsALie() {
    for (Map<String, Object> lie :
        List.<Map<String, Object>>of(
            Map.of("nonce", "another"),
            Map.of("aud", "another"),
            Map.of("azp", "another"),
            Map.of("aud", List.of(TestService.CLIENT, "another")),
            Map.of("iss", "https://another.example"),
            Map.of("exp", Date.from(Instant.now().minusSeconds(120))),
            Map.of("org", "org-" + UUID.randomUUID()))) {
      Map<String, Object> claims = new HashMap<>(Map.of("sub", person, "org", slug));
      claims.putAll(lie);
      oidc.person(claims);
      Begun begun = begin("/chat/");
      refused(callback(begun.cookie(), atProvider(begun)));
    }
  }

  private static void refused(Answer answer) {
    answer.expect(303);
    assertThat(answer.header("Location")).contains("/sign-in/?oidc=refused&next=%2F");
    assertThat(answer.headers().allValues("Set-Cookie"))
        .noneMatch(cookie -> cookie.startsWith("perdure=") && !cookie.startsWith("perdure=;"));
  }

  private Begun begin(String next) {
    Answer answer = nobody.get("/v1/auth/oidc/login?next=" + next).expect(303);
    return new Begun(URI.create(answer.header("Location")), answer.header("Set-Cookie"));
  }

  /** Where the provider leads back to. */
  private String atProvider(Begun begun) {
    assertThat(begun.provider().toString()).startsWith(oidc.issuer() + "/authorize?");
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(begun.provider()).build(),
                  HttpResponse.BodyHandlers.ofString());
      return answer.headers().firstValue("Location").orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer callback(String cookie, String location) {
    URI back = URI.create(location);
    assertThat(back.getPort()).isEqualTo(service.process.url().getPort());
    return nobody
        .get(back.getRawPath() + "?" + back.getRawQuery(), "Cookie", cookie.replaceFirst(";.*", ""))
        .expect(303);
  }

  private record Begun(URI provider, String cookie) {
    String value() {
      return cookie.replaceFirst(";.*", "");
    }
  }
}
