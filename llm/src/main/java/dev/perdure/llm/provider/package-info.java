/** Providers reached over HTTP through LangChain4j. */
@NullMarked
package dev.perdure.llm.provider;

import org.jspecify.annotations.NullMarked;
