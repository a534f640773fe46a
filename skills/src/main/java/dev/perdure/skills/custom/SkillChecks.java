package dev.perdure.skills.custom;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.custom.SkillDefinition;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for skills of every kind. */
final class SkillChecks {

  static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[_-][a-z0-9]+)*");
  static final int LONGEST_NAME = 64;

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final int MOST_TOOLS = 500;

  private final JsonSchemas schemas;
  private final SkillDigest digest;

  SkillChecks(JsonSchemas schemas, SkillDigest digest) {
    this.schemas = schemas;
    this.digest = digest;
  }

  void draft(SkillDraft draft) {
    SkillFlaws flaws = new SkillFlaws();
    if (draft.name() != null) {
      name(draft.name(), flaws);
    }
    BundleChecks.check(draft.files(), flaws);
    flaws.refuse();
  }

  void definition(SkillDraft draft, SkillDefinition definition) {
    SkillFlaws flaws = new SkillFlaws();
    String name = definition.name();
    name(name, flaws);
    if (draft.name() != null && !draft.name().equals(name)) {
      flaws.add("/name", "The skill is called \"" + draft.name() + "\", not \"" + name + "\".");
    }
    if (definition.title().isBlank() || definition.title().length() > LONGEST_TITLE) {
      flaws.add("/title", "A title has 1 to 200 characters.");
    }
    String description = definition.description();
    if (description.isBlank() || description.length() > LONGEST_DESCRIPTION) {
      flaws.add("/description", "A description has 1 to 2,000 characters.");
    }
    if (digest.write(definition).length > MOST_BYTES) {
      flaws.add("(definition)", "It is larger than 2 MiB. Choose fewer tools.");
    }
    flaws.refuse();
    BundleChecks.check(definition.files(), flaws);
    flaws.refuse();
  }

  private static void name(String name, SkillFlaws flaws) {
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      flaws.add(
          "/name",
          "A name has 1 to 64 lowercase letters and digits, with single \"_\" or \"-\" between.");
    }
  }

  void tools(Skill skill) {
    SkillFlaws flaws = new SkillFlaws();
    if (skill.tools().size() > MOST_TOOLS) {
      flaws.add("/tools", "There are more than 500 tools. Choose fewer.");
    }
    Set<String> names = new HashSet<>();
    for (Tool tool : skill.tools()) {
      ToolDescriptor descriptor = tool.descriptor();
      if (!names.add(descriptor.name())) {
        flaws.add("/tools/" + descriptor.name(), "There are two tools of this name.");
      }
      try {
        schemas.check(descriptor.inputSchema());
      } catch (PerdureException e) {
        flaws.add("/tools/" + descriptor.name(), e.error().message());
      }
    }
    flaws.refuse();
  }
}
