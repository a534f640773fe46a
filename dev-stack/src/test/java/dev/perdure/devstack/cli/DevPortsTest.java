package dev.perdure.devstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevPortsTest {

  @Test
  void saysWhoHasATakenPortAndWhichVariableChangesIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DevPorts ports = new DevPorts(Ports.free(), taken.getLocalPort(), Ports.free(), Ports.free());

      assertThatThrownBy(ports::requireFree)
          .isInstanceOf(DevStackException.class)
          .hasMessageContaining("Port " + taken.getLocalPort())
          .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")")
          .hasMessageContaining("PERDURE_ADMIN_PORT=");
    }
  }

  @Test
  void takesPortsFromTheEnvironment() {
    assertThat(DevPorts.of(Map.of("PERDURE_PORT", "9000")))
        .isEqualTo(new DevPorts(9000, 8081, 8082, 8233));
    assertThatThrownBy(() -> DevPorts.of(Map.of("PERDURE_PORT", "eighty")))
        .hasMessage("PERDURE_PORT is not a port: eighty");
  }
}
