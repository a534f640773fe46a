package dev.perdure.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireJsonTest {

  private static final UUID ID = new UUID(0, 1);

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void aToolCallThatFailedIsToldInTheMetadataAlone() throws JsonProcessingException {
    JsonNode failed = wire(RunEvent.ToolCallResult.of(ID, "c1", "no such zone", true));
    assertThat(failed.at("/metadata/error").booleanValue()).isTrue();
    assertThat(failed.has("error")).isFalse();
    assertThat(failed.path("content").asText()).isEqualTo("no such zone");
    JsonNode done = wire(RunEvent.ToolCallResult.of(ID, "c1", "12:00", false));
    assertThat(done.path("metadata").has("error")).isFalse();
    assertThat(done.has("error")).isFalse();
  }

  @Test
  void aResultStoredBeforeFailuresWereToldIsRead() throws JsonProcessingException {
    String stored =
        "{\"type\":\"TOOL_CALL_RESULT\",\"messageId\":\"%s\",\"toolCallId\":\"c1\",".formatted(ID)
            + "\"content\":\"12:00\",\"role\":\"tool\"}";
    assertThat(mapper.readValue(stored, RunEvent.class))
        .isEqualTo(RunEvent.ToolCallResult.of(ID, "c1", "12:00", false));
  }

  private JsonNode wire(RunEvent event) throws JsonProcessingException {
    LoggedEvent logged =
        new LoggedEvent(new OrgId(ID), ID, 7, ID, ID + "/2.1", 1, Instant.EPOCH, event);
    return mapper.readTree(new WireJson().event(logged));
  }
}
