/** Keeps the contents of files in a store of objects that speaks the S3 protocol. */
@NullMarked
package dev.perdure.store.s3;

import org.jspecify.annotations.NullMarked;
