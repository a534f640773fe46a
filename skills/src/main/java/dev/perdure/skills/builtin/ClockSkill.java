package dev.perdure.skills.builtin;

import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the time. */
public final class ClockSkill implements Skill {

  private static final String ZONE = "time_zone";

  private final Tool currentTime;

  /**
   * @param clock tells the time; its zone is used when a call names none
   */
  public ClockSkill(Clock clock) {
    this.currentTime = new CurrentTime(clock);
  }

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor("clock", "1", "Clock", "Tells the current date and time.", "");
  }

  @Override
  public List<Tool> tools() {
    return List.of(currentTime);
  }

  private record CurrentTime(Clock clock) implements Tool {

    private static final Map<String, Object> SCHEMA =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                ZONE,
                Map.of(
                    "type",
                    "string",
                    "description",
                    "IANA time zone such as Europe/Berlin; left out means UTC.",
                    "minLength",
                    1,
                    "maxLength",
                    64)),
            "additionalProperties",
            false);

    @Override
    public ToolDescriptor descriptor() {
      return new ToolDescriptor(
          "current_time",
          "Tells the current date, time and day of the week.",
          SCHEMA,
          Effect.NONE,
          Duration.ofSeconds(5),
          3);
    }

    @Override
    public ToolOutput call(ToolInvocation invocation) {
      Object name = invocation.arguments().get(ZONE);
      try {
        ZoneId zone = name == null ? clock.getZone() : ZoneId.of(name.toString());
        return ToolOutput.of(tell(clock.instant().atZone(zone).truncatedTo(ChronoUnit.SECONDS)));
      } catch (DateTimeException e) {
        return ToolOutput.failure(
            "\"" + name + "\" is not a time zone. Use an IANA name such as Europe/Berlin or UTC.");
      }
    }

    private static String tell(ZonedDateTime now) {
      return "%s, %s, time zone %s"
          .formatted(
              DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now),
              now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
              now.getZone());
    }
  }
}
