package dev.perdure.core.net;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One rule about what may be reached.
 *
 * @param target a host such as {@code api.example.com}, a suffix such as {@code *.example.com}, one
 *     address, or a range such as {@code 10.1.0.0/16}
 * @param ports those it is about; none stands for 80 and 443
 */
public record OutboundRule(Action action, String target, List<Integer> ports) {

  /** What a rule does. A block is stronger than all others. */
  public enum Action {
    /** Once there is one, only what such a rule fits is reached. */
    ALLOW,
    /** What it fits is never reached. */
    BLOCK,
    /** What it fits is reached though it is no public address. The operator's to give. */
    INTERNAL;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name. */
    @JsonCreator
    public static Action of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** Reached without a rule. */
  public static final List<Integer> USUAL_PORTS = List.of(80, 443);

  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern NAME = Pattern.compile("(" + LABEL + "\\.)*" + LABEL);
  private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
  private static final int LONGEST_NAME = 253;
  private static final int HIGHEST_PORT = 65_535;

  public OutboundRule {
    target = target.toLowerCase(Locale.ROOT);
    ports = List.copyOf(ports);
    String name = target.startsWith("*.") ? target.substring(2) : target;
    if (!isName(name)) {
      Cidr.of(target);
    }
    if (ports.stream().anyMatch(port -> port < 1 || port > HIGHEST_PORT)) {
      throw new IllegalArgumentException("ports: 1 to " + HIGHEST_PORT);
    }
  }

  /** Whether this is a host name in lower case, and can't be taken for an address. */
  public static boolean isName(String text) {
    return text.length() <= LONGEST_NAME
        && NAME.matcher(text).matches()
        && !NUMBER.matcher(text.substring(text.lastIndexOf('.') + 1)).matches();
  }

  /** Whether the rule is about this host, by its name. */
  public boolean fitsName(String host) {
    return target.startsWith("*.") ? host.endsWith(target.substring(1)) : host.equals(target);
  }

  /** Whether the rule is about this address. */
  public boolean fits(InetAddress address) {
    return range().filter(range -> range.contains(address)).isPresent();
  }

  /** Whether the rule is about this port. */
  public boolean fitsPort(int port) {
    return ports.isEmpty() ? USUAL_PORTS.contains(port) : ports.contains(port);
  }

  private Optional<Cidr> range() {
    String name = target.startsWith("*.") ? target.substring(2) : target;
    return isName(name) ? Optional.empty() : Optional.of(Cidr.of(target));
  }
}
