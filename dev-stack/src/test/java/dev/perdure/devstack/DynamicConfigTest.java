package dev.perdure.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DynamicConfigTest {

  private static final Path FOLDER = Path.of("../temporal-config/dynamic-config");
  private static final Pattern ENTRY =
      Pattern.compile("^([\\w.]+):\\n +- value: (\\S+)$", Pattern.MULTILINE);

  @Test
  void theDevServerIsToldWhatTheFileForDevelopmentSays() throws IOException {
    assertThat(DevStackOptions.DYNAMIC_CONFIG).isEqualTo(read("development.yaml"));
  }

  @Test
  void productionSchedulesAsDevelopmentDoes() throws IOException {
    assertThat(read("production.yaml")).containsAllEntriesOf(read("development.yaml"));
  }

  private static Map<String, String> read(String file) throws IOException {
    return ENTRY
        .matcher(Files.readString(FOLDER.resolve(file)))
        .results()
        .collect(Collectors.toMap(entry -> entry.group(1), entry -> entry.group(2)));
  }
}
