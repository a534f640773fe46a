package dev.perdure.skills.custom.skillmd;

import dev.perdure.skills.custom.SkillFlaws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a SKILL.md, and finds all that is wrong with it. */
final class SkillMdReader {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_DESCRIPTION = 1024;
  private static final int LONGEST_COMPATIBILITY = 500;
  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_BODY = 100_000;
  private static final int MOST_ENTRIES = 64;
  private static final String FENCE = "---";

  /** What YAML makes of what is written without a tag. */
  private static final Set<Tag> PLAIN =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.SEQ,
          Tag.MAP);

  private final SkillFlaws flaws;
  private final @Nullable String wantedName;
  private final @Nullable String folder;

  /**
   * @param wantedName how the skill is to be called; null when the file says it
   * @param folder what its folder is called; null when it came without one
   */
  SkillMdReader(SkillFlaws flaws, @Nullable String wantedName, @Nullable String folder) {
    this.flaws = flaws;
    this.wantedName = wantedName;
    this.folder = folder;
  }

  /** Reads it; what is returned is of use only when no flaws were found. */
  Optional<SkillMd> read(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(FENCE)) {
      flaws.add(
          Bundle.SKILL_MD,
          1,
          1,
          "The first line must be \"---\"; the front matter with name and description follows.");
      return Optional.empty();
    }
    int end = 1;
    while (end < lines.size() && !lines.get(end).stripTrailing().equals(FENCE)) {
      end++;
    }
    if (end == lines.size()) {
      flaws.add(
          Bundle.SKILL_MD,
          lines.size(),
          null,
          "The front matter has no end: put a line \"---\" below its last field.");
      return Optional.empty();
    }
    String body = body(lines, end + 1);
    return FrontMatter.read(String.join("\n", lines.subList(1, end)) + "\n", flaws)
        .map(matter -> read(matter.fields(), body));
  }

  private String body(List<String> lines, int from) {
    long length = 0;
    for (int i = from; i < lines.size(); i++) {
      length += lines.get(i).length() + 1;
      if (length > LONGEST_BODY) {
        flaws.add(
            Bundle.SKILL_MD,
            i + 1,
            null,
            "The instructions have more than 100,000 characters. Move details to files of"
                + " references/.");
        break;
      }
    }
    return String.join("\n", lines.subList(from, lines.size())).strip();
  }

  private SkillMd read(Map<String, Node> given, String body) {
    Map<String, Node> fields = new LinkedHashMap<>(given);
    String name = name(fields.remove("name"));
    String description = description(fields.remove("description"));
    return new SkillMd(
        name,
        description,
        optional(fields.remove("license"), "license", LONGEST_TEXT),
        optional(fields.remove("compatibility"), "compatibility", LONGEST_COMPATIBILITY),
        metadata(fields.remove("metadata")),
        tools(fields.remove("allowed-tools")),
        other(fields),
        body);
  }

  private String name(@Nullable Node node) {
    String name = required(node, "name");
    if (node == null || name.isEmpty()) {
      return name;
    }
    if (name.length() > LONGEST_NAME) {
      FrontMatter.at(
          flaws,
          node.getStartMark(),
          "The name has %d characters; at most 64 fit.".formatted(name.length()));
    } else if (!NAME.matcher(name).matches()) {
      FrontMatter.at(
          flaws,
          node.getStartMark(),
          "A name has lowercase letters a-z, digits, and single hyphens between them, such as"
              + " \"pdf-forms\".");
    } else if (wantedName != null && !wantedName.equals(name)) {
      FrontMatter.at(
          flaws,
          node.getStartMark(),
          "The name must be \"%s\", for that is what the skill is called.".formatted(wantedName));
    } else if (folder != null && !folder.equals(name)) {
      FrontMatter.at(
          flaws,
          node.getStartMark(),
          "The name must be that of the folder, \"%s\". Rename one of them.".formatted(folder));
    }
    return name;
  }

  private String description(@Nullable Node node) {
    String description = required(node, "description");
    if (node != null && description.length() > LONGEST_DESCRIPTION) {
      FrontMatter.at(
          flaws,
          node.getStartMark(),
          "The description has %d characters; at most 1,024 fit.".formatted(description.length()));
    }
    return description;
  }

  private String required(@Nullable Node node, String field) {
    if (node == null) {
      flaws.add(Bundle.SKILL_MD, 1, null, "The field \"" + field + "\" is missing.");
      return "";
    }
    String text = text(node, field);
    if (text != null && text.isBlank()) {
      FrontMatter.at(flaws, node.getStartMark(), "The field \"" + field + "\" is empty.");
    }
    return text == null ? "" : text.strip();
  }

  private @Nullable String optional(@Nullable Node node, String field, int longest) {
    String text = node == null ? null : text(node, field);
    if (node == null || text == null) {
      return null;
    }
    if (text.isBlank() || text.length() > longest) {
      FrontMatter.at(
          flaws,
          node.getStartMark(),
          "The field \"%s\" has 1 to %,d characters. Leave it out if there is nothing to say."
              .formatted(field, longest));
    }
    return text.strip();
  }

  /** A text as it is written, so that a version 1.10 stays one; null, with a flaw, for others. */
  private @Nullable String text(Node node, String field) {
    if (node instanceof ScalarNode scalar && !custom(node)) {
      return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
    }
    FrontMatter.at(flaws, node.getStartMark(), "The field \"" + field + "\" must be a text.");
    return null;
  }

  private static boolean custom(Node node) {
    return !PLAIN.contains(node.getTag());
  }

  private Map<String, String> metadata(@Nullable Node node) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (node == null) {
      return metadata;
    }
    if (!(node instanceof MappingNode mapping) || custom(node)) {
      FrontMatter.at(
          flaws, node.getStartMark(), "The field \"metadata\" must be names with texts.");
      return metadata;
    }
    if (mapping.getValue().size() > MOST_ENTRIES) {
      FrontMatter.at(flaws, node.getStartMark(), "The field \"metadata\" has 64 entries at most.");
      return metadata;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String name = text(entry.getKeyNode(), "metadata");
      String value = text(entry.getValueNode(), "metadata/" + name);
      if (name == null || value == null) {
        continue;
      }
      if (value.length() > LONGEST_TEXT || name.length() > LONGEST_TEXT) {
        FrontMatter.at(
            flaws, entry.getValueNode().getStartMark(), "A text has 1,000 characters at most.");
      }
      if (metadata.put(name, value) != null) {
        FrontMatter.at(
            flaws, entry.getKeyNode().getStartMark(), "\"" + name + "\" is there already.");
      }
    }
    return metadata;
  }

  /** A text with spaces between, or a list. */
  private List<String> tools(@Nullable Node node) {
    List<String> tools = new ArrayList<>();
    if (node instanceof SequenceNode sequence && !custom(node)) {
      for (Node item : sequence.getValue()) {
        String tool = text(item, "allowed-tools");
        if (tool != null) {
          tools.add(tool);
        }
      }
    } else if (node != null) {
      String text = text(node, "allowed-tools");
      if (text != null && !text.isBlank()) {
        tools.addAll(List.of(text.strip().split("[\\s,]+")));
      }
    }
    return tools;
  }

  private Map<String, Object> other(Map<String, Node> fields) {
    Map<String, Object> other = new LinkedHashMap<>();
    fields.forEach((name, node) -> other.put(name, plain(node)));
    return other;
  }

  private Object plain(Node node) {
    if (custom(node)) {
      FrontMatter.at(
          flaws, node.getStartMark(), "Tags (!) are not taken here. Write a text, in quotes.");
      return "";
    }
    return switch (node) {
      case SequenceNode sequence -> sequence.getValue().stream().map(this::plain).toList();
      case MappingNode mapping -> {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping
            .getValue()
            .forEach(entry ->
                map.put(String.valueOf(plain(entry.getKeyNode())), plain(entry.getValueNode())));
        yield map;
      }
      case ScalarNode scalar -> scalar.getValue();
      default -> "";
    };
  }
}
