package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.api.plugin.PluginJar;
import dev.perdure.devstack.SharedDevStack;
import dev.perdure.devstack.TestStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-ins of {@code examples/}, built as anybody would and put into the folder. */
class PluginExamplesTest {

  @TempDir Path temporary;

  @Test
  void aSkillAndAModelOfPlugInsAreUsedLikeOurOwn() throws IOException {
    Path plugins = Files.createDirectory(temporary.resolve("plugins"));
    build("plugin-skill", plugins);
    build("plugin-model", plugins);
    TestStack stack =
        SharedDevStack.get().forTest(PluginExamplesTest.class, "api", TestService::migrate);
    Map<String, String> environment = TestService.environment(stack);
    environment.put("PERDURE_PLUGINS", plugins.toString());
    String key = TestService.provision(stack).apiKey();
    try (ServiceProcess process = ServiceProcess.start(environment)) {
      Client client = new Client(process.url(), key, Contract.of(process));
      JsonNode parcels = client.get("/v1/skills/parcels").expect(200).json();
      assertThat(parcels.path("source").asText()).isEqualTo("plugin");
      assertThat(parcels.path("health").path("message").asText()).contains("base_url");
      assertThat(
              client
                  .post(
                      "/v1/skills/parcels/tools/track_parcel:try",
                      "{\"arguments\":{\"number\":\"AB123456\"}}")
                  .expect(200)
                  .string("content"))
          .startsWith("The skill is not set up");

      assertThat(client.get("/v1/models").expect(200).json().path("providers"))
          .extracting(JsonNode::asText)
          .contains("echo");
      String agent =
          client
              .post(
                  "/v1/agents",
                  "{\"name\":\"parrot\",\"config\":{\"model\":\"echo/any\",\"skills\":[\"parcels\"]}}")
              .expect(201)
              .string("id");
      String run =
          client
              .post("/v1/runs", "{\"agent_id\":\"%s\",\"input\":\"good morning\"}".formatted(agent))
              .expect(202)
              .string("run_id");
      assertThat(client.get("/v1/runs/" + run + "?wait=30s").expect(200).string("output"))
          .isEqualTo("You said: good morning");
    }
  }

  private void build(String example, Path plugins) throws IOException {
    Path main = Path.of("..", "examples", example, "src", "main");
    try (Stream<Path> sources = Files.walk(main.resolve("java"))) {
      List<Path> all = sources.filter(file -> file.toString().endsWith(".java")).toList();
      Path built =
          PluginJar.build(temporary.resolve(example + ".jar"), all, main.resolve("resources"));
      Files.move(built, plugins.resolve(built.getFileName()));
    }
  }
}
