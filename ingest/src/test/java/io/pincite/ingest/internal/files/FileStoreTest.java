package io.pincite.ingest.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pincite.ingest.DataFolder;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.TestPdf;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStoreTest {
  @TempDir Path folder;
  private FileStore store;

  @BeforeEach
  void open() {
    IngestSettings settings =
        new SmallRyeConfigBuilder()
            .withMapping(IngestSettings.class)
            .withConverter(
                io.quarkus.runtime.configuration.MemorySize.class,
                100,
                new io.quarkus.runtime.configuration.MemorySizeConverter())
            .withConverter(
                java.time.Duration.class,
                100,
                new io.quarkus.runtime.configuration.DurationConverter())
            .withDefaultValue("pincite.ingest.max-file-size", "1M")
            .build()
            .getConfigMapping(IngestSettings.class);
    store = new FileStore(new DataFolder(folder), settings);
  }

  @Test
  void aKeptFileLiesUnderItsHash() throws Exception {
    byte[] pdf = TestPdf.of("Kept", 1);
    try (var received = receive(pdf)) {
      store.keep(received);
      assertThat(store.path(received.sha256())).hasBinaryContent(pdf);
      assertThat(store.all()).containsExactly(received.sha256());
    }
    assertNothingUnfinished();
  }

  @Test
  void aFileThatIsNotKeptLeavesNothing() throws Exception {
    try (var received = receive(TestPdf.of("Dropped", 1))) {
      assertThat(received.path()).exists();
    }
    assertThat(store.all()).isEmpty();
    assertNothingUnfinished();
  }

  @Test
  void anEndlessUploadStopsAtTheLimit() throws Exception {
    var endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            given++;
            return '%';
          }
        };
    assertThatThrownBy(() -> store.receive(endless, "endless.pdf"))
        .isInstanceOf(IngestException.FileTooLarge.class)
        .hasMessage(
            "[endless.pdf] the file has more than 1,048,576 bytes, the limit. Split it, or raise pincite.ingest.max-file-size.");
    assertThat(endless.given).isLessThan(1_200_000);
    assertNothingUnfinished();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the line went dead");
          }
        };
    assertThatThrownBy(() -> store.receive(broken, "x.pdf")).isInstanceOf(IOException.class);
    assertNothingUnfinished();
  }

  @Test
  void aDamagedCopyIsReplacedByTheWholeOne() throws Exception {
    byte[] pdf = TestPdf.of("Damaged", 1);
    try (var received = receive(pdf)) {
      store.keep(received);
      Files.write(store.path(received.sha256()), new byte[] {1, 2, 3});
    }
    try (var received = receive(pdf)) {
      store.keep(received);
      assertThat(store.path(received.sha256())).hasBinaryContent(pdf);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "word/document.xml,DOCX",
    "xl/workbook.xml,XLSX",
    "ppt/presentation.xml,PPTX",
  })
  void officeFilesAreToldByTheirParts(String part, FileKind kind) throws Exception {
    try (var received = receive(zip("[Content_Types].xml", "<Types/>", part, "<x/>"))) {
      assertThat(received.kind()).isEqualTo(kind);
    }
  }

  @Test
  void openDocumentsAreToldByTheirType() throws Exception {
    byte[] odt = zip("mimetype", FileKind.ODT.mediaType(), "content.xml", "<x/>");
    try (var received = receive(odt)) {
      assertThat(received.kind()).isEqualTo(FileKind.ODT);
    }
  }

  @Test
  void aPdfMayBeginWithOtherBytes() throws Exception {
    var bytes = new ByteArrayOutputStream();
    bytes.write(new byte[500]);
    bytes.write(TestPdf.of("Later", 1));
    try (var received = receive(bytes.toByteArray())) {
      assertThat(received.kind()).isEqualTo(FileKind.PDF);
    }
  }

  @Test
  void anyOtherArchiveIsNoDocument() throws Exception {
    byte[] zip = zip("readme.txt", "hello", "word/document.xml", "<x/>");
    assertThatThrownBy(() -> receive(zip)).isInstanceOf(IngestException.NotADocument.class);
  }

  @Test
  void aBrokenArchiveIsNoDocument() {
    byte[] broken = {'P', 'K', 3, 4, 9, 9, 9, 9, 9, 9, 9, 9};
    assertThatThrownBy(() -> receive(broken)).isInstanceOf(IngestException.NotADocument.class);
  }

  @Test
  void whatAKilledProcessWasReceivingIsRemovedAtStart() throws Exception {
    Files.write(folder.resolve("files/incoming/half"), new byte[100]);
    assertThat(store.removeUnfinished()).isEqualTo(1);
    assertNothingUnfinished();
  }

  private FileStore.Received receive(byte[] bytes) throws IOException {
    return store.receive(new ByteArrayInputStream(bytes), "x.pdf");
  }

  private void assertNothingUnfinished() throws IOException {
    assertThat(folder.resolve("files/incoming")).isEmptyDirectory();
  }

  private static byte[] zip(String... namesAndContents) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
