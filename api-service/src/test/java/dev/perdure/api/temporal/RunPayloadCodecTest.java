package dev.perdure.api.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.security.encryption.KeyRing;
import dev.perdure.security.encryption.Keysets;
import dev.perdure.security.encryption.TinkFieldCipher;
import dev.perdure.workflows.RunInput;
import dev.perdure.workflows.RunPayloads;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodecException;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RunPayloadCodecTest {

  private final FieldCipher cipher = cipher();
  private final RunRef run =
      new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
  private final WorkflowSerializationContext context =
      new WorkflowSerializationContext("default", run.runId().toString());

  @Test
  void whatCrossesAWorkflowIsEncryptedWithTheKeysOfItsOrganization() {
    CodecDataConverter converter = converter(true);
    Payload input = converter.toPayload(RunInput.first(run)).orElseThrow();
    assertThat(input.toString()).doesNotContain(run.sessionId().toString());
    assertThat(input.getMetadataOrThrow("perdure-org").toStringUtf8())
        .isEqualTo(run.orgId().toString());
    // Nothing in these names the organization: it is known by the workflow.
    Payload result = converter.toPayload("a decision").orElseThrow();
    assertThat(result.getData().toStringUtf8()).doesNotContain("decision");

    CodecDataConverter another = converter(true);
    assertThat(another.fromPayload(input, RunInput.class, RunInput.class).run()).isEqualTo(run);
    assertThat(another.fromPayload(result, String.class, String.class)).isEqualTo("a decision");
    assertThat(another.toPayload("more").orElseThrow().getData().toStringUtf8())
        .doesNotContain("more");
  }

  @Test
  void messagesOfFailuresAreEncryptedToo() {
    CodecDataConverter converter = converter(true);
    converter.toPayload(RunInput.first(run));
    var failure =
        converter.exceptionToFailure(
            ApplicationFailure.newFailure("the key is abc", "model_error"));
    assertThat(failure.toString()).contains("model_error").doesNotContain("the key is abc");
    assertThat(converter(false).failureToException(failure)).hasMessageContaining("the key is abc");
  }

  @Test
  void clearPayloadsAreReadWhateverTheOptionAndTheOptionCanBeTakenBack() {
    Payload clear = converter(false).toPayload(RunInput.first(run)).orElseThrow();
    assertThat(clear.getData().toStringUtf8()).contains(run.sessionId().toString());
    CodecDataConverter converter = converter(true);
    assertThat(converter.fromPayload(clear, RunInput.class, RunInput.class).run()).isEqualTo(run);
    Payload later = converter.toPayload("a decision").orElseThrow();
    assertThat(later.getData().toStringUtf8()).doesNotContain("decision");
    assertThat(converter(false).fromPayload(later, String.class, String.class))
        .isEqualTo("a decision");
  }

  @Test
  void nothingIsWrittenInTheClearForAWorkflowOfNobody() {
    assertThatThrownBy(() -> converter(true).toPayload("a decision"))
        .isInstanceOf(PayloadCodecException.class);
    // A text that quotes a reference is none.
    String quoted = "\"orgId\":\"" + UUID.randomUUID() + "\"";
    assertThatThrownBy(() -> converter(true).toPayload(Map.of("text", quoted)))
        .isInstanceOf(PayloadCodecException.class);
  }

  @Test
  void aPayloadOfAnotherOrganizationOrNamespaceStaysAsItIs() {
    RunPayloadCodec codec = new RunPayloadCodec(cipher, "default", true);
    Payload clear = Payload.newBuilder().setData(ByteString.copyFromUtf8("x")).build();
    List<Payload> encrypted = codec.encode(run.orgId(), List.of(clear));
    OrgId other = new OrgId(UUID.randomUUID());
    assertThat(codec.decode(other, encrypted)).isEqualTo(encrypted);
    assertThat(codec.decode(run.orgId(), encrypted)).containsExactly(clear);
    Payload relabelled =
        encrypted.getFirst().toBuilder()
            .putMetadata("perdure-org", ByteString.copyFromUtf8(other.toString()))
            .build();
    assertThatThrownBy(() -> codec.decode(other, List.of(relabelled)))
        .isInstanceOf(UnreadableFieldException.class);
    assertThatThrownBy(
            () -> new RunPayloadCodec(cipher, "elsewhere", true).decode(run.orgId(), encrypted))
        .isInstanceOf(UnreadableFieldException.class);
  }

  private CodecDataConverter converter(boolean encrypting) {
    return new CodecDataConverter(
            RunPayloads.converter(),
            List.of(new RunPayloadCodec(cipher, "default", encrypting)),
            encrypting)
        .withContext(context);
  }

  private static FieldCipher cipher() {
    KeyRing ring = KeyRing.of(List.of("YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcywgb2s="));
    return new TinkFieldCipher(
        new Keysets(new Kept(), ring, Duration.ofMinutes(1), System::nanoTime),
        KeyPurpose.PAYLOADS);
  }

  /** Keysets in memory. */
  private static final class Kept implements KeysetStore {

    private final Map<OrgId, StoredKeyset> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<StoredKeyset> find(OrgId orgId, KeyPurpose purpose) {
      return Optional.ofNullable(kept.get(orgId));
    }

    @Override
    public boolean insert(StoredKeyset first) {
      return kept.putIfAbsent(first.orgId(), first) == null;
    }

    @Override
    public boolean replace(StoredKeyset changed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<OrgId> organizations() {
      return List.copyOf(kept.keySet());
    }
  }
}
