package dev.perdure.memory;

import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackOptions;
import dev.perdure.devstack.Part;
import dev.perdure.devstack.fetch.FileTree;
import dev.perdure.testkit.TestCipher;
import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.RedisClient;

/** A Redis of a test class's own, to be killed, suspended and emptied. */
final class RedisServer implements AutoCloseable {

  private final DevStackOptions options = DevStackOptions.forTests();
  private final DevStack stack = DevStack.prepare(options);

  static RedisServer start() {
    RedisServer server = new RedisServer();
    server.part().start();
    return server;
  }

  Part part() {
    return stack.redis();
  }

  void wipe() {
    stack.wipeRedis();
  }

  URI uri() {
    return URI.create(stack.addresses().redisUrl());
  }

  /** Patient, so that a busy machine does not look like a Redis that is away. */
  RedisOptions patient() {
    return RedisOptions.of(uri()).withTimeout(Duration.ofSeconds(5));
  }

  /** What a process has open, with messages kept as the tests were told. */
  RedisMemory memory() {
    return RedisMemory.open(patient(), TestCipher.asTold());
  }

  RedisClient client() {
    return RedisClient.create(uri());
  }

  @Override
  public void close() {
    part().kill();
    FileTree.delete(options.data());
    FileTree.delete(options.logs());
  }
}
