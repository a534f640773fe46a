package dev.perdure.store;

/** With messages in the clear. */
final class DataExportTest extends DataExportContract {

  DataExportTest() {
    super(false);
  }
}
