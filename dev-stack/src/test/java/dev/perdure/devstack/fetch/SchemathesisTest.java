package dev.perdure.devstack.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemathesisTest {

  @TempDir Path folder;

  @Test
  void saysWhatIsMissingAndLeavesNothingBehind() throws Exception {
    Home home = new Home(folder);
    Schemathesis schemathesis = new Schemathesis(home, line -> {}, List.of("no-such-python"));
    assertThatThrownBy(schemathesis::command)
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("Python 3.11")
        .hasMessageContaining("python3-venv");
    try (Stream<Path> left = Files.list(home.tools())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aPythonThatIsTooOldIsNone() {
    // Ends with 1 whatever it is asked.
    Schemathesis schemathesis = new Schemathesis(new Home(folder), line -> {}, List.of("false"));
    assertThatThrownBy(schemathesis::command).hasMessageContaining("None was found");
  }
}
