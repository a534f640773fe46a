package dev.perdure.skills.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticTest {

  private final Arithmetic arithmetic = new Arithmetic();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3 | 7",
        "(2.5 + 1) * 4 ^ 2 | 56",
        "0.1 + 0.2 | 0.3",
        "1 / 3 * 3 | 1",
        "2 ** 10 | 1024",
        "6 × 7 − 84 ÷ 2 | 0",
        "-5 % 3 | -2",
        "2 ^ -2 | 0.25",
        "ROUND(2.345, 2) | 2.34",
        "SQRT(2) * SQRT(2) | 2",
        "MAX(1, 7, 3) - MIN(4, 2) | 5",
        "sum(1, 2, 3) / average(1, 2, 3) | 3",
        "FACT(20) | 2432902008176640000",
        "99999999999999999999 * 99999999999999999999 | 9999999999999999999800000000000000000001",
        "SIN(30) | 0.5",
        "LOG10(1000) | 3",
        "FLOOR(PI) + CEILING(E) | 6",
        "10 ^ 300 | 1E+300",
        "0 | 0",
        "0.00 | 0",
      })
  void calculates(String expression, String value) throws Exception {
    assertThat(arithmetic.calculate(expression)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 +",
        "((1)",
        "1 / 0",
        "x + 1",
        "2 > 1",
        "\"a\" + \"b\"",
        "STR_UPPER(\"a\")",
        "DT_NOW()",
        "RANDOM()",
        "IF(1, 2, 3)",
        "[1, 2]",
        "PI = 4",
        "SQRT(-1)",
        "LOG(0)",
        "FACT(401)",
        "FACT(-1)",
        "FACT(2.5)",
        "FACT(999999999999)",
        "ROUND(1, 2000000000)",
        "ROUND(1, 0.5)",
        "1e999999999",
        "FLOOR(1e999999999)",
        "1e999999999 + 1",
        "1e-999999999 * 1",
        "9 ^ 9 ^ 9 ^ 9",
        "10 ^ 1001",
        "FACT(FACT(9))",
        "TAN(90) ^ 1e999",
      })
  void tellsWhatIsWrongAndReturnsSoon(String expression) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThatExceptionOfType(CalculationException.class)
                .isThrownBy(() -> arithmetic.calculate(expression))
                .satisfies(e -> assertThat(e.getMessage()).contains("can't be calculated")));
  }

  @Test
  void theLongestExpressionsEndSoon() {
    String nested = "(".repeat(490) + "1" + ")".repeat(490);
    String signs = "-".repeat(990) + "1";
    String heavy = "FACT(400)^1.0+".repeat(70) + "1";
    String roots = "SQRT(".repeat(160) + "2" + ")".repeat(160);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(arithmetic.calculate(nested)).isEqualTo("1");
          assertThat(arithmetic.calculate(signs)).isEqualTo("1");
          assertThat(arithmetic.calculate(heavy)).isNotEmpty();
          assertThat(arithmetic.calculate(roots)).startsWith("1");
        });
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatExceptionOfType(CalculationException.class)
        .isThrownBy(() -> arithmetic.calculate("1+".repeat(600) + "1"))
        .withMessageContaining("longer than 1000");
  }
}
