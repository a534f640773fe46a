package dev.perdure.security.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up. */
@FunctionalInterface
public interface Resolver {

  /** The machine's own. */
  Resolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

  /** All addresses of a name, at least one. */
  List<InetAddress> resolve(String name) throws UnknownHostException;
}
