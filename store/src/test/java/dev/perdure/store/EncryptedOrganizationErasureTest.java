package dev.perdure.store;

/** With messages encrypted. */
final class EncryptedOrganizationErasureTest extends OrganizationErasureContract {

  EncryptedOrganizationErasureTest() {
    super(true);
  }
}
