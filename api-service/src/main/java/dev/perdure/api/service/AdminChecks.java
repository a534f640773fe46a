package dev.perdure.api.service;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.Cidr;
import dev.perdure.core.tenant.Permission;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of what clients send to the Admin API, each naming the field. */
final class AdminChecks {

  /** The furthest ahead something can be said to end. */
  static final Duration FURTHEST = Duration.ofDays(3653);

  private static final int MOST_ADDRESSES = 100;
  private static final int EMAIL_LENGTH = 254;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,49}");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private AdminChecks() {}

  /** Permissions by their names. */
  static Set<Permission> permissions(List<@Nullable String> names, String field) {
    Set<Permission> found = EnumSet.noneOf(Permission.class);
    for (int i = 0; i < names.size(); i++) {
      String at = field + "/" + i;
      String name = Checks.required(names.get(i), at);
      found.add(
          Permission.of(name)
              .orElseThrow(() ->
                  PerdureException.invalid(
                      "unknown_permission", "There is no permission of this name.", at)));
    }
    return found;
  }

  /** Addresses and networks. */
  static List<String> addresses(List<@Nullable String> texts, String field) {
    if (texts.size() > MOST_ADDRESSES) {
      throw Checks.invalid(field, "may have " + MOST_ADDRESSES + " entries at most");
    }
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String at = field + "/" + i;
      String text = Checks.required(texts.get(i), at).strip();
      try {
        Cidr.of(text);
      } catch (IllegalArgumentException _) {
        throw Checks.invalid(at, "must be an address or a network such as 192.0.2.0/24");
      }
      addresses.add(text);
    }
    return addresses;
  }

  /** A moment ahead, at most so far. */
  static Instant future(Instant at, Instant now, Duration furthest, String field) {
    if (!at.isAfter(now) || at.isAfter(now.plus(furthest))) {
      throw Checks.invalid(field, "must be ahead, by " + furthest.toDays() + " days at the most");
    }
    return at;
  }

  static Instant moment(String text, String field) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw Checks.invalid(field, "must be a time such as 2027-01-31T12:00:00Z");
    }
  }

  static String email(String text, String field) {
    String email = text.strip();
    if (email.length() > EMAIL_LENGTH || !EMAIL.matcher(email).matches()) {
      throw Checks.invalid(field, "must be an address such as ada@example.org");
    }
    return email;
  }

  /** The name of a role or a plan. */
  static String word(@Nullable String text, String field) {
    String word = Checks.required(text, field);
    if (!WORD.matcher(word).matches()) {
      throw Checks.invalid(
          field, "must be 1 to 50 small letters, digits, - and _, beginning with a letter");
    }
    return word;
  }

  static String slug(@Nullable String text, String field) {
    String slug = Checks.required(text, field);
    if (!SLUG.matcher(slug).matches()) {
      throw Checks.invalid(field, "must be 1 to 63 small letters and digits, with - between");
    }
    return slug;
  }
}
