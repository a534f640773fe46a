package dev.perdure.api.service;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.InterruptStore.InterruptFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the interrupt that a request means: by its id, by its tool call, or as the only one. */
final class InterruptChoice {

  private static final int PAGE = 200;

  private final InterruptStore interrupts;

  InterruptChoice(InterruptStore interrupts) {
    this.interrupts = interrupts;
  }

  /**
   * The interrupt's id. When none is named, and none is open any more, it is the last one: so that
   * a request sent twice means the same twice.
   */
  UUID choose(Run run, WaitReason reason, @Nullable UUID id, @Nullable String toolCallId) {
    if (id != null) {
      return named(run, reason, id);
    }
    List<Interrupt> all = all(run, reason);
    if (toolCallId != null) {
      return all.reversed().stream()
          .filter(interrupt -> toolCallId.equals(interrupt.toolCallId()))
          .findFirst()
          .map(Interrupt::id)
          .orElseThrow(() -> PerdureException.notFound("interrupt", toolCallId));
    }
    List<Interrupt> open = all.stream().filter(InterruptChoice::open).toList();
    if (open.size() > 1) {
      throw PerdureException.invalid(
          "interrupt_required",
          "There are %d open. Say by interrupt_id which one is meant.".formatted(open.size()),
          "/interrupt_id");
    }
    if (all.isEmpty()) {
      throw PerdureException.conflict(
          "no_open_interrupt",
          "The run waits for no %s; it is %s.".formatted(word(reason), run.status().wireName()),
          run.status());
    }
    return open.isEmpty() ? all.getLast().id() : open.getFirst().id();
  }

  private UUID named(Run run, WaitReason reason, UUID id) {
    Interrupt found =
        interrupts
            .get(run.orgId(), id)
            .filter(interrupt -> interrupt.run().sessionId().equals(run.sessionId()))
            .orElseThrow(() -> PerdureException.notFound("interrupt", id));
    if (found.reason() != reason) {
      throw PerdureException.conflict(
          "operation_not_offered",
          "The interrupt %s is no %s: it waits for %s."
              .formatted(id, word(reason), found.reason().wireName()),
          run.status());
    }
    return id;
  }

  private List<Interrupt> all(Run run, WaitReason reason) {
    InterruptFilter filter = new InterruptFilter(null, run.id(), reason, null);
    List<Interrupt> all = new ArrayList<>();
    Page<Interrupt> page = interrupts.list(run.orgId(), filter, new PageRequest(PAGE, null));
    all.addAll(page.items());
    while (page.next() != null) {
      page = interrupts.list(run.orgId(), filter, new PageRequest(PAGE, page.next()));
      all.addAll(page.items());
    }
    return all;
  }

  private static boolean open(Interrupt interrupt) {
    return interrupt.status() == Interrupt.Status.OPEN;
  }

  private static String word(WaitReason reason) {
    return switch (reason) {
      case APPROVAL -> "approval";
      case INPUT -> "answer to a question";
      case BUDGET -> "top-up";
      case RECOVERY -> "recovery";
    };
  }
}
