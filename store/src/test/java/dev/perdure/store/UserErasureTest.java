package dev.perdure.store;

/** With messages in the clear. */
final class UserErasureTest extends UserErasureContract {

  UserErasureTest() {
    super(false);
  }
}
