package dev.perdure.core.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A range of addresses. */
public final class Cidr {

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
  private static final String IPV6 = "[0-9a-fA-F:]*:[0-9a-fA-F:]*";

  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fc00::/7}, or one address.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Cidr of(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        literal(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException(text + " is no range of addresses"));
    int longest = address.getAddress().length * 8;
    int bits = slash < 0 ? longest : bits(text.substring(slash + 1));
    if (bits < 0 || bits > longest) {
      throw new IllegalArgumentException(text + " has no valid prefix length");
    }
    return new Cidr(address.getAddress(), bits);
  }

  /**
   * An address in its usual spelling: four decimal numbers, or an IPv6 address without a zone and
   * without an IPv4 address in it. Nothing is looked up.
   */
  public static Optional<InetAddress> literal(String text) {
    try {
      if (text.matches(IPV4)) {
        return Optional.of(Inet4Address.ofLiteral(text));
      }
      if (text.matches(IPV6)) {
        return Optional.of(Inet6Address.ofLiteral(text)).filter(Inet6Address.class::isInstance);
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is in the range. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length
        && Arrays.equals(masked(bytes, bits), masked(network, bits));
  }

  private static byte[] masked(byte[] bytes, int bits) {
    byte[] masked = bytes.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(bits - 8 * i, 0, 8);
      masked[i] &= (byte) (0xFF << (8 - kept));
    }
    return masked;
  }

  private static int bits(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }
}
