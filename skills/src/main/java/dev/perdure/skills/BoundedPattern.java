package dev.perdure.skills;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;

/** A pattern of a schema; each character it looks at counts as effort of the validation. */
final class BoundedPattern implements RegularExpression {

  private final Pattern pattern;

  BoundedPattern(String regex) {
    // As the library's own does.
    this.pattern =
        Pattern.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(regex)));
  }

  @Override
  public boolean matches(String value) {
    Effort effort = Effort.CURRENT.orElse(new Effort());
    return pattern.matcher(new Watched(value, effort)).find();
  }

  private record Watched(String text, Effort effort) implements CharSequence {

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      effort.step();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
