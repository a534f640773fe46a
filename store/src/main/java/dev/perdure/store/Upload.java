package dev.perdure.store;

import java.util.UUID;

/**
 * A content that is stored and no version has yet.
 *
 * @param sha256 of its bytes, in hex
 */
record Upload(UUID contentId, long bytes, String mediaType, String sha256) {

  /** The content of a version, to be had by another one too. */
  static Upload of(FileRow row) {
    return new Upload(
        row.contentId(), row.file().size(), row.file().mediaType(), row.file().sha256());
  }
}
