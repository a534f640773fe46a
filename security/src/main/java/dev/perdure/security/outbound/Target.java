package dev.perdure.security.outbound;

import dev.perdure.core.net.Cidr;
import dev.perdure.core.net.OutboundRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes. Read strictly: what two readers could take for two different hosts is
 * refused, so that what is checked is what is connected to.
 *
 * @param host in lower case; an IPv6 address without brackets
 * @param path with the query; never empty
 */
record Target(String scheme, String host, int port, String path) {

  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>https?)://(?<host>\\[[^\\[\\]/?#@\\\\]*\\]|[^:\\[\\]/?#@\\\\]*)"
              + "(?::(?<port>\\d{1,5}))?(?<path>/[^?#]*)?(?<query>\\?[^#]*)?(?:#.*)?",
          Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 8 * 1024;
  private static final int HIGHEST_PORT = 65_535;
  private static final String PLAIN = "!$&'()*+,;=:@/?%-._~[]";

  static Target of(String url) {
    if (url.length() > LONGEST) {
      throw Refusals.invalid("The URL is longer than " + LONGEST + " characters.");
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw Refusals.refused(
          "Only plain http and https URLs are fetched, without a user name in them.");
    }
    String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
    String path = orElse(parts.group("path"), "/") + orElse(parts.group("query"), "");
    return new Target(scheme, host(parts.group("host")), port(parts, scheme), encoded(path));
  }

  /** Where a connection goes that is no HTTP. */
  static Target of(String host, int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw Refusals.invalid("The port must be from 1 to " + HIGHEST_PORT + ".");
    }
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return new Target("tcp", host(bare ? "[" + host + "]" : host), port, "/");
  }

  /** The address, when the host is one. */
  Optional<InetAddress> literal() {
    return Cidr.literal(host);
  }

  boolean sameOrigin(Target other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /** Whether the port is the one its scheme stands for. */
  boolean usualPort() {
    return port == usualPort(scheme);
  }

  /** As a URL. */
  String url() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return scheme + "://" + name + (usualPort() ? "" : ":" + port) + path;
  }

  private static String host(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      String inside = host.substring(1, host.length() - 1);
      return Cidr.literal(inside)
          .filter(Inet6Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .orElseThrow(Target::oddHost);
    }
    boolean ascii = text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    if (!ascii || !(OutboundRule.isName(host) || Cidr.literal(host).isPresent())) {
      throw oddHost();
    }
    return host;
  }

  private static RuntimeException oddHost() {
    return Refusals.refused(
        "The host is spelled oddly. Write a name in ASCII letters (xn--… for others), or an"
            + " address in its usual form.");
  }

  private static int port(Matcher parts, String scheme) {
    String port = parts.group("port");
    int number = port == null ? usualPort(scheme) : Integer.parseInt(port);
    if (number < 1 || number > HIGHEST_PORT) {
      throw Refusals.invalid("The URL's port must be from 1 to " + HIGHEST_PORT + ".");
    }
    return number;
  }

  private static int usualPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  /** Spaces and letters that are not ASCII are encoded; nothing may break the request's line. */
  private static String encoded(String path) {
    StringBuilder encoded = new StringBuilder(path.length());
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xFF;
      if (c < ' ' || c == 0x7F) {
        throw Refusals.invalid("The URL has control characters in it.");
      }
      boolean kept = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      encoded.append(kept ? String.valueOf((char) c) : String.format("%%%02X", c));
    }
    return encoded.toString();
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
