package dev.perdure.api.temporal;

import dev.perdure.workflows.RunAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes sure that Temporal knows the search attributes runs are started with. */
final class RunSearchAttributes {

  private static final List<SearchAttributeKey<?>> NEEDED =
      List.of(
          RunAttributes.ORG_ID,
          RunAttributes.AGENT_ID,
          RunAttributes.SESSION_ID,
          RunAttributes.RUN_STATUS);

  private RunSearchAttributes() {}

  /** Registers those that are missing. */
  static void register(TemporalConnection temporal) {
    String namespace = temporal.config().namespace();
    // The channel belongs to the connection; nothing here is to be closed.
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(temporal.stubs().getRawChannel())
                .validateAndBuildWithDefaults());
    Map<String, IndexedValueType> known =
        operator
            .blockingStub()
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
            .getCustomAttributesMap();
    Map<String, IndexedValueType> missing =
        NEEDED.stream()
            .filter(key -> !known.containsKey(key.getName()))
            .collect(
                Collectors.toMap(SearchAttributeKey::getName, SearchAttributeKey::getValueType));
    if (!missing.isEmpty()) {
      add(operator, namespace, missing);
    }
  }

  private static void add(
      OperatorServiceStubs operator, String namespace, Map<String, IndexedValueType> missing) {
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putAllSearchAttributes(missing)
                  .build());
    } catch (StatusRuntimeException e) {
      // Another node was quicker.
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }
}
