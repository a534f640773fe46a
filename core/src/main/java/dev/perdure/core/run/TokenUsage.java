package dev.perdure.core.run;

/**
 * Tokens of one or more model calls.
 *
 * @param input all tokens sent, cached ones included
 * @param cachedInput the part of {@code input} the provider read from its cache
 * @param output all tokens received, reasoning included
 * @param reasoning the part of {@code output} spent on reasoning
 */
public record TokenUsage(long input, long cachedInput, long output, long reasoning) {

  /** No tokens. */
  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

  /** The sum of both. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        input + other.input,
        cachedInput + other.cachedInput,
        output + other.output,
        reasoning + other.reasoning);
  }
}
