package com.example.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ModelSettings;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EchoProviderTest {

  @Test
  void saysTheLastMessageAgainAndStreamsIt() {
    StringBuilder heard = new StringBuilder();
    ModelReply reply =
        new EchoProviderFactory()
            .create(new ModelSettings(Map.of("ECHO_PREFIX", "Echo:")))
            .orElseThrow()
            .call(request("good morning"), heard::append, Cancellation.NEVER);
    assertEquals("Echo: good morning", heard.toString());
    assertEquals(List.of(new ContentPart.Text("Echo: good morning")), reply.content());
  }

  private static ModelRequest request(String text) {
    RunRef run = new RunRef(new OrgId(UUID.randomUUID()), UUID.randomUUID(), UUID.randomUUID());
    Message message =
        new Message(
            run.orgId(),
            UUID.randomUUID(),
            run.sessionId(),
            run.sessionId(),
            1,
            run.runId(),
            null,
            Role.USER,
            List.of(new ContentPart.Text(text)),
            Instant.EPOCH);
    return new ModelRequest(
        StepRef.of(run, 1),
        "any",
        "",
        List.of(message),
        List.of(),
        ModelParameters.defaults(),
        Duration.ofSeconds(10));
  }
}
