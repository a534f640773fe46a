package dev.perdure.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads bodies as text. Jackson's parser of bytes refuses names with characters beyond the basic
 * plane that are written as two escapes, as Python writes them.
 */
final class TextJsonFactory extends JsonFactory {

  private static final long serialVersionUID = 1L;

  TextJsonFactory() {
    super(new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION));
  }

  private TextJsonFactory(TextJsonFactory from) {
    super(from, null);
  }

  @Override
  public JsonFactory copy() {
    return new TextJsonFactory(this);
  }

  /** Of a body that is no larger than bodies may be; {@code BodyFilter} saw to that. */
  @Override
  public JsonParser createParser(InputStream in) throws IOException {
    return createParser(text(in.readAllBytes()));
  }

  private static String text(byte[] body) throws JsonParseException {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      boolean marked = !text.isEmpty() && text.get(0) == '\uFEFF';
      return marked ? text.subSequence(1, text.length()).toString() : text.toString();
    } catch (CharacterCodingException e) {
      throw new JsonParseException(null, "not UTF-8", JsonLocation.NA, e);
    }
  }
}
