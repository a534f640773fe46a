package dev.perdure.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.Ending;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.step.Decision;
import dev.perdure.core.step.PlannedCall;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that are stored or cross the workflow come back as they were. */
class JsonRoundTripTest {

  private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
  private static final UUID OTHER = UUID.fromString("01900000-0000-7000-8000-000000000002");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  static Stream<RunEvent> events() {
    return Stream.of(
        new RunEvent.RunStarted(ID, OTHER, "1.0"),
        new RunEvent.RunFinished(ID, OTHER, RunEvent.Outcome.SUCCESS, Map.of("text", "hi")),
        new RunEvent.RunFinished(ID, OTHER, RunEvent.Outcome.CANCELLED, null),
        new RunEvent.RunErrored("It broke.", "broken"),
        new RunEvent.StepStarted(StepKind.THINK),
        new RunEvent.StepFinished(StepKind.RESPOND),
        new RunEvent.TextMessageStart(ID, "assistant"),
        new RunEvent.TextMessageEnd(ID, "hi"),
        new RunEvent.TextMessageEnd(ID, null),
        new RunEvent.ToolCallStart("c1", "clock", ID),
        new RunEvent.ToolCallStart("c1", "clock", null),
        new RunEvent.ToolCallArgs("c1", "{}"),
        new RunEvent.ToolCallEnd("c1"),
        RunEvent.ToolCallResult.of(ID, "c1", "12:00", false),
        RunEvent.ToolCallResult.of(ID, "c1", "no such zone", true),
        new RunEvent.SubagentStarted(ID, "research", "Finds out.", OTHER, "c1"),
        new RunEvent.SubagentStarted(ID, "research", null, null, null),
        new RunEvent.SubagentFinished(ID, Map.of("text", "hi")),
        new RunEvent.SubagentErrored(ID, "It broke.", "broken"),
        new RunEvent.ReasoningStart(ID),
        new RunEvent.ReasoningEnd(ID, "Hm."),
        new RunEvent.ReasoningEnd(ID, null),
        new RunEvent.Custom(RunEvent.Custom.USAGE, Map.of("input_tokens", 12)));
  }

  static Stream<ContentPart> parts() {
    return Stream.of(
        new ContentPart.Text("hi"),
        new ContentPart.Image("image/png", null, "AA=="),
        new ContentPart.File("a.txt", "text/plain", "a.txt"),
        new ContentPart.ToolCall("c1", "clock", "{\"zone\": "),
        new ContentPart.ToolResult("c1", "clock", "12:00", true));
  }

  static Stream<Decision> decisions() {
    return Stream.of(
        new Decision.Act(
            List.of(
                new PlannedCall(1, "clock", Effect.NONE, Duration.ofMillis(1500), 4),
                new PlannedCall(2, "mail", Effect.ONCE, Duration.ofMinutes(1), 1))),
        new Decision.Respond(),
        new Decision.Ended(RunStatus.CANCELLED));
  }

  static Stream<Ending> endings() {
    return Stream.of(
        new Ending.Answered(4),
        new Ending.Failed(new RunError("broken", "It broke.", null)),
        new Ending.Cancelled(),
        new Ending.Expired());
  }

  private static <T> T roundTrip(T value, Class<T> type) throws JsonProcessingException {
    return MAPPER.readValue(MAPPER.writeValueAsString(value), type);
  }

  @ParameterizedTest
  @MethodSource("events")
  void keepsEvents(RunEvent event) throws JsonProcessingException {
    assertThat(roundTrip(event, RunEvent.class)).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void keepsContentParts(ContentPart part) throws JsonProcessingException {
    assertThat(roundTrip(part, ContentPart.class)).isEqualTo(part);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void keepsDecisions(Decision decision) throws JsonProcessingException {
    assertThat(roundTrip(decision, Decision.class)).isEqualTo(decision);
  }

  @ParameterizedTest
  @MethodSource("endings")
  void keepsEndings(Ending ending) throws JsonProcessingException {
    assertThat(roundTrip(ending, Ending.class)).isEqualTo(ending);
  }

  @Test
  void namesTheTypeOfEveryEventAsTheProtocolDoes() throws JsonProcessingException {
    Set<String> types =
        Arrays.stream(RunEvent.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertThat(events().map(e -> e.getClass().getSimpleName())).containsAll(types);
    assertThat(MAPPER.writeValueAsString(new RunEvent.TextMessageEnd(ID, null)))
        .isEqualTo("{\"type\":\"TEXT_MESSAGE_END\",\"messageId\":\"" + ID + "\"}");
    assertThat(MAPPER.writeValueAsString(new RunEvent.StepStarted(StepKind.ACT)))
        .isEqualTo("{\"type\":\"STEP_STARTED\",\"stepName\":\"ACT\"}");
  }

  @Test
  void keepsAgentConfigurations() throws JsonProcessingException {
    AgentConfig config =
        AgentConfig.of(
            "Be brief.", "openai/x", new ModelParameters(0.5, null, 100), List.of("clock"), 7);
    assertThat(roundTrip(config, AgentConfig.class)).isEqualTo(config);
  }

  @Test
  void fillsInWhatAnOlderAgentConfigurationLacks() throws JsonProcessingException {
    AgentConfig config =
        MAPPER.readValue("{\"model\":\"openai/x\",\"later\":1}", AgentConfig.class);
    assertThat(config)
        .isEqualTo(
            AgentConfig.of(
                "",
                "openai/x",
                ModelParameters.defaults(),
                List.of(),
                AgentConfig.DEFAULT_MAX_STEPS));
  }

  @Test
  void writesAnOrganizationAsItsBareId() throws JsonProcessingException {
    RunRef run = new RunRef(new OrgId(ID), OTHER, ID);
    assertThat(MAPPER.writeValueAsString(run)).contains("\"orgId\":\"" + ID + "\"");
    assertThat(roundTrip(run, RunRef.class)).isEqualTo(run);
  }
}
