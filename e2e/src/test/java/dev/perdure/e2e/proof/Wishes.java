package dev.perdure.e2e.proof;

/**
 * What the person of a case does when asked. What happens to effects is said truthfully: the person
 * looks at the effect recorder.
 *
 * @param approval about calls
 * @param answers whether questions are answered
 * @param budget an operation, when a budget is spent
 * @param recovery an operation, when the model is away
 */
record Wishes(Approval approval, boolean answers, String budget, String recovery) {

  static final Wishes OBLIGING = new Wishes(Approval.APPROVE, true, "top_up", "retry");

  /** What becomes of a call that needs approval. */
  enum Approval {
    APPROVE,
    DENY,
    /** Approved with another note. */
    EDIT,
    /** Nobody comes. */
    LEAVE
  }

  Wishes with(Approval other) {
    return new Wishes(other, answers, budget, recovery);
  }

  Wishes withoutAnswers() {
    return new Wishes(approval, false, budget, recovery);
  }

  Wishes whenSpent(String operation) {
    return new Wishes(approval, answers, operation, recovery);
  }

  Wishes whenStuck(String operation) {
    return new Wishes(approval, answers, budget, operation);
  }
}
