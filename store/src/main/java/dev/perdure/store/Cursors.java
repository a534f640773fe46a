package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opaque cursors: the key of the last item shown, {@code <kind>|<id>|<sort value>} in base64url.
 */
final class Cursors {

  private Cursors() {}

  /** Where a page begins: after the item with this key. */
  record Key(String id, String value) {

    UUID uuid() {
      return parse(id, UUID::fromString);
    }

    Instant instant() {
      return parse(value, Instant::parse);
    }

    long number() {
      return parse(value, Long::parseLong);
    }
  }

  /** Reads the cursor of a request. */
  static @Nullable Key read(String kind, PageRequest page) {
    String after = page.after();
    if (after == null) {
      return null;
    }
    String text = parse(after, a -> new String(Base64.getUrlDecoder().decode(a), UTF_8));
    String[] parts = text.split("\\|", 3);
    if (parts.length != 3 || !parts[0].equals(kind) || text.indexOf('\0') >= 0) {
      throw invalid();
    }
    return new Key(parts[1], parts[2]);
  }

  /** How many rows to read: one more than asked for tells whether there is a next page. */
  static int rows(PageRequest page) {
    return size(page) + 1;
  }

  /** Makes a page of the rows read. */
  static <T> Page<T> page(String kind, PageRequest page, List<T> rows, Function<T, Key> key) {
    int size = size(page);
    if (rows.size() <= size) {
      return new Page<>(rows, null);
    }
    Key last = key.apply(rows.get(size - 1));
    String text = kind + "|" + last.id() + "|" + last.value();
    return new Page<>(
        rows.subList(0, size),
        Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8)));
  }

  private static int size(PageRequest page) {
    return Math.clamp(page.limit(), 1, 200);
  }

  private static <T> T parse(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw invalid();
    }
  }

  private static PerdureException invalid() {
    return PerdureException.invalid(
        "invalid_cursor", "This cursor was not given out by this list.", "after");
  }
}
