package dev.perdure.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:p%40ss@db.example:6432/facts",
        "jdbc:postgresql://db.example:6432/facts?user=me&password=p%40ss"
      })
  void readsBothWaysToWriteIt(String url) {
    assertThat(PostgresAddress.parse(url))
        .isEqualTo(new PostgresAddress("db.example", 6432, "facts", "me", "p@ss"));
  }

  @Test
  void refusesWhatNamesNoHost() {
    assertThatThrownBy(() -> PostgresAddress.parse("localhost"))
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("PERDURE_POSTGRES_URL");
  }
}
