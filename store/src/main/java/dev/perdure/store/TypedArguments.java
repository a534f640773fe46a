package dev.perdure.store;

import dev.perdure.core.event.RunEvent;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.StepFamily.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that a user gave a call in the place of the agent's. They stand in its step, its
 * effects and in what people were asked about it since; also in forks. Others may have given it
 * others, so only what is just these is masked.
 */
final class TypedArguments {

  private static final String OF_CALL =
      " WHERE org_id = :org AND run_id = :run AND number = :number AND call = :call"
          + " AND arguments IS NOT NULL";

  private static final String EFFECTS =
      "SELECT run_id, number, call, generation, arguments FROM effects" + OF_CALL;

  private static final String INTERRUPTS = "SELECT id, arguments FROM interrupts" + OF_CALL;

  private final Bodies bodies;
  private final MaskedBodies masked;
  private final MaskedEvents events;
  private final StepFamily family;

  TypedArguments(Bodies bodies, MaskedBodies masked, MaskedEvents events, StepFamily family) {
    this.bodies = bodies;
    this.masked = masked;
    this.events = events;
    this.family = family;
  }

  void mask(Handle handle, OrgId orgId, Place place, String arguments) {
    String typed = PgText.clean(arguments);
    for (StepFamily.Member step : family.of(handle, orgId, place)) {
      if (typed.equals(step.arguments())) {
        masked.mark(handle, orgId, Body.STEP_ARGUMENTS, step.place().id());
      }
      rows(handle, orgId, step.place(), EFFECTS, Body.EFFECT_ARGUMENTS, typed);
      Set<String> asked =
          rows(handle, orgId, step.place(), INTERRUPTS, Body.INTERRUPT_ARGUMENTS, typed);
      if (!asked.isEmpty()) {
        asked(handle, orgId, step.place().run(), asked);
      }
    }
  }

  /** Masks those that are typed; names them. */
  private Set<String> rows(
      Handle handle, OrgId orgId, Place place, String sql, Body body, String typed) {
    Set<String> found = new HashSet<>();
    handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .bind("run", place.run())
        .bind("number", place.number())
        .bind("call", place.call())
        .map((rs, ctx) -> Map.entry(body.rows().id(rs), rs.getString("arguments")))
        .list()
        .forEach(row -> {
          if (typed.equals(bodies.read(orgId, body, row.getKey(), row.getValue()))) {
            masked.mark(handle, orgId, body, row.getKey());
            found.add(row.getKey());
          }
        });
    return found;
  }

  private void asked(Handle handle, OrgId orgId, UUID run, Set<String> interrupts) {
    events.named(
        handle,
        orgId,
        run,
        List.of(RunEvent.Custom.WAITING, RunEvent.Custom.REMINDER),
        event -> {
          RunEvent.Custom asked = (RunEvent.Custom) event;
          Map<String, Object> value = masked(asked.value(), interrupts);
          return value.equals(asked.value())
              ? Optional.empty()
              : Optional.of(new RunEvent.Custom(asked.name(), value));
        });
  }

  /** The value of an event, or an interrupt in it. */
  private static Map<String, Object> masked(Map<?, ?> value, Set<String> interrupts) {
    boolean about = interrupts.contains(String.valueOf(value.get("id")));
    Map<String, Object> all = new HashMap<>();
    value.forEach((key, old) -> all.put(String.valueOf(key), masked(old, about, interrupts)));
    return all;
  }

  private static @Nullable Object masked(
      @Nullable Object value, boolean about, Set<String> interrupts) {
    return switch (value) {
      case null -> null;
      case List<?> list ->
          list.stream()
              .map(part -> part instanceof Map<?, ?> map ? masked(map, interrupts) : part)
              .toList();
      case Map<?, ?> map when about && map.containsKey("arguments") -> marked(map);
      default -> value;
    };
  }

  private static Map<String, Object> marked(Map<?, ?> metadata) {
    Map<String, Object> all = new HashMap<>();
    metadata.forEach((key, old) -> all.put(String.valueOf(key), old));
    all.put("arguments", Mark.TEXT);
    return all;
  }
}
