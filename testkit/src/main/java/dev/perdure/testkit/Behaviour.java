package dev.perdure.testkit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scripted behaviour of the model server. The server takes, for each request, the first
 * behaviour of its script that matches and has uses left; with none it follows the cues in the last
 * user message, or echoes it.
 *
 * @param match which requests it is for; every request if absent
 * @param times how many requests it serves; 0 means without end
 * @param reply what to say; if absent, what the server would have said without a script
 * @param pace how fast to say it
 * @param fault what goes wrong; nothing if absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Behaviour(
    @Nullable Match match,
    @Nullable Integer times,
    @Nullable Reply reply,
    @Nullable Pace pace,
    @Nullable Fault fault) {

  /**
   * Which requests a behaviour is for.
   *
   * @param contains a part of the last user message
   * @param model the model's name as the request has it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Match(@Nullable String contains, @Nullable String model) {}

  /**
   * What the model says.
   *
   * @param text the answer
   * @param reasoning what it thought before
   * @param toolCalls the tools it calls, all in this turn
   * @param finishReason in OpenAI's words; worked out if absent
   * @param usage token counts; worked out from the lengths if absent
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Reply(
      @Nullable String text,
      @Nullable String reasoning,
      @Nullable List<ToolCall> toolCalls,
      @Nullable String finishReason,
      @Nullable Usage usage) {

    public Reply {
      toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    }

    @Override
    public List<ToolCall> toolCalls() {
      return toolCalls == null ? List.of() : toolCalls;
    }
  }

  /**
   * A tool call.
   *
   * @param arguments the text sent as arguments: JSON, or not, as the test wants
   */
  public record ToolCall(String name, String arguments) {}

  /** Token counts; cached is a part of input, reasoning a part of output. */
  public record Usage(int input, int cached, int output, int reasoning) {}

  /**
   * How fast the model speaks.
   *
   * @param firstByteMs milliseconds before the response's head is sent
   * @param chunkSize characters in one chunk; the server's own if absent
   * @param chunkMs milliseconds before each chunk
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pace(
      @Nullable Integer firstByteMs, @Nullable Integer chunkSize, @Nullable Integer chunkMs) {}

  /** What can go wrong. */
  public enum Kind {
    /** An HTTP error in place of an answer. */
    STATUS,
    /** The connection breaks after some chunks. */
    CUT,
    /** The stream ends properly after some chunks, without a finish reason. */
    END_EARLY,
    /** After some chunks nothing more comes, and the connection stays open. */
    STALL,
    /** After some chunks comes one that is not JSON. */
    GARBAGE,
    /** After some chunks comes an error event with the given status's error type. */
    ERROR_EVENT,
    /** The text never ends. */
    ENDLESS
  }

  /**
   * What goes wrong.
   *
   * @param afterChunks how many chunks of the stream are sent before
   * @param status the HTTP status, or the error event's
   * @param retryAfter the value of the {@code Retry-After} header
   * @param code the error's code in the provider's words, such as {@code context_length_exceeded}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Fault(
      Kind kind,
      @Nullable Integer afterChunks,
      @Nullable Integer status,
      @Nullable String retryAfter,
      @Nullable String code,
      @Nullable String message) {

    public static Fault of(Kind kind, int afterChunks) {
      return new Fault(kind, afterChunks, null, null, null, null);
    }
  }

  public static Behaviour natural() {
    return new Behaviour(null, null, null, null, null);
  }

  public static Behaviour answer(String text) {
    return natural().replying(new Reply(text, null, null, null, null));
  }

  public static Behaviour callTools(ToolCall... calls) {
    return natural().replying(new Reply(null, null, List.of(calls), null, null));
  }

  public static Behaviour status(int status) {
    return natural().failing(new Fault(Kind.STATUS, null, status, null, null, null));
  }

  /** 429 with a {@code Retry-After} header. */
  public static Behaviour rateLimited(String retryAfter) {
    return natural().failing(new Fault(Kind.STATUS, null, 429, retryAfter, null, null));
  }

  /** The answer, with something going wrong after some chunks of it. */
  public static Behaviour broken(String text, Kind kind, int afterChunks) {
    return answer(text).failing(Fault.of(kind, afterChunks));
  }

  public static Behaviour endless() {
    return natural().failing(new Fault(Kind.ENDLESS, null, null, null, null, null));
  }

  public Behaviour whenUserSays(String part) {
    return new Behaviour(
        new Match(part, match == null ? null : match.model()), times, reply, pace, fault);
  }

  public Behaviour forModel(String model) {
    return new Behaviour(
        new Match(match == null ? null : match.contains(), model), times, reply, pace, fault);
  }

  public Behaviour times(int uses) {
    return new Behaviour(match, uses, reply, pace, fault);
  }

  public Behaviour always() {
    return times(0);
  }

  public Behaviour replying(Reply what) {
    return new Behaviour(match, times, what, pace, fault);
  }

  public Behaviour failing(Fault how) {
    return new Behaviour(match, times, reply, pace, how);
  }

  public Behaviour paced(Pace how) {
    return new Behaviour(match, times, reply, how, fault);
  }

  /** Waits this long before the first byte. */
  public Behaviour after(int milliseconds) {
    var old = pace == null ? new Pace(null, null, null) : pace;
    return paced(new Pace(milliseconds, old.chunkSize(), old.chunkMs()));
  }

  /** Speaks in chunks of so many characters, each after so many milliseconds. */
  public Behaviour chunked(int characters, int milliseconds) {
    var first = pace == null ? null : pace.firstByteMs();
    return paced(new Pace(first, characters, milliseconds));
  }
}
