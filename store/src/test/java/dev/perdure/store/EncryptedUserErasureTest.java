package dev.perdure.store;

/** With messages encrypted. */
final class EncryptedUserErasureTest extends UserErasureContract {

  EncryptedUserErasureTest() {
    super(true);
  }
}
