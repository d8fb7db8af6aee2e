package io.pincite.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pincite.ocr.ModelOutput.End;
import io.pincite.ocr.internal.deepseek.Preprocessing;
import io.pincite.ocr.internal.lines.PagePixels;
import io.pincite.samples.Condition;
import io.pincite.samples.ReplayScript.Step;
import io.pincite.samples.ReplayServer;
import io.pincite.samples.Sample;
import io.pincite.samples.Scan;
import java.awt.image.BufferedImage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages of which an engine that was busy has left lines unread, placed anew over all of them.
class ProofreadTest {
  private static final PpOcr LOCAL = PpOcr.start(PpOcrSettings.DEFAULTS.withPagesInFlight(1));

  @AfterAll
  static void close() {
    LOCAL.close();
  }

  /// What a reading says of which no line was left, a later one says too.
  @ParameterizedTest
  @CsvSource({"LEASE, 2, 0", "LEASE, 2, 90", "NDA, 1, 0", "SERVICES, 2, 0"})
  void aPageIsAsIfAllOfItsLinesHadBeenReadAtOnce(Sample sample, int number, int turn) {
    Scan scan = Scan.of(sample.pdf(), number, Condition.CLEAN_200.wear(), 1);
    var pixels = Preprocessing.image(PagePixels.of(scan.pixels()).turned((360 - turn) % 360));
    var image = new PageImage(pixels, scan.dpi());
    try (ReplayServer server =
            ReplayServer.start()
                .knowing(scan.pixels(), scan.truth(sample.truth().pages().get(number - 1)));
        VllmOcr busy = engine(server, Local.BUSY);
        VllmOcr patient = engine(server, Local.PATIENT);
        VllmOcr idle = engine(server, Local.IDLE)) {
      if (turn != 0) {
        // Of a page on its side nothing is known until it is upright.
        server.follow(new Step.Stalls(3));
      }
      PageText first = busy.read(image);
      if (turn != 0) {
        server.follow(new Step.Stalls(3));
      }
      PageText whole = patient.read(image);
      int asked = server.asked();
      assertThat(first.output().orElseThrow().linesUnread()).isPositive();
      assertThat(whole.output().orElseThrow().linesUnread()).isZero();
      assertThat(first.turn()).isEqualTo(turn);

      PageText again =
          idle.again(image, first.output().orElseThrow(), first.provenance())
              .orElseThrow()
              .read(ReadingListener.NONE);

      assertThat(again).isEqualTo(whole).isNotEqualTo(first);
      assertThat(server.asked()).isEqualTo(asked);
    }
  }

  @Test
  void aReadingThatWouldNotBeTheSameTodayIsLeftAsItIs() {
    var image = new PageImage(new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY), 200);
    try (ReplayServer server = ReplayServer.start();
        VllmOcr engine = engine(server, Local.IDLE);
        VllmOcr alone = VllmOcr.start(VllmOcrSettings.of(server.baseUrl().toString()))) {
      Provenance by = engine.provenance();
      var older = new Provenance(by.engine(), "1", by.model(), by.mode(), Map.of());
      ModelOutput output = output(End.COMPLETE);
      assertThat(engine.again(image, output, by)).isPresent();
      assertThat(engine.again(image, output, older)).isEmpty();
      assertThat(engine.again(image, output(End.LOOPED), by)).isEmpty();
      assertThat(engine.again(image, output, LOCAL.provenance())).isEmpty();
      assertThat(alone.again(image, output, alone.provenance())).isEmpty();
      assertThat(LOCAL.again(image, output, by)).isEmpty();
    }
  }

  private static ModelOutput output(End end) {
    return new ModelOutput("Text", Optional.empty(), 0, 0, end).withLinesUnread(1);
  }

  @Test
  void whoComesAfterSomebodyWhoHasTimeGoesFirst() throws Exception {
    Queue<String> order = new ConcurrentLinkedQueue<>();
    var firstMayGo = new CountDownLatch(1);
    var secondMayGo = new CountDownLatch(1);
    Thread first = finding("first", order, firstMayGo);
    await().until(() -> order.contains("first"));
    Thread patient =
        Thread.ofPlatform()
            .start(
                () -> {
                  LOCAL.awaitIdle();
                  order.add("patient");
                });
    await().until(() -> patient.getState() == Thread.State.TIMED_WAITING);
    Thread second = finding("second", order, secondMayGo);
    await().until(() -> second.getState() == Thread.State.WAITING);

    firstMayGo.countDown();
    await().until(() -> order.contains("second"));
    secondMayGo.countDown();
    for (Thread each : List.of(first, second, patient)) {
      each.join();
    }

    assertThat(order).containsExactly("first", "second", "patient");
  }

  @Test
  void whoHasTimeMayBeInterrupted() throws Exception {
    Queue<String> order = new ConcurrentLinkedQueue<>();
    var mayGo = new CountDownLatch(1);
    Thread first = finding("first", order, mayGo);
    await().until(() -> order.contains("first"));
    var thrown = new AtomicReference<Throwable>();
    Thread patient =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    LOCAL.awaitIdle();
                  } catch (CancellationException e) {
                    thrown.set(e);
                  }
                });
    patient.interrupt();
    patient.join();
    mayGo.countDown();
    first.join();
    assertThat(thrown.get()).hasMessage("reading a page was interrupted");
  }

  /// Holds the engine until it may go.
  private static Thread finding(String name, Queue<String> order, CountDownLatch mayGo) {
    return Thread.ofPlatform()
        .start(
            () ->
                LOCAL.find(
                    () -> {
                      order.add(name);
                      try {
                        mayGo.await();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                      return new PageImage(
                          new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY), 72);
                    }));
  }

  private static VllmOcr engine(ReplayServer server, Local how) {
    return VllmOcr.start(VllmOcrSettings.of(server.baseUrl().toString()), new Occupied(LOCAL, how));
  }

  /// How much time the local engine has.
  private enum Local {
    /// None for lines that need not be read.
    BUSY,
    /// It has read all lines before the answer comes.
    PATIENT,
    IDLE
  }

  private record Occupied(PpOcr engine, Local how) implements PageReader {
    @Override
    public PageReaderCapabilities capabilities() {
      return engine.capabilities();
    }

    @Override
    public PageText read(PageImage page) {
      return engine.read(page);
    }

    @Override
    public void awaitIdle() {
      engine.awaitIdle();
    }

    @Override
    public Optional<FoundLines> find(Supplier<PageImage> page) {
      FoundLines found = engine.find(page).orElseThrow();
      if (how == Local.PATIENT) {
        found.read(found.unread());
      }
      return Optional.of(how == Local.BUSY ? new NoTime(found) : found);
    }
  }

  private record NoTime(FoundLines found) implements FoundLines {
    @Override
    public int turn() {
      return found.turn();
    }

    @Override
    public List<FoundLine> lines() {
      return found.lines();
    }

    @Override
    public List<Integer> unread() {
      return found.unread();
    }

    @Override
    public void read(Collection<Integer> lines) {
      found.read(lines);
    }

    @Override
    public void readWhileIdle(BooleanSupplier wanted) {}

    @Override
    public PageText text() {
      return found.text();
    }
  }
}
