package dev.perdure.skills.custom;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a draft, and notes what does not fit instead of stopping at it. */
public final class DraftSettings {

  private static final int MOST_ENTRIES = 500;

  private final Map<?, ?> values;
  private final String where;
  private final SkillFlaws flaws;
  private final Set<String> read = new HashSet<>();

  public DraftSettings(Map<?, ?> values, SkillFlaws flaws) {
    this(values, "/settings/", flaws);
  }

  private DraftSettings(Map<?, ?> values, String where, SkillFlaws flaws) {
    this.values = values;
    this.where = where;
    this.flaws = flaws;
  }

  /** A text; {@code otherwise} when it is not there. */
  public String text(String name, String otherwise, int longest) {
    Object value = value(name);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text && text.length() <= longest) {
      return text;
    }
    wrong(name, "a text of at most " + longest + " characters");
    return otherwise;
  }

  /** A text that must be there and not blank. */
  public String required(String name, int longest) {
    String text = text(name, "", longest).strip();
    if (text.isEmpty() && !(value(name) != null && !(value(name) instanceof String))) {
      flaws.add(where + name, "It is missing.");
    }
    return text;
  }

  /** One of some words. */
  public <E> E word(String name, E otherwise, Map<String, E> words) {
    return word(name, words).orElse(otherwise);
  }

  /** One of some words, if it is there. */
  public <E> Optional<E> word(String name, Map<String, E> words) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    E word = value instanceof String text ? words.get(text) : null;
    if (word == null) {
      wrong(name, "one of " + String.join(", ", words.keySet()));
    }
    return Optional.ofNullable(word);
  }

  /** Yes or no, if it is there. */
  public Optional<Boolean> flag(String name) {
    Object value = value(name);
    if (value != null && !(value instanceof Boolean)) {
      wrong(name, "true or false");
    }
    return value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  /** A whole number, if it is there. */
  public Optional<Integer> number(String name, int least, int most) {
    Object value = value(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Integer number && number >= least && number <= most) {
      return Optional.of(number);
    }
    wrong(name, "a whole number from " + least + " to " + most);
    return Optional.empty();
  }

  /** Texts. */
  public List<String> texts(String name, int longest) {
    Object value = value(name);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list && list.size() <= MOST_ENTRIES) {
      for (Object one : list) {
        if (one instanceof String text && text.length() <= longest) {
          texts.add(text);
        }
      }
      if (texts.size() == list.size()) {
        return texts;
      }
    }
    wrong(name, "a list of texts of at most " + longest + " characters");
    return List.of();
  }

  /** An object; empty when it is not there. */
  public DraftSettings object(String name) {
    Object value = value(name);
    if (value != null && !(value instanceof Map)) {
      wrong(name, "an object");
    }
    return new DraftSettings(
        value instanceof Map<?, ?> map ? map : Map.of(), where + name + "/", flaws);
  }

  /** Objects by name. */
  public Map<String, DraftSettings> objects(String name) {
    DraftSettings all = object(name);
    Map<String, DraftSettings> objects = new LinkedHashMap<>();
    all.values.keySet().stream()
        .limit(MOST_ENTRIES)
        .map(String::valueOf)
        .forEach(key -> objects.put(key, all.object(key)));
    return objects;
  }

  /** Notes every name that nobody asked for: it is a slip, and would be without effect. */
  public void noOthers() {
    for (Object key : values.keySet()) {
      if (!read.contains(String.valueOf(key))) {
        flaws.add(where + key, "It is not known here.");
      }
    }
  }

  /** Notes a problem of one of the settings. */
  public void wrong(String name, String expected) {
    flaws.add(where + name, "It must be " + expected + ".");
  }

  private @Nullable Object value(String name) {
    read.add(name);
    return values.get(name);
  }
}
