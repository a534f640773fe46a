package dev.perdure.core.net;

import java.io.IOException;
import java.io.InputStream;

/** Reads an answer while it comes. */
@FunctionalInterface
public interface OutboundReader<T> {

  /**
   * Reads as much as it wants.
   *
   * @param body decompressed; reading more than the limits allow throws {@code outbound_too_large},
   *     reading for longer {@code outbound_timeout}; closed by the client
   */
  T read(OutboundHead head, InputStream body) throws IOException;
}
