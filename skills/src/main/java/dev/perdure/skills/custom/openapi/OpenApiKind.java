package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillFlaws;
import dev.perdure.skills.custom.SkillKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Skills made of OpenAPI documents, 3.0 and 3.1: each operation that somebody chose is a tool. What
 * a document refers to outside itself is never read.
 */
public final class OpenApiKind implements SkillKind {

  private static final OutboundLimits FETCH =
      OutboundLimits.DEFAULT
          .withDeadline(Duration.ofSeconds(20))
          .withMaxBytes(DocumentReader.MOST_CHARS);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final ObjectMapper json =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private final JsonSchemas schemas;

  public OpenApiKind(JsonSchemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public String name() {
    return "openapi";
  }

  @Override
  public SkillDefinition define(SkillDraft draft, SkillContext context) {
    SkillFlaws flaws = new SkillFlaws();
    OpenApiDraft read = OpenApiDraft.read(draft, flaws);
    flaws.refuse();
    Document document =
        DocumentReader.read(read.file(draft), text(read, draft, context), flaws)
            .orElseGet(() -> {
              flaws.refuse();
              throw new IllegalStateException("a document that is none, without a flaw");
            });
    OpenApiDefinition definition =
        new DefinitionReader(document, read, schemas, flaws).definition();
    flaws.refuse();
    String title = read.titleOr(document.root().path("info").path("title").asText());
    return new SkillDefinition(
        String.valueOf(draft.name()),
        title,
        read.descriptionOr("Operations of " + title + "."),
        json.convertValue(definition, OBJECT),
        List.of());
  }

  @Override
  public Skill open(StoredSkill stored) {
    return new OpenApiSkill(
        stored, json.convertValue(stored.definition().definition(), OpenApiDefinition.class));
  }

  private static String text(OpenApiDraft read, SkillDraft draft, SkillContext context) {
    if (read.documentUrl().isEmpty()) {
      BundleFile file = draft.files().getFirst();
      return new String(file.content(), StandardCharsets.UTF_8);
    }
    try {
      OutboundResponse response =
          context.http().send(OutboundRequest.get(read.documentUrl()).withLimits(FETCH));
      if (response.status() != 200) {
        throw PerdureException.invalid(
            "document_unavailable",
            "The document's address answers " + response.status() + ".",
            "/settings/document_url");
      }
      return response.text();
    } catch (PerdureException e) {
      throw PerdureException.invalid(
          "document_unavailable", e.error().message(), "/settings/document_url");
    }
  }
}
