package dev.perdure.skills.builtin;

import com.ezylang.evalex.data.EvaluationValue;
import java.math.BigDecimal;

/** Which numbers the calculator takes. */
final class Limits {

  private static final int MAX_EXPONENT = 1_000;
  private static final int MAX_FACTORIAL = 400;
  private static final int MAX_DIGITS = 100;

  private Limits() {}

  /** The number a value holds, if it is one and not too large or too small. */
  static BigDecimal checked(EvaluationValue value) {
    if (!value.isNumberValue()) {
      throw new ArithmeticException("only numbers can be calculated with");
    }
    BigDecimal number = value.getNumberValue();
    if (number.signum() != 0 && Math.abs(exponent(number)) > MAX_EXPONENT) {
      throw new ArithmeticException(
          "a number is outside 1E-" + MAX_EXPONENT + " to 1E+" + MAX_EXPONENT);
    }
    return number;
  }

  static void checkAll(EvaluationValue... values) {
    for (EvaluationValue value : values) {
      BigDecimal ignored = checked(value);
    }
  }

  /** How many digits a number has before the point; negative for zeros after it. */
  static long exponent(BigDecimal number) {
    return (long) number.precision() - number.scale();
  }

  /** Checks what a function is given beyond the size of its numbers. */
  static void checkArguments(String function, EvaluationValue... values) {
    checkAll(values);
    switch (function) {
      case "FACT" -> whole("the argument of FACT", values[0], 0, MAX_FACTORIAL);
      case "ROUND" -> whole("the digits of ROUND", values[1], -MAX_DIGITS, MAX_DIGITS);
      default -> {}
    }
  }

  private static void whole(String what, EvaluationValue value, int least, int most) {
    BigDecimal number = value.getNumberValue();
    if (number.stripTrailingZeros().scale() > 0
        || number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw new ArithmeticException(what + " must be a whole number from " + least + " to " + most);
    }
  }
}
