package dev.perdure.llm.price;

import dev.perdure.core.model.ModelPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A price as people write it: in US dollars for a million tokens.
 *
 * @param model {@code provider/model}, with {@code *} at its end for every name that begins so
 * @param cachedInput for input read from the provider's cache; if absent, that of other input
 * @param validFrom the first day on which it holds, such as {@code 2026-01-31}; if absent, always
 * @param source where the price was noted, for people
 */
public record PriceEntry(
    @Nullable String model,
    @Nullable BigDecimal input,
    @Nullable BigDecimal cachedInput,
    @Nullable BigDecimal output,
    @Nullable String validFrom,
    @Nullable String source) {
  private static final int MICRO = 6;

  /**
   * In the words of the core.
   *
   * @throws IllegalArgumentException saying what is wrong with which model's price
   */
  ModelPrice price() {
    int slash = model == null ? -1 : model.indexOf('/');
    if (model == null || slash < 1 || slash == model.length() - 1) {
      throw new IllegalArgumentException(
          "The model of a price must be of the form provider/model, not \"" + model + "\".");
    }
    int star = model.indexOf('*');
    if (star >= 0 && star < model.length() - 1) {
      throw wrong("* may stand at the end of the model's name only");
    }
    if (input == null || output == null) {
      throw wrong("both input and output must be given");
    }
    return new ModelPrice(
        model.substring(0, slash),
        model.substring(slash + 1),
        micros(input),
        micros(cachedInput == null ? input : cachedInput),
        micros(output),
        date());
  }

  private long micros(BigDecimal dollars) {
    try {
      return dollars.movePointRight(MICRO).longValueExact();
    } catch (ArithmeticException e) {
      throw wrong("dollars for a million tokens have six decimals at most");
    }
  }

  private LocalDate date() {
    try {
      return validFrom == null ? LocalDate.EPOCH : LocalDate.parse(validFrom);
    } catch (DateTimeParseException e) {
      throw wrong("validFrom must be a date such as 2026-01-31");
    }
  }

  private IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException("The price of " + model + " is wrong: " + problem + ".");
  }
}
