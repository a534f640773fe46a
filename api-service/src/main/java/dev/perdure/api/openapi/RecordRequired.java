package dev.perdure.api.openapi;

import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Tells that a record's component is always there, unless it is marked as nullable. */
final class RecordRequired extends NopAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    Class<?> type = member.getDeclaringClass();
    if (!type.isRecord()) {
      return null;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getName().equals(member.getName())) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? null : true;
      }
    }
    return null;
  }
}
