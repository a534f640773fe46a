package dev.perdure.skills.builtin.data.child;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a driver answers into what JSON has. Numbers that a reader with doubles would change
 * are texts: integers beyond 2^53, decimals of more than 15 digits. Blobs are told of, not shown.
 */
class PlainValues {

  private static final long SAFE = 1L << 53;
  private static final int SAFE_DIGITS = 15;
  private static final int LONGEST = 10_000;

  /** The plain value. */
  final @Nullable Object of(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case String text -> cut(text);
      case Boolean truth -> truth;
      case Integer number -> number;
      case Short number -> number.intValue();
      case Byte number -> number.intValue();
      case Long number -> Math.abs(number) <= SAFE ? number : number.toString();
      case BigInteger number ->
          number.bitLength() <= 53 ? (Object) number.longValueExact() : cut(number.toString());
      case Double number -> Double.isFinite(number) ? number : number.toString();
      case Float number ->
          Float.isFinite(number) ? (Object) Double.valueOf(number.toString()) : number.toString();
      case BigDecimal number -> decimal(number);
      case Date date -> date.toLocalDate().toString();
      case Timestamp time -> time.toLocalDateTime().toString();
      case Time time -> time.toLocalTime().toString();
      case byte[] bytes -> "(" + bytes.length + " bytes)";
      case Blob blob -> "(" + blob.length() + " bytes)";
      case Array array -> array(array.getArray());
      case Object[] items -> array(items);
      case Collection<?> items -> array(items.toArray());
      case Map<?, ?> map -> map(map);
      default -> other(value);
    };
  }

  /**
   * A value of a row.
   *
   * @param type as the database names it
   */
  @Nullable Object read(ResultSet result, int column, String type) throws SQLException {
    return result.getObject(column);
  }

  /** What only this database has. */
  @Nullable Object other(Object value) throws SQLException {
    return cut(value.toString());
  }

  /** The same with its values plain. */
  final Map<String, @Nullable Object> map(Map<?, ?> map) throws SQLException {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      plain.put(String.valueOf(of(entry.getKey())), of(entry.getValue()));
    }
    return plain;
  }

  static String cut(String text) {
    return text.length() > LONGEST
        ? text.substring(0, LONGEST) + "… (" + text.length() + " characters)"
        : text;
  }

  private static Object decimal(BigDecimal number) {
    return number.precision() <= SAFE_DIGITS && Math.abs(number.scale()) <= SAFE_DIGITS
        ? number
        : cut(number.toPlainString());
  }

  private Object array(Object array) throws SQLException {
    List<@Nullable Object> plain = new ArrayList<>();
    if (array instanceof Object[] items) {
      for (Object item : items) {
        plain.add(of(item));
      }
      return plain;
    }
    return cut(String.valueOf(array));
  }
}
