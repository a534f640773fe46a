package dev.perdure.activities;

import dev.perdure.core.run.Run;
import dev.perdure.workflows.AgentRunWorkflow;
import dev.perdure.workflows.RunAttributes;
import dev.perdure.workflows.RunInput;
import dev.perdure.workflows.RunPayloads;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;

/** Starts workflows as the service does. */
final class RunClient {

  private RunClient() {}

  static WorkflowClientOptions options() {
    return WorkflowClientOptions.newBuilder().setDataConverter(RunPayloads.converter()).build();
  }

  static WorkflowStub start(WorkflowClient client, String queue, Run run) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            AgentRunWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setTaskQueue(queue)
                .setWorkflowId(run.id().toString())
                .setTypedSearchAttributes(RunAttributes.atStart(run.ref(), run.agentId()))
                .build());
    stub.start(RunInput.first(run.ref()));
    return stub;
  }
}
