package io.actionqueue.storage.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.actionqueue.storage.file.DataLayout;
import io.actionqueue.storage.golden.Golden;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogVerificationTest {
  @ParameterizedTest
  @CsvSource({
    "wal-clean, ok, 814, ''",
    "wal-empty, ok, 0, ''",
    "wal-zero-tail-4096, ok, 814, ''",
    "wal-tail-header-4-bytes, wal_torn_tail, 771, incomplete_header",
    "wal-tail-payload-cut, wal_torn_tail, 771, incomplete_payload",
    "wal-middle-payload-bitflip, wal_corrupt, 412, crc_mismatch",
    "wal-tail-version-4, wal_corrupt, 771, unsupported_version",
    "wal-payload-task-ok, ok, 840, ''",
    "wal-payload-nil-task-id, wal_corrupt, 771, decode_failure"
  })
  void theFindingHasACodeAnOffsetAndAReason(String name, String code, long offset, String reason)
      throws IOException {
    var disk = new Golden("corrupt/" + name).disk();
    var result = LogVerification.of(disk, new DataLayout(Golden.DIRECTORY).log());
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.isClean()).isEqualTo(code.equals("ok"));
    assertThat(result.offset()).isEqualTo(offset);
    assertThat(result.reason()).isEqualTo(reason);
    assertThat(result.detail().isEmpty()).isEqualTo(result.isClean());
  }
}
