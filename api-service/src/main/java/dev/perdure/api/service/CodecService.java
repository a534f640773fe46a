package dev.perdure.api.service;

import com.google.protobuf.ByteString;
import dev.perdure.api.body.CodecPayloads;
import dev.perdure.api.temporal.RunPayloadCodec;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.Caller;
import io.temporal.api.common.v1.Payload;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Shows people the payloads of their own organization's workflows. */
public final class CodecService {

  private static final int MOST = 5_000;

  private final RunPayloadCodec codec;
  private final String namespace;

  public CodecService(RunPayloadCodec codec, String namespace) {
    this.codec = codec;
    this.namespace = namespace;
  }

  /** In the clear, as far as they are the caller's organization's; others stay as they are. */
  public CodecPayloads decode(Caller caller, @Nullable String namespace, CodecPayloads body) {
    check(namespace);
    try {
      return each(body, payloads -> codec.decode(caller.orgId(), payloads));
    } catch (UnreadableFieldException e) {
      throw Checks.invalid("/payloads", "has one that was changed, or whose key is gone");
    }
  }

  /** Encrypted with the keys of the caller's organization. */
  public CodecPayloads encode(Caller caller, @Nullable String namespace, CodecPayloads body) {
    check(namespace);
    return each(body, payloads -> codec.encode(caller.orgId(), payloads));
  }

  private void check(@Nullable String given) {
    // Who names none is served too: what another namespace encrypted is not read here anyway.
    if (given != null && !namespace.equals(given)) {
      throw PerdureException.invalid(
          "unknown_namespace", "The header X-Namespace must name our namespace.", "X-Namespace");
    }
  }

  private static CodecPayloads each(CodecPayloads body, UnaryOperator<List<Payload>> turned) {
    List<CodecPayloads.Item> items = Checks.required(body.payloads(), "/payloads");
    if (items.size() > MOST) {
      throw Checks.invalid("/payloads", "may have 5,000 entries at most");
    }
    List<Payload> payloads = items.stream().map(CodecService::read).toList();
    return new CodecPayloads(turned.apply(payloads).stream().map(CodecService::written).toList());
  }

  private static Payload read(CodecPayloads.Item item) {
    Payload.Builder payload = Payload.newBuilder();
    Objects.requireNonNullElse(item.metadata(), Map.<String, String>of())
        .forEach((key, value) -> payload.putMetadata(key, bytes(value)));
    return payload.setData(bytes(Objects.requireNonNullElse(item.data(), ""))).build();
  }

  private static ByteString bytes(String base64) {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      throw Checks.invalid("/payloads", "must be in base64");
    }
  }

  private static CodecPayloads.Item written(Payload payload) {
    Map<String, String> metadata = new LinkedHashMap<>();
    payload.getMetadataMap().forEach((key, value) -> metadata.put(key, base64(value)));
    return new CodecPayloads.Item(metadata, base64(payload.getData()));
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
