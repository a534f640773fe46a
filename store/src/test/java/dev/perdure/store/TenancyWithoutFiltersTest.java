package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.testkit.plugin.FiltersOff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The conditions of the queries are switched off: row-level security alone must hold. */
class TenancyWithoutFiltersTest extends TenancyContract {

  private static final Path SOURCES = Path.of("src/main/java");

  TenancyWithoutFiltersTest() {
    super(StoreFixture.withoutFilters(TenancyWithoutFiltersTest.class));
  }

  @Test
  void theConditionsAreReallyOff() {
    fixture.agent(fixture.caller());
    fixture.agent(fixture.caller());
    String query = "SELECT count(*) FROM agents WHERE org_id = :org";
    Jdbi administrator = FiltersOff.install(fixture.sql());
    long seen =
        administrator.withHandle(
            handle -> handle.createQuery(query).bind("org", fixture.id()).mapTo(Long.class).one());
    assertThat(seen).as("of an organization that never was").isGreaterThanOrEqualTo(2);
  }

  @Test
  void everyConditionIsWrittenSoThatItIsSwitchedOff() throws IOException {
    Pattern other =
        Pattern.compile("\\borg_id\\s*+(=\\s*+(?!:org\\b)(?!\\w+\\.org_id\\b)|<>|!=|\\bIN\\b)");
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> other.matcher(read(file)).find())
              .map(Path::toString)
              .toList();
      assertThat(found).as("say org_id = :org").isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
