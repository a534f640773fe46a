package dev.perdure.skills.builtin.web.search;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.List;
import java.util.Map;

/** Where a service is asked, and with which key. */
final class Endpoint {

  static final Map<String, Object> SCHEMA =
      Schema.text(
          "Another address of the service, such as a gateway's; the service's own when left out.",
          "^https?://[^?#]+$",
          500);

  private static final String KEY = "api_key";

  private Endpoint() {}

  static String of(Values settings, String usual) {
    return settings.text("base_url", usual).replaceAll("/+$", "");
  }

  static List<SecretNeed> key(String description) {
    return List.of(new SecretNeed(KEY, description, true));
  }

  /** The key, or a word to people when there is none. */
  static String key(SkillContext context, SearchCall call) {
    return context
        .secret(KEY)
        .orElseThrow(() ->
            PerdureException.toolFinal(
                "search_not_configured",
                call.service()
                    + " needs a key. Set one as the secret api_key of the skill web_search.",
                null));
  }
}
