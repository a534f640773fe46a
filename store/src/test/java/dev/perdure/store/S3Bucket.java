package dev.perdure.store;

import dev.perdure.devstack.TestS3;
import dev.perdure.store.s3.S3ContentStore;
import dev.perdure.store.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket of a server of its own. */
final class S3Bucket implements AutoCloseable {

  static final String NAME = "files";

  private final TestS3 server;
  private final S3ContentStore store;
  private final S3Client client;

  private S3Bucket(TestS3 server) {
    this.server = server;
    this.store =
        new S3ContentStore(
            new S3Settings(server.url(), "us-east-1", NAME, "perdure/", true, "key", "secret"));
    this.client =
        S3Client.builder()
            .endpointOverride(URI.create(server.url()))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    client.createBucket(make -> make.bucket(NAME));
  }

  static S3Bucket make() {
    try {
      return new S3Bucket(TestS3.start(Files.createTempDirectory("perdure-s3-")));
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException("no S3 server", e);
    }
  }

  S3ContentStore store() {
    return store;
  }

  S3Client client() {
    return client;
  }

  TestS3 server() {
    return server;
  }

  /** Objects and unfinished uploads whose keys begin so. */
  long count(String prefix) {
    return client.listObjectsV2(list -> list.bucket(NAME).prefix(prefix)).contents().size()
        + client.listMultipartUploads(list -> list.bucket(NAME)).uploads().stream()
            .filter(upload -> upload.key().startsWith(prefix))
            .count();
  }

  @Override
  public void close() {
    client.close();
    store.close();
    server.close();
  }
}
