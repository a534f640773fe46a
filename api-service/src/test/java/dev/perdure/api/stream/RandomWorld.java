package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.step.StepKind;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A session with writers, an unreliable Redis, and one client that comes and goes. */
final class RandomWorld {

  private static final String[] PIECES = {"a", "ö ", "🌍", "word ", "\ud83c", "👩‍🚀"};

  private final Random random;
  private final OrgId org = new OrgId(new UUID(1, 1));
  private final UUID session = new UUID(2, 2);
  private final MemoryLog log = new MemoryLog();
  private final Map<UUID, String> redis = new HashMap<>();
  private final Map<UUID, String> ended = new HashMap<>();
  private final List<Writer> writers = new ArrayList<>();
  private final List<LiveItem> channel = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();
  private final ClientTexts texts = new ClientTexts();
  private final StreamOptions options;
  private SseFrames connection = new SseFrames();
  private EventReader reader;
  private int seen;
  private long firstCursor;
  private boolean joined;

  RandomWorld(Random random) {
    this.random = random;
    this.options =
        new StreamOptions(
            StreamOptions.defaults().heartbeat(),
            10,
            1 + random.nextInt(5),
            StreamOptions.defaults().retry());
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      writers.add(new Writer(new RunRef(org, session, id()), 1 + random.nextInt(5)));
    }
    this.reader = reader(0);
  }

  MemoryLog log() {
    return log;
  }

  List<Long> ids() {
    return ids;
  }

  ClientTexts texts() {
    return texts;
  }

  /** The whole texts of messages that ended and were not void. */
  Map<UUID, String> endedTexts() {
    return ended;
  }

  long firstCursor() {
    return firstCursor;
  }

  boolean quiet() {
    return joined && channel.isEmpty() && writers.stream().allMatch(Writer::done);
  }

  void step() throws IOException {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> writers.get(random.nextInt(writers.size())).write();
      case 4, 5, 6 -> deliver();
      case 7 -> disturb();
      case 8 -> connect();
      default -> heartbeat();
    }
  }

  /** The last heartbeat. */
  void settle() throws IOException {
    heartbeat();
  }

  private void deliver() throws IOException {
    if (!joined || channel.isEmpty()) {
      return;
    }
    int next = random.nextInt(8) == 0 ? random.nextInt(channel.size()) : 0;
    LiveItem item = channel.get(next);
    if (random.nextInt(10) != 0) {
      channel.remove(next);
    }
    reader.heard(item);
    look();
  }

  private void disturb() {
    switch (random.nextInt(3)) {
      case 0 -> redis.clear();
      case 1 -> channel.clear();
      default -> {
        if (!channel.isEmpty()) {
          channel.remove(random.nextInt(channel.size()));
        }
      }
    }
  }

  private void connect() throws IOException {
    if (joined && random.nextInt(3) != 0) {
      return;
    }
    long after = joined ? last() : random.nextInt(log.all().size() + 1);
    if (!joined) {
      firstCursor = after;
    }
    joined = true;
    channel.clear();
    connection = new SseFrames();
    seen = 0;
    texts.connected();
    reader = reader(after);
    reader.prepare();
    heartbeat();
  }

  private void heartbeat() throws IOException {
    if (joined) {
      reader.catchUp();
      look();
    }
  }

  private long last() {
    return ids.isEmpty() ? firstCursor : ids.getLast();
  }

  private EventReader reader(long after) {
    return new EventReader(
        new StreamRequest(org, session, null, after, Set.of()),
        log,
        message -> redis.getOrDefault(message, ""),
        new RunFamily(null, List::of),
        options,
        new SseWriter(connection));
  }

  private void look() {
    List<SseFrames.Frame> frames = connection.events();
    for (SseFrames.Frame frame : frames.subList(seen, frames.size())) {
      if (frame.id() > 0) {
        ids.add(frame.id());
      }
      texts.take(frame);
    }
    seen = frames.size();
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** Writes messages one after the other, as the steps of a run do. */
  private final class Writer {
    private final RunRef run;
    private int messagesLeft;
    private UUID message = id();
    private String text = "";
    private boolean open;

    Writer(RunRef run, int messages) {
      this.run = run;
      this.messagesLeft = messages;
    }

    boolean done() {
      return messagesLeft == 0;
    }

    void write() {
      if (done()) {
        return;
      }
      if (!open) {
        message = id();
        text = "";
        open = true;
        publish(log.commit(run, new RunEvent.StepStarted(StepKind.THINK)));
        publish(log.commit(run, new RunEvent.TextMessageStart(message, "assistant")));
      } else if (text.endsWith("\ud83c")) {
        delta("\udf0d");
      } else if (random.nextInt(5) != 0) {
        delta(PIECES[random.nextInt(PIECES.length)]);
      } else {
        end();
      }
    }

    private void delta(String piece) {
      // A publisher that is not sure whether a piece went out sends it again with the next one.
      int from = random.nextInt(4) == 0 ? random.nextInt(text.length() + 1) : text.length();
      text += piece;
      Delta delta =
          new Delta(run.runId(), run.runId() + "/1", message, 1, from, text.substring(from));
      // Redis never holds half a character; the publisher sees to that.
      if (!Character.isHighSurrogate(text.charAt(text.length() - 1))) {
        redis.put(message, text);
      }
      channel.add(new LiveItem.Text(delta));
    }

    private void end() {
      boolean isVoid = random.nextInt(4) == 0;
      open = false;
      messagesLeft--;
      publish(log.commit(run, new RunEvent.TextMessageEnd(message, isVoid ? null : text)));
      if (isVoid) {
        publish(
            log.commit(
                run,
                new RunEvent.Custom(
                    RunEvent.Custom.MESSAGE_RESET, Map.of("message_id", message.toString()))));
      } else {
        ended.put(message, text);
      }
    }

    private void publish(LoggedEvent event) {
      if (random.nextInt(8) != 0) {
        channel.add(new LiveItem.Events(List.of(event)));
      }
    }
  }
}
