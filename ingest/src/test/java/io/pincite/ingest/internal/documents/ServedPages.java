package io.pincite.ingest.internal.documents;

import static org.awaitility.Awaitility.await;

import io.pincite.ingest.Caller;
import io.pincite.ingest.Document;
import io.pincite.ingest.Documents;
import io.pincite.ingest.Documents.OcrChoice;
import io.pincite.ingest.Documents.Upload;
import io.pincite.ingest.FakeEngine;
import io.pincite.ingest.Job;
import io.pincite.ingest.Jobs;
import io.pincite.ingest.Ocr;
import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.PageReading;
import io.pincite.ingest.internal.sql.Sql;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.ReplayServer.Kind;
import io.pincite.samples.ScannedSample;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A scan that is read by the engine `vllm` on a model server, which each test starts, and may
/// kill.
abstract class ServedPages {
  static final Caller ME = Caller.LOCAL;
  static final ScannedSample SCAN = ScannedSample.LEASE_SCAN;
  static final int PAGES = SCAN.truth().pages().size();
  static final Duration PATIENCE = Duration.ofSeconds(120);

  @Inject Documents documents;
  @Inject Jobs jobs;
  @Inject Ocr ocr;
  @Inject OcrSettings settings;
  @Inject FakeEngine local;
  @Inject Sql sql;

  ReplayServer server;

  /// Settings with a server on a port that is free now.
  static Map<String, String> served(Map<String, String> more) {
    var all = new HashMap<>(more);
    all.put("pincite.ocr.engine", "vllm");
    all.put("pincite.ocr.vllm.base-urls", "http://localhost:" + freePort());
    // A page is tried once, and then it is the job's business.
    all.put("pincite.ocr.vllm.attempts", "1");
    all.put("pincite.ingest.job-retry-pause", "100ms");
    return all;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    local.reset();
    // The same image is read once; here each test reads it.
    sql.update("delete from ocr_reading");
    server = startServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  final ReplayServer startServer() {
    return ReplayServer.start(Kind.VLLM, URI.create(url()).getPort()).knowing(SCAN);
  }

  final String url() {
    return settings.vllm().baseUrls().orElseThrow().getFirst();
  }

  /// Uploads the scan and kills the server when one page is read and others are being written.
  final Documents.Added killedInTheMiddle() {
    server.follow(new Step.Answers());
    IntStream.range(0, PAGES).forEach(_ -> server.follow(new Step.Stalls(20)));
    Documents.Added added = add(SCAN.bytes());
    await().atMost(PATIENCE).until(() -> read(added).size() == 1 && server.answering() > 0);
    server.close();
    return added;
  }

  final Documents.Added add(byte[] file) {
    return add(file, OcrChoice.AUTO);
  }

  final Documents.Added add(byte[] file, OcrChoice choice) {
    try {
      return documents.add(
          ME,
          new Upload(
              new ByteArrayInputStream(distinct(file)),
              "scan.pdf",
              Optional.empty(),
              choice,
              Optional.empty()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same PDF with other bytes behind its end, so that it is a file of its own.
  static byte[] distinct(byte[] file) {
    byte[] more = ("\n% " + UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(file, file.length + more.length);
    System.arraycopy(more, 0, all, file.length, more.length);
    return all;
  }

  final Job ended(Documents.Added added) {
    return await().atMost(PATIENCE).until(() -> job(added), found -> found.state().isFinal());
  }

  final Job job(Documents.Added added) {
    return jobs.find(ME, added.job().id()).orElseThrow();
  }

  final Document document(Documents.Added added) {
    return documents.find(ME, added.document().id()).orElseThrow();
  }

  /// The pages that are read so far.
  final List<PageReading> read(Documents.Added added) {
    return IntStream.rangeClosed(1, PAGES)
        .mapToObj(page -> documents.page(ME, added.document().id(), Optional.empty(), page))
        .flatMap(Optional::stream)
        .toList();
  }
}
