package io.actionqueue.server.actions;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetPolicyTest {
  @Test
  void specialRangesAreNotPublic() throws Exception {
    for (String address :
        List.of(
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:a00:1::",
            "64:ff9b::a00:1",
            "64:ff9b::7f00:1",
            "100::1")) {
      assertThat(TargetPolicy.isPublic(InetAddress.getByName(address))).as(address).isFalse();
    }
  }

  @Test
  void theRestIs() throws Exception {
    for (String address :
        List.of(
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "2002:808:808::",
            "64:ff9b::808:808")) {
      assertThat(TargetPolicy.isPublic(InetAddress.getByName(address))).as(address).isTrue();
    }
  }

  @Test
  void exceptionsAreByNameAndPort() throws Exception {
    var policy = TargetPolicy.allowing(List.of("Hook.Internal", "127.0.0.1:8080"));
    InetAddress loopback = InetAddress.getByName("127.0.0.1");

    assertThat(policy.permits("hook.internal", 80, loopback)).isTrue();
    assertThat(policy.permits("127.0.0.1", 8080, loopback)).isTrue();
    assertThat(policy.permits("127.0.0.1", 8081, loopback)).isFalse();
    assertThat(policy.permits("localhost", 8080, loopback)).isFalse();
  }
}
