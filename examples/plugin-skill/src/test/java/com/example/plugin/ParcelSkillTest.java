package com.example.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHead;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundReader;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.OrgId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParcelSkillTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());

  private final List<OutboundRequest> sent = new ArrayList<>();

  @Test
  void isFound() {
    assertTrue(
        ServiceLoader.load(dev.perdure.core.skill.Skill.class).stream()
            .anyMatch(provider -> provider.type().equals(ParcelSkill.class)));
  }

  @Test
  void asksTheCarrierWithTheKeyOfTheOrganization() {
    ToolOutput output = call(new Context(200, "In Ulm."));
    assertEquals("In Ulm.", output.content());
    assertEquals("https://carrier.example/parcels/AB123456", sent.getFirst().url());
    assertEquals("Bearer secret", sent.getFirst().headers().get("Authorization"));
  }

  @Test
  void saysWhatWentWrong() {
    assertTrue(call(new Context(404, "")).error());
    assertEquals(
        "carrier_refused",
        assertThrows(PerdureException.class, () -> call(new Context(401, ""))).error().code());
    assertTrue(
        assertThrows(PerdureException.class, () -> call(new Context(503, "")))
            .error()
            .retryable());
  }

  @Test
  void goesOnWhenItIsNotSetUp() {
    SkillContext bare = SkillContext.bare(ORG);
    assertTrue(call(bare).error());
    assertEquals(
        SkillHealth.State.NOT_CONFIGURED, new ParcelSkill().health(bare).state());
    assertEquals(SkillHealth.OK, new ParcelSkill().health(new Context(200, "")));
  }

  private static ToolOutput call(SkillContext context) {
    return new ParcelSkill()
        .tools()
        .getFirst()
        .call(
            ToolInvocation.tried(ORG, null, "try", Map.of("number", "AB123456")).with(context));
  }

  /** An organization whose carrier answers as a test wants it. */
  private final class Context implements SkillContext {

    private final int status;
    private final String body;

    Context(int status, String body) {
      this.status = status;
      this.body = body;
    }

    @Override
    public OrgId orgId() {
      return ORG;
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("base_url", "https://carrier.example");
    }

    @Override
    public Optional<String> secret(String name) {
      return Optional.of("secret");
    }

    @Override
    public OutboundHttp http() {
      return new OutboundHttp() {
        @Override
        public <T> T send(OutboundRequest request, OutboundReader<T> reader) {
          sent.add(request);
          try {
            return reader.read(
                new OutboundHead(request.url(), status, Map.of()),
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
    }
  }
}
