package dev.perdure.e2e.client;

/** The API answered something else than was expected. */
public final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  ApiFailure(Reply reply, String expectation) {
    super(reply + " (" + expectation + ")");
    this.reply = reply;
  }

  public Reply reply() {
    return reply;
  }
}
