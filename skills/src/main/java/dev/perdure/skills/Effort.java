package dev.perdure.skills;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/**
 * Bounds the work of one validation: some schemas and patterns take for ever on some values, and
 * both are strangers'.
 */
final class Effort {

  private static final int MOST = 5_000_000;

  /** That of the validation under way, for patterns: the library hands them nothing but a text. */
  static final ScopedValue<Effort> CURRENT = ScopedValue.newInstance();

  private int spent;

  /** Takes one step: a part of a schema, or a pattern's look at a character. */
  void step() {
    if (++spent > MOST) {
      throw new TooMuchException();
    }
  }

  /** What the library keeps of a validation; it is told of each part of a schema it goes into. */
  ExecutionContext counting(ExecutionConfig config) {
    return new ExecutionContext(config) {
      @Override
      public void evaluationPathAddLast(String part) {
        step();
        super.evaluationPathAddLast(part);
      }

      @Override
      public void evaluationPathAddLast(int part) {
        step();
        super.evaluationPathAddLast(part);
      }
    };
  }

  /** The validation takes too long. */
  static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private TooMuchException() {
      super(null, null, false, false);
    }
  }
}
