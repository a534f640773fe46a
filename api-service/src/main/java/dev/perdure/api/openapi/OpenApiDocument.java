package dev.perdure.api.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import dev.perdure.api.json.ApiJson;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The OpenAPI 3.1 document, read from the resources when somebody first asks for it. */
public final class OpenApiDocument {

  private static final String SCHEME = "apiKey";
  private static final String COOKIE = "console";
  private static final String PREFIX = "/v1";

  private final List<Class<?>> resources;
  private byte @Nullable [] json;

  public OpenApiDocument(List<Class<?>> resources) {
    this.resources = List.copyOf(resources);
  }

  /** The document as JSON. */
  public synchronized byte[] json() {
    byte[] known = json;
    if (known == null) {
      try {
        known = Json31.mapper().writeValueAsBytes(read());
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
      json = known;
    }
    return known;
  }

  private OpenAPI read() {
    ObjectMapper mapper = ApiJson.mapper();
    mapper.setAnnotationIntrospector(
        AnnotationIntrospectorPair.pair(
            mapper.getSerializationConfig().getAnnotationIntrospector(), new RecordRequired()));
    // swagger-core keeps its converters in one static place.
    ModelConverters converters = ModelConverters.getInstance(true);
    ModelResolver resolver = new ModelResolver(mapper);
    resolver.setOpenapi31(true);
    converters.addConverter(resolver);
    try {
      OpenAPI document =
          new Reader(new SwaggerConfiguration().openAPI(seed()).openAPI31(true))
              .read(new LinkedHashSet<>(resources));
      document.setPaths(prefixed(document.getPaths()));
      new BodySchemas(converters, document.getComponents()).complete(resources);
      new Completion(resources).complete(document);
      new RequestSchemas(document.getComponents()).complete(document);
      return document;
    } finally {
      converters.removeConverter(resolver);
    }
  }

  private static OpenAPI seed() {
    Components components =
        new Components()
            .addSecuritySchemes(
                SCHEME,
                new SecurityScheme()
                    .type(SecurityScheme.Type.HTTP)
                    .scheme("bearer")
                    .bearerFormat("pdr_<id>_<secret>, or a JWT")
                    .description("An API key of the organization, or a token."))
            .addSecuritySchemes(
                COOKIE,
                new SecurityScheme()
                    .type(SecurityScheme.Type.APIKEY)
                    .in(SecurityScheme.In.COOKIE)
                    .name("__Host-perdure")
                    .description(
                        "A person signed in to the console; \"perdure\" without TLS. Changes want"
                            + " the header X-Perdure-Console: 1."));
    return new OpenAPI()
        .openapi("3.1.0")
        .info(
            new Info()
                .title("Perdure")
                .version("1")
                .description("Runs AI agents that outlive crashes.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .addSecurityItem(new SecurityRequirement().addList(SCHEME))
        .addSecurityItem(new SecurityRequirement().addList(COOKIE))
        .components(components);
  }

  private static Paths prefixed(Paths paths) {
    Paths prefixed = new Paths();
    new TreeMap<>(Map.copyOf(paths))
        .forEach((path, item) -> prefixed.addPathItem(PREFIX + path, item));
    return prefixed;
  }
}
