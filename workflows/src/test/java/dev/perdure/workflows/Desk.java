package dev.perdure.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.RunError;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.run.RunStatus;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where people find what runs wait for. Whoever is first settles it, as in the database. */
final class Desk implements WaitActivities {

  final List<Paper> papers = new CopyOnWriteArrayList<>();

  /** What a person does at once when an interrupt opens. */
  Consumer<Paper> onOpen = paper -> {};

  /** Just before a deadline is settled. */
  Consumer<Paper> onExpire = paper -> {};

  /** Where the run stands when it takes no more work. */
  @Nullable RunStatus ended;

  private final LinkedBlockingQueue<Paper> news = new LinkedBlockingQueue<>();
  private final Script script;

  Desk(Script script) {
    this.script = script;
  }

  /** One interrupt. */
  final class Paper {
    final UUID id = UUID.randomUUID();
    final InterruptRequest request;
    final long openedAt = script.clock.getAsLong();
    private boolean open = true;
    private @Nullable Command settled;

    private Paper(InterruptRequest request) {
      this.request = request;
    }

    /** A person decides; answers whether it was in time. */
    synchronized boolean settle(Command.Kind kind, @Nullable RecoveryOperation operation) {
      if (!open) {
        return false;
      }
      open = false;
      String choice = operation == null ? null : operation.wireName();
      settled = script.command(request.step().run().runId(), kind, id, choice);
      return true;
    }

    boolean recover(RecoveryOperation operation) {
      return settle(Command.Kind.RECOVER, operation);
    }

    private synchronized boolean close() {
      boolean won = open;
      open = false;
      return won;
    }

    private synchronized @Nullable Command settled() {
      return settled;
    }

    /** The code of what stopped the run. */
    String code() {
      RunError error = request.error();
      return error == null ? "none" : error.code();
    }

    String name() {
      return request.reason().wireName() + " " + Script.place(request.step());
    }
  }

  /** The next interrupt that opens; opened ones are told once, in order. */
  Paper next() {
    try {
      Paper paper = news.poll(30, TimeUnit.SECONDS);
      assertThat(paper).as("an interrupt that opens").isNotNull();
      return paper;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Opened open(InterruptRequest request) {
    if (ended != null) {
      return new Opened(null, null, ended);
    }
    for (Paper paper : papers) {
      if (paper.request.equals(request)) {
        return new Opened(paper.id, paper.settled(), null);
      }
    }
    Paper paper = new Paper(request);
    papers.add(paper);
    note(paper, "open");
    onOpen.accept(paper);
    news.add(paper);
    return new Opened(paper.id, null, null);
  }

  @Override
  public void remind(RunRef run, UUID interruptId) {
    note(paper(interruptId), "remind");
  }

  @Override
  public Settled expire(RunRef run, UUID interruptId) {
    onExpire.accept(paper(interruptId));
    return close(interruptId, "expire");
  }

  @Override
  public Settled outOfTime(RunRef run, UUID interruptId) {
    onExpire.accept(paper(interruptId));
    return close(interruptId, "out of time for");
  }

  @Override
  public Settled retry(RunRef run, UUID interruptId) {
    return close(interruptId, "retry");
  }

  private Settled close(UUID interruptId, String what) {
    Paper paper = paper(interruptId);
    boolean won = paper.close();
    note(paper, won ? what : "too late to " + what);
    return new Settled(won, paper.settled());
  }

  private Paper paper(UUID id) {
    return papers.stream().filter(paper -> paper.id.equals(id)).findFirst().orElseThrow();
  }

  private void note(Paper paper, String what) {
    script.note(paper.request.step().run(), what + " " + paper.name());
  }
}
