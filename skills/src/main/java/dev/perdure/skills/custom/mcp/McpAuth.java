package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.custom.DraftSettings;
import dev.perdure.skills.custom.SentSecrets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server is told who asks.
 *
 * @param header that carries the secret, when it is a header of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record McpAuth(Type type, @Nullable String header) {

  /** The secret a server is asked with, as the skill calls it. */
  static final String SECRET = "token";

  private static final Map<String, Type> TYPES =
      Map.of("none", Type.none, "bearer", Type.bearer, "header", Type.header);

  /** The ways there are, as they are written in a draft. */
  @SuppressWarnings("MemberName") // the names are those of the API
  enum Type {
    none,
    bearer,
    header
  }

  static final McpAuth NONE = new McpAuth(Type.none, null);

  static McpAuth read(DraftSettings settings) {
    DraftSettings auth = settings.object("auth");
    Type type = auth.word("type", Type.none, TYPES);
    String header = auth.text("header", "", 100);
    auth.noOthers();
    if (type != Type.header) {
      return new McpAuth(type, null);
    }
    if (!header.matches("[A-Za-z0-9-]+")
        || header.toLowerCase(java.util.Locale.ROOT).startsWith("mcp-")) {
      auth.wrong("header", "the name of a header, such as X-Api-Key");
    }
    return new McpAuth(type, header);
  }

  List<SecretNeed> secrets() {
    return type == Type.none
        ? List.of()
        : List.of(new SecretNeed(SECRET, "What the MCP server knows its callers by.", true));
  }

  /** What is sent to a server and must not come back. */
  SentSecrets sent(SkillContext context) {
    return type == Type.none
        ? SentSecrets.NONE
        : SentSecrets.of(context.secret(SECRET).stream().toList());
  }

  /** The headers that say who asks, to be used now. */
  Map<String, String> headers(SkillContext context) {
    if (type == Type.none) {
      return Map.of();
    }
    String secret =
        context
            .secret(SECRET)
            .orElseThrow(() ->
                PerdureException.toolFinal(
                    "skill_not_configured",
                    "The MCP server needs a secret: somebody has to name one for \""
                        + SECRET
                        + "\" in the skill's settings.",
                    null));
    return type == Type.bearer
        ? Map.of("Authorization", "Bearer " + secret)
        : Map.of(String.valueOf(header), secret);
  }
}
