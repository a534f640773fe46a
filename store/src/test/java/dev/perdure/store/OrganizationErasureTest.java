package dev.perdure.store;

/** With messages in the clear. */
final class OrganizationErasureTest extends OrganizationErasureContract {

  OrganizationErasureTest() {
    super(false);
  }
}
