package dev.perdure.e2e.proof;

import dev.perdure.e2e.proof.Plot.Encore;
import dev.perdure.testkit.Behaviour;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A plot in the making. */
final class Draft {

  private final Random random;
  private final int number;
  private final String mark;
  private final List<Note> notes = new ArrayList<>();
  private final List<Behaviour> illness = new ArrayList<>();
  private final List<Interference> meanwhile = new ArrayList<>();
  private Role role = Role.PLAIN;
  private String input = "";
  private Set<String> endings = Set.of("succeeded");
  private boolean whole = true;
  private Wishes wishes = Wishes.OBLIGING;
  private Encore encore = Encore.NONE;

  Draft(Random random, int number) {
    this.random = random;
    this.number = number;
    this.mark = "m%04d-%07x".formatted(number, random.nextInt(1 << 28));
  }

  Random random() {
    return random;
  }

  String mark() {
    return mark;
  }

  @SafeVarargs
  final <T> T anyOf(T... values) {
    return values[random.nextInt(values.length)];
  }

  Duration within(int milliseconds) {
    return Duration.ofMillis(random.nextInt(milliseconds));
  }

  /** Plans an effect, and gives the cue for it. */
  String note(Note.Kind kind) {
    Note note = new Note(mark + "." + (notes.size() + 1), kind);
    notes.add(note);
    return note.cue();
  }

  String anyNote() {
    return note(anyOf(Note.Kind.values()));
  }

  String say() {
    return " [[say done %s]]".formatted(mark);
  }

  /** Speaks for a while. */
  String speak() {
    return " [[words %d %d]] %s".formatted(20 + random.nextInt(60), 5 + random.nextInt(20), mark);
  }

  String calculate() {
    return "[[call calculator {\"expression\": \"%d*%d\"}]]"
        .formatted(random.nextInt(99), random.nextInt(99));
  }

  /** Calls for a while, with other arguments each time. */
  String calculateOften(int times) {
    return "[[loop %d calculator {\"expression\": \"$i*3\"}]]".formatted(times);
  }

  String delegate(Role to, String cues) {
    return "[[call %s {\"task\": \"cue:%s\"}]]"
        .formatted(to.delegating(), URLEncoder.encode(cues, StandardCharsets.UTF_8));
  }

  Draft by(Role agent) {
    role = agent;
    return this;
  }

  Draft saying(String text) {
    input = text;
    return this;
  }

  Draft mayEnd(String... ways) {
    endings = Set.of(ways);
    return this;
  }

  /** Not all notes need be made. */
  Draft inPart() {
    whole = false;
    return this;
  }

  Draft wishing(Wishes other) {
    wishes = other;
    return this;
  }

  Draft ill(Behaviour behaviour) {
    illness.add(behaviour.whenUserSays(mark));
    return this;
  }

  Draft ordered(Duration after, String route, Map<String, Object> body) {
    meanwhile.add(new Interference.Order(after, route, body));
    return this;
  }

  Draft told(Duration after, String policy, String cues) {
    String own = "%s-in%d".formatted(mark, meanwhile.size() + 1);
    meanwhile.add(new Interference.Input(after, policy, cues + " " + own, own));
    return this;
  }

  Draft then(Encore next) {
    encore = next;
    return this;
  }

  Plot finish(String shape) {
    return new Plot(
        number,
        shape,
        random.nextInt(2),
        role,
        mark,
        input,
        notes,
        endings,
        whole,
        wishes,
        illness,
        meanwhile,
        encore);
  }
}
