package dev.perdure.skills.custom.skillmd;

import dev.perdure.skills.custom.SkillFlaws;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The YAML between the two lines {@code ---}: read as a tree that knows its lines. Nothing is ever
 * constructed of it, and what YAML has for repeating things is refused.
 */
final class FrontMatter {

  private static final int LONGEST = 32_768;
  private static final int DEEPEST = 10;

  /** The lines before the YAML: the first {@code ---}. */
  private static final int BEFORE = 1;

  private final Map<String, Node> fields;

  private FrontMatter(Map<String, Node> fields) {
    this.fields = fields;
  }

  /** Reads it; empty, with flaws, when it can't be read. */
  static Optional<FrontMatter> read(String yaml, SkillFlaws flaws) {
    if (yaml.length() > LONGEST) {
      flaws.add(Bundle.SKILL_MD, 1, null, "The front matter has more than 32,768 characters.");
      return Optional.empty();
    }
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LONGEST);
    Yaml reader = new Yaml(options);
    try {
      for (Event event : reader.parse(new StringReader(yaml))) {
        if (repeats(event)) {
          at(
              flaws,
              event.getStartMark(),
              "Anchors (&) and aliases (*) are not taken here. Write the value out, in quotes if it"
                  + " begins so.");
          return Optional.empty();
        }
      }
      return mapping(reader.compose(new StringReader(yaml)), flaws);
    } catch (MarkedYAMLException e) {
      at(flaws, e.getProblemMark(), worded(e));
    } catch (YAMLException e) {
      flaws.add(Bundle.SKILL_MD, 1, null, "The front matter can't be read: " + firstLine(e));
    }
    return Optional.empty();
  }

  private static boolean repeats(Event event) {
    return event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor() != null);
  }

  private static Optional<FrontMatter> mapping(@Nullable Node root, SkillFlaws flaws) {
    if (!(root instanceof MappingNode mapping)) {
      flaws.add(
          Bundle.SKILL_MD, 2, null, "The front matter must be fields, such as \"name: my-skill\".");
      return Optional.empty();
    }
    Map<String, Node> fields = new LinkedHashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    for (NodeTuple field : mapping.getValue()) {
      Node key = field.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        at(flaws, key.getStartMark(), "The name of a field must be a text.");
        continue;
      }
      Integer before = lines.putIfAbsent(scalar.getValue(), line(key.getStartMark()));
      if (before != null) {
        at(
            flaws,
            key.getStartMark(),
            "The field \"%s\" is there already, in line %d.".formatted(scalar.getValue(), before));
      } else {
        fields.put(scalar.getValue(), field.getValueNode());
      }
    }
    return Optional.of(new FrontMatter(fields));
  }

  Map<String, Node> fields() {
    return fields;
  }

  /** Adds a flaw at a place in the YAML. */
  static void at(SkillFlaws flaws, @Nullable Mark mark, String message) {
    flaws.add(Bundle.SKILL_MD, line(mark), mark == null ? null : mark.getColumn() + 1, message);
  }

  /** The line in the file. */
  static int line(@Nullable Mark mark) {
    return mark == null ? 1 : mark.getLine() + 1 + BEFORE;
  }

  private static String worded(MarkedYAMLException e) {
    String problem = String.valueOf(e.getProblem());
    String help =
        problem.contains("mapping values are not allowed")
            ? " A value with \": \" in it must be in quotes."
            : problem.contains("found character '\\t") ? " Indent with spaces, not with tabs." : "";
    return "The YAML can't be read here: " + problem + "." + help;
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
