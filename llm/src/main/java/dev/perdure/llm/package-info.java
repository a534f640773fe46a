/** Finds the provider that a model's name asks for, and configures the providers there are. */
@NullMarked
package dev.perdure.llm;

import org.jspecify.annotations.NullMarked;
