package dev.perdure.skills;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import dev.perdure.core.text.Patterns;
import dev.perdure.skills.internal.WatchedText;
import java.util.regex.Pattern;

/** A pattern of a schema; each character it looks at counts as effort of the validation. */
final class BoundedPattern implements RegularExpression {

  private final Pattern pattern;

  BoundedPattern(String regex) {
    // As the library's own does.
    this.pattern =
        Patterns.compile(
            RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(regex)),
            0);
  }

  @Override
  public boolean matches(String value) {
    Effort effort = Effort.CURRENT.orElse(new Effort());
    return pattern.matcher(new WatchedText(value, effort::step)).find();
  }
}
