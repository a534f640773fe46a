package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a file of the bundle. */
record ReadFileTool(String name, SkillDefinition skill) implements Tool {

  private static final int USUAL = 20_000;
  private static final int LONGEST = 50_000;

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
        name,
        "Reads a text file of the skill " + skill.name() + ", such as those in references/.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                "path",
                Map.of(
                    "type",
                    "string",
                    "description",
                    "Its path in the skill.",
                    "minLength",
                    1,
                    "maxLength",
                    300),
                "offset",
                Map.of(
                    "type",
                    "integer",
                    "description",
                    "Where to begin, in characters from 0.",
                    "minimum",
                    0,
                    "maximum",
                    10_000_000),
                "length",
                Map.of(
                    "type",
                    "integer",
                    "description",
                    "How many characters; 20,000 when left out.",
                    "minimum",
                    1,
                    "maximum",
                    LONGEST)),
            "required",
            List.of("path"),
            "additionalProperties",
            false),
        Effect.NONE,
        Duration.ofSeconds(5),
        3,
        Risk.LOW);
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    String path = String.valueOf(invocation.arguments().get("path")).replaceFirst("^\\./", "");
    Optional<BundleFile> file =
        skill.files().stream().filter(each -> each.path().equals(path)).findFirst();
    if (file.isEmpty()) {
      List<String> known = skill.files().stream().map(BundleFile::path).limit(100).toList();
      return ToolOutput.failure(
          "The skill has no file \"%s\". It has: %s.".formatted(path, String.join(", ", known)));
    }
    byte[] content = file.get().content();
    if (!Utf8.isText(content)) {
      return ToolOutput.failure(
          "The file %s is not text; it has %,d bytes. Scripts can use it."
              .formatted(path, content.length));
    }
    return part(
        Utf8.text(content), number(invocation, "offset", 0), number(invocation, "length", USUAL));
  }

  /** Characters are never cut in two. */
  private static ToolOutput part(String text, int offset, int length) {
    int whole = text.codePointCount(0, text.length());
    if (offset >= whole) {
      return offset == 0
          ? ToolOutput.of("(The file is empty.)")
          : ToolOutput.failure("The file has only %,d characters.".formatted(whole));
    }
    int last = Math.min(whole, offset + length);
    String part =
        text.substring(text.offsetByCodePoints(0, offset), text.offsetByCodePoints(0, last));
    return ToolOutput.of(
        offset == 0 && last == whole
            ? part
            : "%s\n[Characters %d to %d of %d.%s]"
                .formatted(
                    part,
                    offset,
                    last,
                    whole,
                    last < whole ? " Go on with offset " + last + "." : ""));
  }

  private static int number(ToolInvocation invocation, String name, int otherwise) {
    return invocation.arguments().get(name) instanceof Number number
        ? number.intValue()
        : otherwise;
  }
}
