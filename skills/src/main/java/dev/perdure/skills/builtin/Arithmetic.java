package dev.perdure.skills.builtin;

import com.ezylang.evalex.BaseException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.FunctionDictionaryIfc;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.config.OperatorDictionaryIfc;
import com.ezylang.evalex.data.EvaluationValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Arithmetic by EvalEx, cut down to what always ends soon: numbers only, no text, lists or
 * variables, and no number or operation so large that it could take long or fill the memory.
 */
final class Arithmetic {

  static final String HELP =
      "Allowed: + - * / ^ % (remainder), parentheses, PI, E, and the functions ABS, CEILING,"
          + " FLOOR, ROUND(number, digits), MIN, MAX, SUM, AVERAGE, SQRT, FACT, LOG (natural),"
          + " LOG10, SIN, COS, TAN (degrees), SINR, COSR, TANR (radians).";

  private static final List<String> FUNCTIONS =
      List.of(
          "ABS", "CEILING", "FLOOR", "ROUND", "MIN", "MAX", "SUM", "AVERAGE", "SQRT", "FACT", "LOG",
          "LOG10", "SIN", "COS", "TAN", "SINR", "COSR", "TANR");
  private static final List<String> INFIX = List.of("+", "-", "*", "/", "^", "%");
  private static final List<String> PREFIX = List.of("+", "-");

  private static final MathContext PRECISION = new MathContext(68, RoundingMode.HALF_EVEN);
  // Fewer digits than are calculated with, so that 1 / 3 * 3 is 1.
  private static final MathContext SHOWN = new MathContext(60, RoundingMode.HALF_EVEN);
  private static final int PLAIN_DIGITS = 70;

  private final ExpressionConfiguration configuration = configuration();

  /**
   * Calculates.
   *
   * @return the value as a decimal number
   */
  String calculate(String expression) throws CalculationException {
    if (expression.length() > CalculatorSkill.MAX_LENGTH) {
      throw new CalculationException(
          "The expression is longer than " + CalculatorSkill.MAX_LENGTH + " characters.");
    }
    try {
      EvaluationValue value = new Expression(usual(expression), configuration).evaluate();
      return show(Limits.checked(value));
    } catch (BaseException e) {
      throw new CalculationException(
          "The expression can't be calculated: %s (at character %d)."
              .formatted(e.getMessage(), e.getStartPosition()));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new CalculationException("The expression can't be calculated: " + e.getMessage() + ".");
    }
  }

  /** Signs as models like to write them. */
  private static String usual(String expression) {
    return expression.replace("**", "^").replace('×', '*').replace('÷', '/').replace('−', '-');
  }

  private static String show(BigDecimal value) {
    BigDecimal shown = value.round(SHOWN).stripTrailingZeros();
    boolean plain = Math.abs(Limits.exponent(shown)) <= PLAIN_DIGITS;
    return plain ? shown.toPlainString() : shown.toString();
  }

  private static ExpressionConfiguration configuration() {
    ExpressionConfiguration all = ExpressionConfiguration.defaultConfiguration();
    return ExpressionConfiguration.builder()
        .operatorDictionary(operators(all.getOperatorDictionary()))
        .functionDictionary(functions(all.getFunctionDictionary()))
        .defaultConstants(constants())
        .mathContext(PRECISION)
        .arraysAllowed(false)
        .structuresAllowed(false)
        .binaryAllowed(false)
        .build();
  }

  private static Map<String, EvaluationValue> constants() {
    Map<String, EvaluationValue> some = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    some.putAll(ExpressionConfiguration.StandardConstants);
    some.keySet().retainAll(Set.of("PI", "E"));
    return some;
  }

  private static OperatorDictionaryIfc operators(OperatorDictionaryIfc all) {
    MapBasedOperatorDictionary some = new MapBasedOperatorDictionary();
    INFIX.forEach(sign -> some.addOperator(sign, new BoundedOperator(all.getInfixOperator(sign))));
    PREFIX.forEach(
        sign -> some.addOperator(sign, new BoundedOperator(all.getPrefixOperator(sign))));
    return some;
  }

  private static FunctionDictionaryIfc functions(FunctionDictionaryIfc all) {
    MapBasedFunctionDictionary some = new MapBasedFunctionDictionary();
    FUNCTIONS.forEach(
        name -> some.addFunction(name, new BoundedFunction(name, all.getFunction(name))));
    return some;
  }
}
