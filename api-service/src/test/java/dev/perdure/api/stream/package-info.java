/** Tests of the stream hub: every interleaving in memory, every fault on the real parts. */
@NullMarked
package dev.perdure.api.stream;

import org.jspecify.annotations.NullMarked;
