/** Skills and tools: the registry port and the SPI that skills implement. */
@NullMarked
package dev.perdure.core.skill;

import org.jspecify.annotations.NullMarked;
