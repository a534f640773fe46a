package dev.perdure.skills.custom.mcp;

import dev.perdure.core.skill.ToolNames;
import dev.perdure.skills.custom.DraftSettings;
import dev.perdure.skills.custom.NameFilter;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillFlaws;
import dev.perdure.skills.custom.ToolOverride;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a person says of a server, and what the server says of itself. */
final class McpDraft {

  private static final int USUAL_SECONDS = 60;
  private static final int LONGEST_INSTRUCTIONS = 20_000;

  private McpDraft() {}

  static McpDefinition.Settings settings(SkillDraft draft, SkillFlaws flaws) {
    DraftSettings settings = new DraftSettings(draft.settings(), flaws);
    String name = draft.name() == null ? "" : draft.name();
    if (name.isBlank()) {
      flaws.add("/name", "The skill needs a name.");
    }
    McpDefinition.Settings read = read(settings, name, url(settings));
    if (!draft.files().isEmpty()) {
      flaws.add("/files", "A skill of this kind has no files.");
    }
    settings.noOthers();
    return read;
  }

  /** Reads all but the address, which a server of the operator's does not have. */
  static McpDefinition.Settings read(DraftSettings settings, String name, String url) {
    String title = settings.text("title", name, 200);
    String prefix = settings.text("prefix", ToolNames.prefix(name), 32);
    if (!prefix.matches("[A-Za-z0-9_-]*")) {
      settings.wrong("prefix", "of letters, digits, underscore and hyphen");
    }
    return new McpDefinition.Settings(
        title,
        settings.text("description", "Tools of the MCP server " + title + ".", 1_000),
        settings.text("instructions", "", LONGEST_INSTRUCTIONS),
        url,
        McpAuth.read(settings),
        prefix,
        NameFilter.read(settings),
        settings.flag("trust_annotations").orElse(false),
        settings.number("timeout_seconds", 1, ToolOverride.LONGEST_SECONDS).orElse(USUAL_SECONDS),
        ToolOverride.readAll(settings));
  }

  static McpDefinition.Server server(Map<String, Object> greeting) {
    Object info = greeting.get("serverInfo");
    Map<?, ?> server = info instanceof Map<?, ?> map ? map : Map.of();
    return new McpDefinition.Server(
        String.valueOf(greeting.get("protocolVersion")),
        text(server.get("name"), 200),
        text(server.get("version"), 100),
        text(greeting.get("instructions"), LONGEST_INSTRUCTIONS));
  }

  private static String url(DraftSettings settings) {
    String url = settings.required("url", 2_000);
    if (!url.isEmpty() && !url.matches("(?i)https?://[^\\s?#]+(\\?[^\\s#]*)?")) {
      settings.wrong("url", "an http or https URL");
    }
    return url;
  }

  private static @Nullable String text(@Nullable Object value, int longest) {
    return value instanceof String text
        ? text.substring(0, Math.min(text.length(), longest))
        : null;
  }
}
