package dev.perdure.api.resources;

import dev.perdure.api.body.CreateSkill;
import dev.perdure.api.body.CreateSkillVersion;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads a draft of a skill that is a ZIP archive of a SKILL.md bundle, alone or as the one file of
 * a form: the same draft as one in JSON with the archive in Base64.
 */
@Consumes({SkillUploads.ZIP, MediaType.MULTIPART_FORM_DATA})
public final class SkillUploads implements MessageBodyReader<Object> {

  static final String ZIP = "application/zip";

  private static final String KIND = "skill_md";

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == CreateSkill.class || type == CreateSkillVersion.class;
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    boolean form = mediaType.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE);
    byte[] zip = form ? file(mediaType.toString(), body) : body.readAllBytes();
    String archive = Base64.getEncoder().encodeToString(zip);
    return ((Class<?>) type) == CreateSkill.class
        ? new CreateSkill(KIND, null, null, null, null, archive)
        : new CreateSkillVersion(null, null, null, archive, null, null);
  }

  private static byte[] file(String contentType, InputStream body) throws IOException {
    List<byte[]> files = new ArrayList<>();
    UploadForm.read(contentType, body, (_, content) -> files.add(whole(content)));
    if (files.size() != 1) {
      throw PerdureException.invalid(
          "malformed_form", "The form must have one file: a ZIP archive of the skill.", null);
    }
    return files.getFirst();
  }

  private static byte[] whole(InputStream content) {
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      content.transferTo(all);
      return all.toByteArray();
    } catch (IOException e) {
      throw new PerdureException(
          new PerdureError.Invalid("body_incomplete", "The form ended before it was whole.", null),
          e);
    }
  }
}
