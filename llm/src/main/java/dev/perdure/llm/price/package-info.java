/** What models cost: a table with dates, and the prices that the configuration sets over it. */
@NullMarked
package dev.perdure.llm.price;

import org.jspecify.annotations.NullMarked;
