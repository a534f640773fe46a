package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.session.ContentPart;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The small parts that need no database. */
class InternalsTest {

  private final Json json = new Json();

  private String roundTrip(String text) {
    List<ContentPart> content = List.of(new ContentPart.Text(text));
    return Texts.of(json.content(json.content(content)));
  }

  @Test
  void replacesOnlyWhatPostgresCannotStore() {
    assertThat(roundTrip("a\0b")).isEqualTo("a\uFFFDb");
    assertThat(roundTrip("\0\0")).isEqualTo("\uFFFD\uFFFD");
    assertThat(roundTrip("\\u0000")).isEqualTo("\\u0000");
    assertThat(roundTrip("\\\0")).isEqualTo("\\\uFFFD");
    assertThat(roundTrip("\uD800x\uDC00")).isEqualTo("\uFFFDx\uFFFD");
    assertThat(roundTrip("ok \uD83D\uDE00 ok")).isEqualTo("ok \uD83D\uDE00 ok");
  }

  @Test
  void ignoresFieldsOfANewerVersion() {
    assertThat(json.content("[{\"type\":\"text\",\"text\":\"hi\",\"mood\":\"good\"}]"))
        .containsExactly(new ContentPart.Text("hi"));
  }

  @Test
  void cutsTitlesAtAWord() {
    String title =
        Titles.of(
            List.of(
                new ContentPart.Image("image/png", null, "AA=="),
                new ContentPart.Text(
                    "  one two\tthree four five six seven eight nine ten eleven twelve")));
    assertThat(title).isEqualTo("one two three four five six seven eight nine ten eleven…");
    assertThat(Titles.of(List.of(new ContentPart.Text("x".repeat(500))))).hasSize(61);
    assertThat(Titles.of(List.of(new ContentPart.Text("  ")))).isNull();
    assertThat(Titles.of(List.of())).isNull();
  }

  @Test
  void readsSearchesAsWordsOnly() {
    SearchWords words = Objects.requireNonNull(SearchWords.of("It's 50% \"off\" & Zürich 東京!"));
    assertThat(words.words()).containsExactly("It", "s", "50", "off", "Zürich", "東京");
    assertThat(words.tsquery())
        .isEqualTo("'It':* & 's':* & '50':* & 'off':* & 'Zürich':* & '東京':*");
    assertThat(SearchWords.of(null)).isNull();
    assertThat(SearchWords.of(" \t")).isNull();
  }

  @Test
  void keepsPasswordsOutOfLogs() {
    assertThat(PoolConfig.of("jdbc:postgresql://h/d", "user", "s3cret").toString())
        .doesNotContain("s3cret");
  }

  @Test
  void makesIdsInOrder() {
    var ids = Ids.timeOrdered();
    List<String> made =
        java.util.stream.Stream.generate(ids).limit(10_000).map(Object::toString).toList();
    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(made.getFirst().charAt(14)).isEqualTo('7');
  }
}
