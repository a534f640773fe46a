package dev.perdure.skills.builtin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.search.SearchQuery;
import dev.perdure.core.search.SearchResult;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.internal.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSkillTest {

  private final WebSkill skill = new WebSkill(WebCalls.CLOCK, List.of());
  private final Tool search = skill.tools().getFirst();
  private final WebCalls calls = new WebCalls();

  @AfterEach
  void stop() {
    calls.close();
  }

  private List<String> problems(String settings) {
    return new StrictJsonSchemas().problems(skill.descriptor().configSchema(), settings);
  }

  @Test
  void saysWhatItsToolsDo() {
    assertThat(skill.tools())
        .extracting(tool -> tool.descriptor().name())
        .containsExactly("web_search", "fetch_page");
    assertThat(skill.tools())
        .allSatisfy(tool -> {
          assertThat(tool.descriptor().effect()).isEqualTo(Effect.NONE);
          assertThat(tool.descriptor().untrusted()).isTrue();
        });
  }

  @Test
  void tellsTheModelThatNothingIsSetUp() {
    ToolOutput output = calls.call(search, calls.context(Map.of(), Map.of()), Map.of("query", "x"));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).contains("not set up", "fetch_page");
    assertThat(skill.health(calls.context(Map.of(), Map.of())).state())
        .isEqualTo(SkillHealth.State.NOT_CONFIGURED);
  }

  @Test
  void isHealthyWithWhatTheProviderNeeds() {
    Map<String, Object> tavily = Map.of("provider", "tavily");
    SkillHealth without = skill.health(calls.context(tavily, Map.of()));
    assertThat(without.state()).isEqualTo(SkillHealth.State.NOT_CONFIGURED);
    assertThat(without.message()).contains("Tavily", "api_key");
    assertThat(skill.health(calls.context(tavily, Map.of("api_key", "k"))))
        .isEqualTo(SkillHealth.OK);
    assertThat(skill.health(calls.context(Map.of("provider", "gone"), Map.of())).state())
        .isEqualTo(SkillHealth.State.NOT_CONFIGURED);
  }

  @Test
  void saysThatAKeyIsMissing() {
    assertThat(
            Failures.tool(() ->
                    calls.call(
                        search,
                        calls.context(Map.of("provider", "brave"), Map.of()),
                        Map.of("query", "x")))
                .code())
        .isEqualTo("search_not_configured");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"provider\":\"tavily\"}",
        "{\"provider\":\"searxng\",\"searxng\":{\"base_url\":\"https://s.example\"}}",
        "{\"provider\":\"google\",\"google\":{\"cx\":\"8ac1:b-_\"},\"cost_micros\":5000}",
        "{\"fetch\":{\"user_agent\":\"Acme/1 (+https://acme.example)\",\"max_bytes\":65536}}"
      })
  void takesSettings(String settings) {
    assertThat(problems(settings)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"provider\":\"altavista\"}",
        "{\"provider\":\"searxng\"}",
        "{\"provider\":\"searxng\",\"searxng\":{}}",
        "{\"provider\":\"searxng\",\"searxng\":{\"base_url\":\"ftp://x\"}}",
        "{\"provider\":\"google\"}",
        "{\"provider\":\"tavily\",\"tavily\":{\"api_key\":\"not here\"}}",
        "{\"cost_micros\":-1}",
        "{\"fetch\":{\"user_agent\":\"A\\r\\nX: y\"}}",
        "{\"fetch\":{\"max_bytes\":999999999}}"
      })
  void refusesSettingsThatCannotWork(String settings) {
    assertThat(problems(settings)).isNotEmpty();
  }

  @Test
  void costsWhatTheOrganizationSays() {
    assertThat(search.costMicros(calls.context(Map.of(), Map.of()))).isZero();
    assertThat(
            search.costMicros(
                calls.context(Map.of("provider", "tavily", "cost_micros", 8_000), Map.of())))
        .isEqualTo(8_000);
  }

  @Test
  void asksAProviderOfAPluginWithItsOwnSettings() {
    Plugin plugin = new Plugin("acme_search");
    WebSkill more = new WebSkill(WebCalls.CLOCK, List.of(plugin));
    ToolOutput output =
        calls.call(
            more.tools().getFirst(),
            calls.context(
                Map.of("provider", "acme_search", "acme_search", Map.of("shelf", "3")),
                Map.of("token", "t-1")),
            Map.of("query", " x ", "count", 2));
    assertThat(plugin.asked).containsExactly("x 2 3 t-1");
    assertThat(output.content()).contains("1. ", "2. ").doesNotContain("3. ");
    assertThat(output.content().length()).isLessThan(4_000);
    assertThat(more.descriptor().secrets())
        .extracting(SecretNeed::name)
        .containsExactlyInAnyOrder("api_key", "token");
  }

  @Test
  void refusesTwoProvidersOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebSkill(WebCalls.CLOCK, List.of(new Plugin("brave"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebSkill(WebCalls.CLOCK, List.of(new Plugin("No Name"))));
  }

  private static final class Plugin implements SearchProvider {

    private final String name;
    private final List<String> asked = new ArrayList<>();

    Plugin(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String title() {
      return "Acme";
    }

    @Override
    public Map<String, Object> configSchema() {
      return Schema.object(Map.of("shelf", Schema.text("Where.", 1, 9)), "shelf");
    }

    @Override
    public List<SecretNeed> secrets() {
      return List.of(new SecretNeed("token", "a token", true));
    }

    @Override
    public List<SearchResult> search(SearchQuery query, SkillContext context) {
      asked.add(
          query.text()
              + " "
              + query.count()
              + " "
              + context.settings().get("shelf")
              + " "
              + context.secret("token").orElse(""));
      return IntStream.range(0, 9)
          .mapToObj(i ->
              new SearchResult(
                  "t\n".repeat(500), "https://a.example/" + i, "s".repeat(9_000), null))
          .toList();
    }
  }
}
