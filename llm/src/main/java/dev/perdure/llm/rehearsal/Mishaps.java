package dev.perdure.llm.rehearsal;

import dev.perdure.core.error.PerdureException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fails as a provider would, when the user asks for it. */
final class Mishaps {
  private static final Pattern FAIL = Pattern.compile("(?i)\\bfail:(retryable|final)\\b");
  private static final Pattern MODEL_FAILS =
      Pattern.compile(
          "(?i)\\bmodel(?: (?!fails)([\\w./:-]+))? fails"
              + "(?: (?:(\\d{1,3}) times|(once)|(twice)))?( for good)?\\b");
  private static final String MESSAGE = "The rehearsal model failed, as it was asked to.";

  private final Memory memory;

  Mishaps(Memory memory) {
    this.memory = memory;
  }

  /** The text without these cues, in which there are numbers of times too. */
  static String without(String text) {
    return MODEL_FAILS.matcher(text).replaceAll(" ");
  }

  /**
   * Throws if it is time to.
   *
   * @param own the words that are for this model
   */
  void failIfAsked(Conversation conversation, String own) {
    Matcher fail = FAIL.matcher(own);
    if (fail.find()) {
      throw failure(fail.group(1).equalsIgnoreCase("final"));
    }
    Matcher cue = MODEL_FAILS.matcher(own);
    while (cue.find()) {
      if (isMeant(cue.group(1), conversation) && isDue(cue, conversation)) {
        throw failure(cue.group(5) != null);
      }
    }
  }

  private boolean isDue(Matcher cue, Conversation conversation) {
    int times =
        cue.group(2) != null
            ? Integer.parseInt(cue.group(2))
            : cue.group(3) != null ? 1 : cue.group(4) != null ? 2 : Integer.MAX_VALUE;
    return memory.count(conversation, cue.group()) <= times;
  }

  private static boolean isMeant(@Nullable String name, Conversation conversation) {
    String model = conversation.request().model();
    return name == null
        || name.equalsIgnoreCase(model)
        || name.toLowerCase(Locale.ROOT).equals(RehearsalProvider.NAME + "/" + model);
  }

  private static PerdureException failure(boolean forGood) {
    return forGood
        ? PerdureException.modelFinal("model_request_invalid", MESSAGE, null)
        : PerdureException.modelRetryable("model_unavailable", MESSAGE, null, null);
  }
}
