package dev.perdure.api.resources;

import dev.perdure.core.error.PerdureException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.AbstractRequestContext;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;

/** Reads the files of a {@code multipart/form-data} body one after the other, as they come. */
final class UploadForm {

  /** Of one body; each is a transaction of its own. */
  static final int MOST_FILES = 100;

  private UploadForm() {}

  /** Takes a file. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes one.
     *
     * @param path its name, which may have folders
     */
    void accept(String path, InputStream content);
  }

  /**
   * Reads the body to its end.
   *
   * @throws PerdureException {@code malformed_form}, {@code no_file}, {@code too_many_files}
   */
  static void read(String contentType, InputStream body, Sink sink) throws IOException {
    int files = 0;
    try {
      FileItemInputIterator items = new Parser().getItemIterator(new Body(contentType, body));
      while (items.hasNext()) {
        FileItemInput item = items.next();
        String name = item.getName();
        if (item.isFormField() || name == null || name.isEmpty()) {
          throw malformed("each part must have a filename");
        }
        if (++files > MOST_FILES) {
          throw PerdureException.invalid(
              "too_many_files", "A form may have " + MOST_FILES + " files at most.", null);
        }
        sink.accept(name, item.getInputStream());
      }
    } catch (FileUploadException e) {
      throw malformed("it can't be read: " + e.getMessage());
    }
    if (files == 0) {
      throw PerdureException.invalid("no_file", "The form has no file.", null);
    }
  }

  private static PerdureException malformed(String why) {
    return PerdureException.invalid(
        "malformed_form", "The body must be a form with files; " + why + ".", null);
  }

  private static final class Body extends AbstractRequestContext<InputStream> {

    private final String contentType;
    private final InputStream in;

    Body(String contentType, InputStream in) {
      super(_ -> null, () -> -1, in);
      this.contentType = contentType;
      this.in = in;
    }

    @Override
    public String getCharacterEncoding() {
      return "UTF-8";
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }
  }

  /** Only its iterator is used: nothing is kept in memory or written to a disk. */
  private static final class Parser
      extends AbstractFileUpload<Body, DiskFileItem, DiskFileItemFactory> {

    @Override
    public FileItemInputIterator getItemIterator(Body body)
        throws FileUploadException, IOException {
      return super.getItemIterator((org.apache.commons.fileupload2.core.RequestContext) body);
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(Body body) {
      throw new UnsupportedOperationException("forms are read as they come");
    }

    @Override
    public List<DiskFileItem> parseRequest(Body body) {
      throw new UnsupportedOperationException("forms are read as they come");
    }
  }
}
