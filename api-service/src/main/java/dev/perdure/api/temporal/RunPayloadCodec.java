package dev.perdure.api.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.tenant.OrgId;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import io.temporal.payload.context.HasWorkflowSerializationContext;
import io.temporal.payload.context.SerializationContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what crosses a run's workflow with the keys of the run's organization, which the
 * encrypted payload names. What is not encrypted is read as it is: histories from before the option
 * was set, and the option can be taken back.
 */
public final class RunPayloadCodec implements PayloadCodec {

  private static final String ENCODING = "encoding";
  private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
  private static final String ORGANIZATION = "perdure-org";

  private final FieldCipher cipher;
  private final String namespace;
  private final boolean encrypting;
  private final WorkflowOrgs orgs;
  private final @Nullable String workflowId;

  /**
   * @param encrypting whether new payloads are encrypted
   */
  public RunPayloadCodec(FieldCipher cipher, String namespace, boolean encrypting) {
    this(cipher, namespace, encrypting, new WorkflowOrgs(), null);
  }

  private RunPayloadCodec(
      FieldCipher cipher,
      String namespace,
      boolean encrypting,
      WorkflowOrgs orgs,
      @Nullable String workflowId) {
    this.cipher = cipher;
    this.namespace = namespace;
    this.encrypting = encrypting;
    this.orgs = orgs;
    this.workflowId = workflowId;
  }

  @Override
  public PayloadCodec withContext(SerializationContext context) {
    return context instanceof HasWorkflowSerializationContext workflow
        ? new RunPayloadCodec(cipher, namespace, encrypting, orgs, workflow.getWorkflowId())
        : this;
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    if (!encrypting || payloads.isEmpty()) {
      return payloads;
    }
    OrgId orgId =
        orgs.find(workflowId, payloads)
            .orElseThrow(() ->
                new PayloadCodecException(
                    "payloads of workflow " + workflowId + " name no organization"));
    return payloads.stream().map(payload -> encrypted(orgId, payload)).toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decoded).toList();
  }

  /** Encrypts payloads of an organization. */
  public List<Payload> encode(OrgId orgId, List<Payload> payloads) {
    return payloads.stream().map(payload -> encrypted(orgId, payload)).toList();
  }

  /** Decrypts those that are an organization's, and leaves the others as they are. */
  public List<Payload> decode(OrgId orgId, List<Payload> payloads) {
    return payloads.stream()
        .map(payload ->
            organization(payload).filter(orgId::equals).isPresent()
                ? decrypted(orgId, payload)
                : payload)
        .toList();
  }

  private Payload decoded(Payload payload) {
    Optional<OrgId> orgId = organization(payload);
    Payload clear = orgId.map(org -> decrypted(org, payload)).orElse(payload);
    if (encrypting) {
      orgs.learn(workflowId, orgId.or(() -> WorkflowOrgs.named(clear)));
    }
    return clear;
  }

  private Payload encrypted(OrgId orgId, Payload payload) {
    if (organization(payload).isPresent()) {
      return payload;
    }
    return Payload.newBuilder()
        .putMetadata(ENCODING, ENCRYPTED)
        .putMetadata(ORGANIZATION, ByteString.copyFromUtf8(orgId.toString()))
        .setData(ByteString.copyFrom(cipher.encrypt(orgId, field(), payload.toByteArray())))
        .build();
  }

  private Payload decrypted(OrgId orgId, Payload payload) {
    try {
      return Payload.parseFrom(cipher.decrypt(orgId, field(), payload.getData().toByteArray()));
    } catch (InvalidProtocolBufferException e) {
      throw new PayloadCodecException(e);
    }
  }

  private FieldName field() {
    return new FieldName("temporal", namespace, "payload");
  }

  private static Optional<OrgId> organization(Payload payload) {
    return ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING))
        ? WorkflowOrgs.read(
            payload.getMetadataOrDefault(ORGANIZATION, ByteString.EMPTY).toStringUtf8())
        : Optional.empty();
  }
}
