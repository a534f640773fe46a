package dev.perdure.core.skill;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {

  @Test
  void theOrderOfKeysAndTheKindOfNumberDoNotCount() {
    Map<String, Object> one = new LinkedHashMap<>(Map.of("a", 1));
    one.put("b", List.of(2L, 1.50));
    Map<String, Object> other = new LinkedHashMap<>(Map.of("b", List.of(2, new BigDecimal("1.5"))));
    other.put("a", 1.0);
    assertThat(CanonicalText.ordered(one)).isEqualTo(CanonicalText.ordered(other));
  }

  @Test
  void theOrderOfListsCountsWhereItIsToAndThatOfSetsNever() {
    assertThat(CanonicalText.ordered(List.of("a", "b")))
        .isNotEqualTo(CanonicalText.ordered(List.of("b", "a")));
    assertThat(CanonicalText.unordered(List.of("a", "b")))
        .isEqualTo(CanonicalText.unordered(List.of("b", "a")));
    assertThat(CanonicalText.ordered(Set.of("a", "b", "c")))
        .isEqualTo(CanonicalText.ordered(Set.of("c", "b", "a")));
  }

  @Test
  void whateverHoldsAListIsWrittenAsAList() {
    Iterable<String> items = () -> List.of("a", "b").iterator();
    for (Object held : List.of(new String[] {"a", "b"}, new Object[] {"a", "b"}, items)) {
      assertThat(CanonicalText.ordered(Map.of("enum", held)))
          .isEqualTo(CanonicalText.ordered(Map.of("enum", List.of("a", "b"))))
          .isNotEqualTo(CanonicalText.ordered(Map.of("enum", List.of("b", "a"))));
    }
    assertThat(CanonicalText.unordered(new int[][] {{2, 1}, {3}}))
        .isEqualTo(CanonicalText.unordered(List.of(List.of(3), List.of(1, 2))));
    assertThat(CanonicalText.ordered(Path.of("a", "b"))).isEqualTo(CanonicalText.ordered("a/b"));
  }

  @Test
  void noTextPassesForAnother() {
    assertThat(CanonicalText.ordered(List.of("a','b")))
        .isNotEqualTo(CanonicalText.ordered(List.of("a", "b")));
    assertThat(CanonicalText.ordered(Map.of("a", "1")))
        .isNotEqualTo(CanonicalText.ordered(Map.of("a", 1)));
    assertThat(CanonicalText.ordered(List.of("null")))
        .isNotEqualTo(CanonicalText.ordered(java.util.Collections.singletonList(null)));
  }
}
