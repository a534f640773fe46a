package dev.perdure.skills.builtin;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Set;

/**
 * A function that takes and gives numbers within the limits only. What EvalEx reckons in binary is
 * rounded to the digits that are right.
 */
record BoundedFunction(String name, FunctionIfc function) implements FunctionIfc {

  private static final Set<String> BINARY =
      Set.of("LOG", "LOG10", "SIN", "COS", "TAN", "SINR", "COSR", "TANR");
  private static final MathContext BINARY_DIGITS = new MathContext(15);

  @Override
  public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... values)
      throws EvaluationException {
    Limits.checkArguments(name, values);
    EvaluationValue result = function.evaluate(expression, token, values);
    BigDecimal number = Limits.checked(result);
    return BINARY.contains(name)
        ? EvaluationValue.numberValue(number.round(BINARY_DIGITS))
        : result;
  }

  @Override
  public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
    return function.getFunctionParameterDefinitions();
  }

  @Override
  public void validatePreEvaluation(Token token, EvaluationValue... values)
      throws EvaluationException {
    function.validatePreEvaluation(token, values);
  }

  @Override
  public boolean hasVarArgs() {
    return function.hasVarArgs();
  }
}
