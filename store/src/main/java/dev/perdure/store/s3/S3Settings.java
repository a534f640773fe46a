package dev.perdure.store.s3;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where objects are kept.
 *
 * @param endpoint the address of the service; empty for Amazon's of the region
 * @param region such as {@code eu-central-1}; what a service of one's own calls it
 * @param bucket which has to be there
 * @param prefix how the keys of all objects begin
 * @param pathStyle whether the bucket is in the path, not in the name of the host
 * @param accessKey empty for what the environment gives: variables, a profile, the machine's role
 * @param secretKey belongs to the access key
 */
public record S3Settings(
    String endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    String accessKey,
    String secretKey) {

  public S3Settings {
    if (bucket.isEmpty() || region.isEmpty()) {
      throw new IllegalArgumentException("a bucket and a region are needed");
    }
    if (accessKey.isEmpty() != secretKey.isEmpty()) {
      throw new IllegalArgumentException("an access key and a secret key go together");
    }
    if (!endpoint.isEmpty()) {
      address(endpoint);
    }
  }

  private static void address(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return;
      }
    } catch (URISyntaxException _) {
      // answered below
    }
    throw new IllegalArgumentException("the endpoint must be an http or https address");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "S3Settings[endpoint=%s, region=%s, bucket=%s, prefix=%s]"
        .formatted(endpoint, region, bucket, prefix);
  }
}
