package dev.perdure.core.skill.custom;

/** A file of a bundle, by its path in it, with {@code /} between names. */
public final class BundleFile {

  private final String path;
  private final byte[] content;

  public BundleFile(String path, byte[] content) {
    this.path = path;
    this.content = content.clone();
  }

  public String path() {
    return path;
  }

  /** A copy. */
  public byte[] content() {
    return content.clone();
  }

  public int size() {
    return content.length;
  }

  @Override
  public String toString() {
    return "BundleFile[" + path + ", " + content.length + " bytes]";
  }
}
