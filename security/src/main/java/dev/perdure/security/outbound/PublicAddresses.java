package dev.perdure.security.outbound;

import dev.perdure.core.net.Cidr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are of the public internet. The JDK's own flags miss many that are not, so the
 * tables are spelled out, after IANA's registries of special-purpose addresses.
 */
final class PublicAddresses {

  private static final List<Cidr> NOT_PUBLIC_4 =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by carriers (CGNAT); metadata of one cloud, too
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local; metadata of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments; metadata of one cloud
          "192.0.2.0/24", // documentation
          "192.31.196.0/24", // AS112
          "192.52.193.0/24", // AMT
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "192.175.48.0/24", // AS112
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "168.63.129.16/32", // the host below machines of one cloud
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast

  /** All else of IPv6 is not public: mapped, compatible, NAT64, unique local, link-local, … */
  private static final Cidr GLOBAL_6 = Cidr.of("2000::/3");

  private static final List<Cidr> NOT_PUBLIC_6 =
      ranges(
          "2001::/23", // protocol assignments; Teredo, benchmarks, ORCHID
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4: an IPv4 address in disguise
          "2620:4f:8000::/48", // AS112
          "3fff::/20"); // documentation

  /** Where clouds tell a machine its credentials: opened by its address only, never by a name. */
  private static final List<Cidr> METADATA =
      ranges(
          "169.254.0.0/16",
          "168.63.129.16/32",
          "192.0.0.192/32",
          "100.100.100.200/32",
          "fe80::/10",
          "fd00:ec2::254/128",
          "fd20:ce::254/128");

  private PublicAddresses() {}

  static boolean contains(InetAddress address) {
    return address instanceof Inet4Address
        ? NOT_PUBLIC_4.stream().noneMatch(range -> range.contains(address))
        : GLOBAL_6.contains(address)
            && NOT_PUBLIC_6.stream().noneMatch(range -> range.contains(address));
  }

  static boolean metadata(InetAddress address) {
    return METADATA.stream().anyMatch(range -> range.contains(address));
  }

  private static List<Cidr> ranges(String... ranges) {
    return Stream.of(ranges).map(Cidr::of).toList();
  }
}
