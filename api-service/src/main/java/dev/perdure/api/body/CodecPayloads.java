package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Payloads, as Temporal's codec protocol writes them. */
public record CodecPayloads(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<Item> payloads) {

  public CodecPayloads {
    payloads = payloads == null ? null : List.copyOf(payloads);
  }

  /**
   * One payload.
   *
   * @param metadata values in base64
   * @param data in base64
   */
  public record Item(@Nullable Map<String, String> metadata, @Nullable String data) {

    public Item {
      metadata = metadata == null ? null : Map.copyOf(metadata);
    }
  }
}
