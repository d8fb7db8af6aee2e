package io.pincite.ingest.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.OcrSettings;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.ocr.OcrThreads;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageRunTest {
  private static final int PAGES = 12;
  private static final int IMAGES = 2;

  @TempDir Path folder;

  /// All pages wait for the server at once; what they were drawn from is open twice.
  @Test
  void aFileIsOpenedAsOftenAsPagesAreDrawnAtOnceAndByThreadsThatWork() throws Exception {
    Path picture = folder.resolve("page.png");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    var threads = new OcrThreads(settings());
    OcrThreads.Lane lane = threads.lane(true);
    Queue<PageFile> idle = new ConcurrentLinkedQueue<>();
    Queue<Thread> openers = new ConcurrentLinkedQueue<>();
    var asking = new CountDownLatch(PAGES);
    List<Future<?>> pages = new ArrayList<>();
    for (int i = 0; i < PAGES; i++) {
      var run =
          new PageRun(
              lane,
              () ->
                  Optional.ofNullable(idle.poll())
                      .orElseGet(
                          () -> {
                            openers.add(Thread.currentThread());
                            return PageFile.open(picture, FileKind.PNG, PdfLimits.DEFAULTS);
                          }),
              idle::add);
      pages.add(
          lane.submit(
              () -> {
                try (run) {
                  assertThat(run.file().pages()).isEqualTo(1);
                  // Gives others time to want the file as well.
                  Thread.yield();
                  run.letFileGo();
                  asking.countDown();
                  awaitAll(asking);
                  assertThat(run.file().pages()).isEqualTo(1);
                }
              }));
    }
    for (Future<?> page : pages) {
      page.get();
    }

    assertThat(openers).hasSizeBetween(1, IMAGES).noneMatch(Thread::isVirtual);
    idle.forEach(PageFile::close);
    threads.stop();
  }

  private static void awaitAll(CountDownLatch asking) {
    try {
      asking.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OcrSettings settings() {
    return new SmallRyeConfigBuilder()
        .withMapping(OcrSettings.class)
        .withDefaultValue("pincite.ocr.pages-in-flight", String.valueOf(IMAGES))
        .withDefaultValue("pincite.ocr.vllm.base-urls", "http://localhost:1")
        .withDefaultValue("pincite.ocr.vllm.concurrency", String.valueOf(PAGES))
        .addDiscoveredConverters()
        .withValidateUnknown(false)
        .build()
        .getConfigMapping(OcrSettings.class);
  }
}
