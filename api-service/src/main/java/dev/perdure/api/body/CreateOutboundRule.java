package dev.perdure.api.body;

import dev.perdure.core.net.OutboundRule;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new rule about what requests to the outside may reach.
 *
 * @param action {@code internal} is the operator's to give
 * @param target a host, a suffix such as {@code *.example.com}, an address, or a range
 * @param ports 80 and 443 when absent
 */
public record CreateOutboundRule(
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "internal is the operator's to give.")
        OutboundRule.@Nullable Action action,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "*.example.com")
        @Nullable String target,
    @Schema(description = "80 and 443 when absent.") @Nullable List<@Nullable Integer> ports) {}
