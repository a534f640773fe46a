/**
 * The rehearsal model: follows cues in the conversation, without any network, the same way each
 * time.
 */
@NullMarked
package dev.perdure.llm.rehearsal;

import org.jspecify.annotations.NullMarked;
