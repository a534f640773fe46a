package dev.perdure.skills.custom.openapi;

import dev.perdure.core.skill.ToolNames;
import dev.perdure.skills.custom.DraftSettings;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillFlaws;
import dev.perdure.skills.custom.ToolOverride;
import dev.perdure.skills.custom.openapi.Operation.Carrier;
import dev.perdure.skills.custom.openapi.Operation.Credential;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a document.
 *
 * @param server where requests go; empty when the document says so
 * @param auth what every operation is sent with; null when the document says so
 */
record OpenApiDraft(
    String title,
    String description,
    String instructions,
    String documentUrl,
    String server,
    String prefix,
    String idempotencyHeader,
    int timeoutSeconds,
    List<String> operations,
    @Nullable List<Credential> auth,
    Map<String, ToolOverride> overrides) {

  /** The most operations of one skill. */
  static final int MOST_OPERATIONS = 50;

  private static final int USUAL_SECONDS = 30;
  private static final String URL = "(?i)https?://[^\\s?#]+";
  private static final Map<String, String> AUTH =
      Map.of("document", "document", "none", "none", "bearer", "bearer", "header", "header");

  OpenApiDraft {
    operations = List.copyOf(operations);
  }

  static OpenApiDraft read(SkillDraft draft, SkillFlaws flaws) {
    DraftSettings settings = new DraftSettings(draft.settings(), flaws);
    String name = draft.name() == null ? "" : draft.name();
    if (name.isBlank()) {
      flaws.add("/name", "The skill needs a name.");
    }
    String documentUrl = url(settings, "document_url");
    if (draft.files().size() != (documentUrl.isEmpty() ? 1 : 0)) {
      flaws.add("/files", "Give the document as one file, or its address as document_url.");
    }
    String prefix = settings.text("prefix", ToolNames.prefix(name), 32);
    if (!prefix.matches("[A-Za-z0-9_-]*")) {
      settings.wrong("prefix", "of letters, digits, underscore and hyphen");
    }
    List<String> operations = settings.texts("operations", 500);
    if (operations.size() > MOST_OPERATIONS) {
      settings.wrong("operations", "at most " + MOST_OPERATIONS);
    }
    String header = settings.text("idempotency_header", "", 100);
    if (!header.matches("[A-Za-z0-9-]*")) {
      settings.wrong("idempotency_header", "the name of a header, such as Idempotency-Key");
    }
    OpenApiDraft read =
        new OpenApiDraft(
            settings.text("title", "", 200),
            settings.text("description", "", 1_000),
            settings.text("instructions", "", 20_000),
            documentUrl,
            url(settings, "server"),
            prefix,
            header,
            settings
                .number("timeout_seconds", 1, ToolOverride.LONGEST_SECONDS)
                .orElse(USUAL_SECONDS),
            operations,
            auth(settings),
            ToolOverride.readAll(settings));
    settings.noOthers();
    return read;
  }

  String file(SkillDraft draft) {
    return documentUrl.isEmpty() ? draft.files().getFirst().path() : documentUrl;
  }

  String titleOr(String otherwise) {
    String found = title.isBlank() ? otherwise : title;
    String told = found.isBlank() ? "the service" : found;
    return told.substring(0, Math.min(told.length(), 200));
  }

  String descriptionOr(String otherwise) {
    return description.isBlank() ? otherwise : description;
  }

  private static String url(DraftSettings settings, String name) {
    String url = settings.text(name, "", 2_000).strip();
    if (!url.isEmpty() && !url.matches(name.equals("server") ? URL : URL + "(\\?[^\\s#]*)?")) {
      settings.wrong(name, "an http or https URL");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static @Nullable List<Credential> auth(DraftSettings settings) {
    DraftSettings auth = settings.object("auth");
    String type = auth.word("type", "document", AUTH);
    String header = auth.text("header", "", 100);
    if (type.equals("header") && !header.matches("[A-Za-z0-9-]+")) {
      auth.wrong("header", "the name of a header, such as X-Api-Key");
    }
    auth.noOthers();
    return switch (type) {
      case "none" -> List.of();
      case "bearer" -> List.of(new Credential("token", Carrier.BEARER, ""));
      case "header" -> List.of(new Credential("token", Carrier.HEADER, header));
      default -> null;
    };
  }
}
