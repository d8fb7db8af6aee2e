package io.pincite.ingest.internal.office;

import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Turns office files into PDF with LibreOffice, where it is installed.
///
/// Every conversion has a profile of its own that is gone afterwards: macros off, links not
/// followed, no network, so that a document can neither run anything nor fetch anything, nor find
/// traces of another. One conversion at a time: each is a process of some hundred megabytes. Safe
/// for use by many threads.
@Singleton
public class OfficeConverter {
  private static final Path ON_MACOS =
      Path.of("/Applications/LibreOffice.app/Contents/MacOS/soffice");

  /// Macros are never run, remote content is never fetched, links are never updated; should
  /// anything still ask for the network, its proxy is a port where nobody listens.
  private static final String PROFILE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
      <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
      <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
      <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
      <item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
      <item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
      <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
      <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
      <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
      <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
      <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
      </oor:items>
      """;

  private final String command;
  private final Duration timeout;
  private final Semaphore turn = new Semaphore(1);

  @Inject
  public OfficeConverter(IngestSettings settings) {
    this(settings.office().command(), settings.office().timeout());
  }

  OfficeConverter(String command, Duration timeout) {
    this.command = command;
    this.timeout = timeout;
  }

  /// Writes the PDF of an office file.
  ///
  /// @param original under any name
  /// @param extension that files of its kind have, without a dot
  /// @param pdf where to; whole or not there at all
  /// @throws IngestException.Permanent `office-converter-missing` or `office-not-converted`
  public void convert(Path original, String extension, Path pdf) throws InterruptedException {
    Path program =
        program()
            .orElseThrow(
                () ->
                    new IngestException.Permanent(
                        "office-converter-missing",
                        "Office files are read through LibreOffice, and '%s' is not installed here. Install LibreOffice, or save the document as a PDF and upload that."
                            .formatted(command)));
    turn.acquire();
    try {
      Files.createDirectories(pdf.toAbsolutePath().getParent());
      Path work = Files.createTempDirectory(pdf.toAbsolutePath().getParent(), "converting-");
      try {
        convert(program, original, extension, pdf, work);
      } finally {
        remove(work);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      turn.release();
    }
  }

  private void convert(Path program, Path original, String extension, Path pdf, Path work)
      throws IOException, InterruptedException {
    Path input = Files.copy(original, work.resolve("document." + extension));
    Path profile = Files.createDirectories(work.resolve("profile/user"));
    Files.writeString(profile.resolve("registrymodifications.xcu"), PROFILE);
    var process =
        new ProcessBuilder(
            program.toString(),
            "-env:UserInstallation=" + work.resolve("profile").toUri(),
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nolockcheck",
            "--nofirststartwizard",
            "--convert-to",
            "pdf",
            "--outdir",
            work.resolve("out").toString(),
            input.toString());
    process.directory(work.toFile());
    process.environment().put("HOME", work.toString());
    process.environment().put("TMPDIR", work.toString());
    process.environment().put("http_proxy", "http://127.0.0.1:9");
    process.environment().put("https_proxy", "http://127.0.0.1:9");
    process.redirectInput(new File("/dev/null"));
    process.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    process.redirectError(ProcessBuilder.Redirect.DISCARD);
    boolean ended = run(process);
    Path made = work.resolve("out").resolve("document.pdf");
    if (!ended) {
      throw new IngestException.Permanent(
          "office-not-converted",
          "Converting the document to PDF took more than %,d s, the limit. Save it as a PDF and upload that, or raise pincite.ingest.office.timeout."
              .formatted(timeout.toSeconds()));
    }
    if (!Files.isRegularFile(made) || Files.size(made) == 0) {
      throw new IngestException.Permanent(
          "office-not-converted",
          "LibreOffice could not open the document: it is damaged, needs a password, or is of a kind it does not know. Save it as a PDF and upload that.");
    }
    Files.move(made, pdf, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// @return false when it had to be stopped
  private boolean run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.start();
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      // The program is a script that starts others.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private Optional<Path> program() {
    Path given = Path.of(command);
    if (given.isAbsolute()) {
      return Optional.of(given).filter(Files::isExecutable);
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(command)),
            Stream.of(ON_MACOS))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
