package dev.perdure.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:(?:(?:(?:){100000}){100000}){100000}){100000}",
        "((){2000000000}){2000000000}",
        "(a{1000}){1000}",
        "(?:x|(?:[)(]{500}\\)){500}){1000}",
        "a{100001}",
        "(){99999999999999999999}",
        "((){400}{400})",
        "(()){0,300000}",
      })
  void refusesWhatCountsToNoEnd(String regex) {
    assertThatExceptionOfType(PatternSyntaxException.class)
        .isThrownBy(() -> Patterns.compile(regex, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[A-Z0-9]{6,20}$",
        "\\d{4}-\\d{2}-\\d{2}",
        "(?:[a-z]{1,63}\\.){1,8}[a-z]{2,}",
        "\\Q(){9}{9999999}\\E",
        "[{]{3}[(]{9}\\{99999999}",
        "(a+)+$",
        "a{0}",
      })
  void takesWhatPeopleWrite(String regex) {
    assertThat(Patterns.compile(regex, 0).pattern()).isEqualTo(regex);
  }

  @Test
  void countsNothingInALiteral() {
    String text = "((){2000000000}){2000000000}";
    assertThat(Patterns.compile(text, Pattern.LITERAL).matcher(text).matches()).isTrue();
  }
}
