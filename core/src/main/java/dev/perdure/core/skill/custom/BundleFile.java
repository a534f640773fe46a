package dev.perdure.core.skill.custom;

import java.util.function.Supplier;

/**
 * A file of a bundle, by its path in it, with {@code /} between names. One that is kept is read
 * from where it is kept when somebody wants its content: a skill is looked at far more often than
 * its files.
 */
public final class BundleFile {

  private final String path;
  private final int size;
  private final Supplier<byte[]> content;

  public BundleFile(String path, byte[] content) {
    byte[] copy = content.clone();
    this.path = path;
    this.size = copy.length;
    this.content = copy::clone;
  }

  private BundleFile(String path, int size, Supplier<byte[]> content) {
    this.path = path;
    this.size = size;
    this.content = content;
  }

  /**
   * A file that is kept elsewhere.
   *
   * @param content reads it each time; throws when it was deleted meanwhile
   */
  public static BundleFile kept(String path, int size, Supplier<byte[]> content) {
    return new BundleFile(path, size, content);
  }

  public String path() {
    return path;
  }

  /** A copy. */
  public byte[] content() {
    return content.get();
  }

  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return "BundleFile[" + path + ", " + size + " bytes]";
  }
}
