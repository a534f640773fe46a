package dev.perdure.core.skill;

/** SPI: one callable. */
public interface Tool {

  ToolDescriptor descriptor();

  /**
   * What one call costs an organization, in millionths of a US dollar, where that is for its
   * settings to say; counts against budgets.
   */
  default long costMicros(SkillContext context) {
    return descriptor().costMicros();
  }

  /**
   * Runs the call and waits for it; meant for virtual threads.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code ToolFailed}, retryable or not, or
   *     {@code Cancelled}; any other exception counts as a failure that is not retryable
   */
  ToolOutput call(ToolInvocation invocation);
}
