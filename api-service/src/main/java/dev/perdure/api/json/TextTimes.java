package dev.perdure.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations are texts; a number, which could mean seconds or milliseconds, is refused.
 */
final class TextTimes extends SimpleModule {

  private static final long serialVersionUID = 1L;

  TextTimes() {
    super("text-times");
    addDeserializer(Instant.class, new TextOnly<>(Instant.class, InstantDeserializer.INSTANT));
    addDeserializer(Duration.class, new TextOnly<>(Duration.class, DurationDeserializer.INSTANCE));
  }

  private static final class TextOnly<T> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient JsonDeserializer<T> reader;

    TextOnly(Class<T> type, JsonDeserializer<T> reader) {
      super(type);
      this.reader = reader;
    }

    @Override
    @SuppressWarnings("unchecked") // it is asked for T
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return parser.hasToken(JsonToken.VALUE_STRING)
          ? reader.deserialize(parser, context)
          : (T) context.handleUnexpectedToken(handledType(), parser);
    }
  }
}
