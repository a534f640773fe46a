package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.custom.DraftSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server is told who asks.
 *
 * @param header that carries the secret, when it is a header of its own
 * @param client of OAuth 2, when a token has to be fetched first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record McpAuth(Type type, @Nullable String header, @Nullable Client client) {

  private static final Map<String, Type> TYPES =
      Map.of(
          "none",
          Type.none,
          "bearer",
          Type.bearer,
          "header",
          Type.header,
          "client_credentials",
          Type.client_credentials);

  /** The ways there are, as they are written in a draft. */
  @SuppressWarnings("MemberName") // the names are those of the API
  enum Type {
    none,
    bearer,
    header,
    client_credentials
  }

  /**
   * A client that gets tokens for itself by the client credentials grant.
   *
   * @param scope what it asks for; empty for whatever it gets
   */
  record Client(String tokenUrl, String id, String scope) {}

  static final McpAuth NONE = new McpAuth(Type.none, null, null);

  static McpAuth read(DraftSettings settings) {
    DraftSettings auth = settings.object("auth");
    Type type = auth.word("type", Type.none, TYPES);
    String header = auth.text("header", "", 100);
    Client client = type == Type.client_credentials ? client(auth) : null;
    auth.noOthers();
    if (type != Type.header) {
      return new McpAuth(type, null, client);
    }
    if (!header.matches("[A-Za-z0-9-]+") || header.toLowerCase(Locale.ROOT).startsWith("mcp-")) {
      auth.wrong("header", "the name of a header, such as X-Api-Key");
    }
    return new McpAuth(type, header, null);
  }

  private static Client client(DraftSettings auth) {
    String url = auth.required("token_url", 2_000);
    if (!url.isEmpty() && !url.matches("(?i)https?://[^\\s?#]+(\\?[^\\s#]*)?")) {
      auth.wrong("token_url", "an http or https URL");
    }
    return new Client(url, auth.required("client_id", 500), auth.text("scope", "", 1_000));
  }

  /** The secret a server is asked with, as the skill calls it. */
  String secretName() {
    return type == Type.client_credentials ? "client_secret" : "token";
  }

  List<SecretNeed> secrets() {
    return type == Type.none
        ? List.of()
        : List.of(
            new SecretNeed(
                secretName(),
                type == Type.client_credentials
                    ? "What the client shows where it gets its tokens."
                    : "What the MCP server knows its callers by.",
                true));
  }

  /** Its value, to be used now. */
  String secret(SkillContext context) {
    return context
        .secret(secretName())
        .orElseThrow(() ->
            PerdureException.toolFinal(
                "skill_not_configured",
                "The MCP server needs a secret: somebody has to name one for \""
                    + secretName()
                    + "\" in the skill's settings.",
                null));
  }
}
