package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.StepFamily.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a user typed to settle what a run waited for, and what came of it. */
final class TypedAnswers {

  private static final String SETTLED =
      """
      SELECT id, number, call, arguments, settlement FROM interrupts
      WHERE org_id = :org AND run_id = :run AND settled_by = :user
      """;

  private final Json json;
  private final Bodies bodies;
  private final MaskedBodies masked;
  private final MaskedEvents events;
  private final TypedArguments arguments;
  private final TypedOutcomes outcomes;

  TypedAnswers(Json json, Bodies bodies, MaskedBodies masked, MaskedEvents events) {
    StepFamily family = new StepFamily(json, bodies);
    this.json = json;
    this.bodies = bodies;
    this.masked = masked;
    this.events = events;
    this.arguments = new TypedArguments(bodies, masked, events, family);
    this.outcomes = new TypedOutcomes(json, bodies, masked, events, family);
  }

  /**
   * A settled interrupt.
   *
   * @param step absent when it was about the run as a whole
   * @param shown the arguments of the call, as the user saw them
   */
  private record Settled(
      String id, @Nullable Place step, @Nullable String shown, Map<String, Object> words) {}

  void mask(Handle handle, OrgId orgId, UUID user, UUID run) {
    List<Settled> settled =
        handle
            .createQuery(SETTLED)
            .bind("org", orgId.value())
            .bind("run", run)
            .bind("user", user)
            .map((rs, ctx) -> settled(orgId, run, rs))
            .list();
    Set<String> changed = new HashSet<>();
    for (Settled each : settled) {
      Map<String, Object> words = Mark.words(each.words());
      if (!words.equals(each.words())) {
        masked.write(handle, orgId, Body.INTERRUPT_SETTLEMENT, each.id(), json.object(words));
        changed.add(each.id());
        came(handle, orgId, each);
      }
    }
    if (!changed.isEmpty()) {
      resumed(handle, orgId, run, changed);
    }
  }

  private void came(Handle handle, OrgId orgId, Settled settled) {
    Place step = settled.step();
    if (step == null) {
      return;
    }
    if (!(settled.words().get("arguments") instanceof String typed)) {
      outcomes.mask(handle, orgId, step);
    } else if (!says(typed).equals(says(settled.shown()))) {
      arguments.mask(handle, orgId, step, typed);
    } // Else they said what the agent had said, and its call goes on as it is.
  }

  private Optional<Map<String, Object>> says(@Nullable String arguments) {
    return json.arguments(arguments == null ? "" : arguments);
  }

  private void resumed(Handle handle, OrgId orgId, UUID run, Set<String> interrupts) {
    events.named(
        handle,
        orgId,
        run,
        List.of(RunEvent.Custom.RESUMED),
        event -> {
          Map<String, Object> value = ((RunEvent.Custom) event).value();
          if (!interrupts.contains(String.valueOf(value.get("interruptId")))
              || !(value.get("settlement") instanceof Map<?, ?> words)) {
            return Optional.empty();
          }
          Map<String, Object> typed = new HashMap<>();
          words.forEach((key, word) -> typed.put(String.valueOf(key), word));
          Map<String, Object> masked = new HashMap<>(value);
          masked.put("settlement", Mark.words(typed));
          return Optional.of(new RunEvent.Custom(RunEvent.Custom.RESUMED, masked));
        });
  }

  private Settled settled(OrgId orgId, UUID run, ResultSet rs) throws SQLException {
    UUID id = Columns.uuid(rs, "id");
    Integer number = rs.getObject("number", Integer.class);
    Integer call = rs.getObject("call", Integer.class);
    String settlement =
        bodies.read(orgId, Body.INTERRUPT_SETTLEMENT, id, rs.getString("settlement"));
    return new Settled(
        id.toString(),
        number == null ? null : new Place(run, number, call == null ? 0 : call),
        bodies.readOrNull(orgId, Body.INTERRUPT_ARGUMENTS, id, rs.getString("arguments")),
        json.object(settlement));
  }
}
