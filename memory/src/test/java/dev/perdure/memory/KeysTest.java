package dev.perdure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.quota.Rate;
import dev.perdure.core.quota.RateBucket;
import dev.perdure.core.tenant.OrgId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeysTest {

  /** Walks every kind of key there is, so that a new one can't forget it. */
  @Test
  void everyKeyCarriesItsOrganization() throws ReflectiveOperationException {
    OrgId orgId = new OrgId(UUID.randomUUID());
    List<Method> kinds =
        Arrays.stream(Keys.class.getDeclaredMethods())
            .filter(method -> !Modifier.isPrivate(method.getModifiers()))
            .filter(method -> !method.isSynthetic())
            .toList();
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(3);
    for (Method kind : kinds) {
      Class<?>[] types = kind.getParameterTypes();
      assertThat(types[0]).as(kind.getName()).isIn(OrgId.class, RateBucket.class);
      Object[] arguments = new Object[types.length];
      Arrays.setAll(arguments, i -> sample(types[i], orgId));
      assertThat((String) kind.invoke(null, arguments))
          .as(kind.getName())
          .startsWith("perdure:{" + orgId + "}:");
    }
  }

  private static Object sample(Class<?> type, OrgId orgId) {
    if (type == OrgId.class) {
      return orgId;
    }
    return type == RateBucket.class
        ? new RateBucket(RateBucket.Kind.ORGANIZATION, orgId, "x", new Rate(1, 1))
        : UUID.randomUUID();
  }
}
