package dev.perdure.store;

/** With messages encrypted. */
final class EncryptedDataExportTest extends DataExportContract {

  EncryptedDataExportTest() {
    super(true);
  }
}
