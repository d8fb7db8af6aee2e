package io.pincite.ingest.internal.images;

import io.pincite.ingest.DataFolder;
import io.pincite.ingest.IngestException;
import io.pincite.ingest.IngestSettings;
import io.pincite.ingest.internal.files.FileKind;
import io.pincite.ingest.internal.pages.PageFile;
import io.pincite.ingest.internal.pdf.PdfLimits;
import io.pincite.ocr.BoundingBox;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.jboss.logging.Logger;

/// PNGs of pages in the data folder, named by file hash, page and width; such an image never
/// changes. The least recently used go when there is no room. Safe for use by many threads: one
/// image is drawn once, and no more are drawn at once than there are processors.
@ApplicationScoped
public class PageImageCache {
  private static final Logger LOG = Logger.getLogger(PageImageCache.class);
  private static final int MIN_WIDTH = 16;

  private final Path root;
  private final Clock clock;
  private final PdfLimits limits;
  private final int maxWidth;
  private final long room;
  private final Semaphore drawing =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
  private final ConcurrentHashMap<Path, Object> locks = new ConcurrentHashMap<>();
  private final AtomicLong used = new AtomicLong(-1);

  /// The file that pages are drawn from.
  public record Drawable(Path path, FileKind kind) {}

  public PageImageCache(
      DataFolder dataFolder, IngestSettings settings, PdfLimits limits, Clock clock) {
    this.root = dataFolder.folder("images");
    this.clock = clock;
    this.limits = limits;
    this.maxWidth = settings.maxImageWidth();
    this.room = settings.imageCacheSize().asLongValue();
  }

  /// @param turn clockwise degrees the page is turned by: 0, 90, 180 or 270
  /// @param width in pixels, of the page so turned
  /// @param file asked for only when the image has to be drawn
  /// @throws IngestException.Invalid for a width out of bounds
  /// @throws IngestException.Permanent when the page cannot be drawn
  public Path image(String sha256, int page, int turn, int width, Supplier<Drawable> file) {
    if (width < MIN_WIDTH || width > maxWidth) {
      throw new IngestException.Invalid(
          "invalid-width",
          "[width] %,d is not in %d..%,d pixels, the limit pincite.ingest.max-image-width."
              .formatted(width, MIN_WIDTH, maxWidth));
    }
    return image(
        sha256,
        (turn == 0 ? "%d-%d.png" : "%d-%d-%d.png").formatted(page, width, turn),
        page,
        file,
        open -> UprightPage.draw(open, page, turn, width));
  }

  /// A figure of a page, as [FigureCrop] cuts it.
  ///
  /// @param turn clockwise degrees the page is turned by, as `box` is
  /// @param file asked for only when the image has to be drawn
  /// @throws IngestException.Permanent when the page cannot be drawn
  public Path figure(String sha256, int page, int turn, BoundingBox box, Supplier<Drawable> file) {
    String place =
        String.format(
            Locale.ROOT,
            "%06d-%06d-%06d-%06d",
            millionths(box.x0()),
            millionths(box.y0()),
            millionths(box.x1()),
            millionths(box.y1()));
    return image(
        sha256,
        "%d-%d-figure-%s.png".formatted(page, turn, place),
        page,
        file,
        open -> FigureCrop.of(open, page, turn, box, maxWidth));
  }

  private static long millionths(double share) {
    return Math.round(share * 1_000_000);
  }

  private Path image(
      String sha256,
      String name,
      int page,
      Supplier<Drawable> file,
      Function<PageFile, BufferedImage> drawing) {
    Path path = folder(sha256).resolve(name);
    try {
      if (touch(path)) {
        return path;
      }
      // One lock for each image that is being drawn: who comes second waits for it and takes it.
      Object lock = locks.computeIfAbsent(path, _ -> new Object());
      synchronized (lock) {
        try {
          if (!touch(path)) {
            draw(path, page, file.get(), drawing);
          }
        } finally {
          locks.remove(path, lock);
        }
      }
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void draw(Path path, int page, Drawable from, Function<PageFile, BufferedImage> drawn)
      throws IOException {
    BufferedImage image;
    drawing.acquireUninterruptibly();
    try (PageFile file = PageFile.open(from.path(), from.kind(), limits)) {
      if (page < 1 || page > file.pages()) {
        throw new IngestException.NotFound("page", page);
      }
      image = drawn.apply(file);
    } finally {
      drawing.release();
    }
    Path folder = Files.createDirectories(path.resolveSibling("").normalize());
    Path unfinished = folder.resolve(UUID.randomUUID() + ".new");
    try {
      ImageIO.write(image, "png", unfinished.toFile());
      long bytes = Files.size(unfinished);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      makeRoom(bytes);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Marks it as used just now; false when it is not there.
  private boolean touch(Path path) throws IOException {
    try {
      Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Removes the images of a file that is gone.
  ///
  /// @return how many
  public long remove(String sha256) throws IOException {
    List<Entry> entries = entries(folder(sha256));
    for (Entry entry : entries) {
      Files.deleteIfExists(entry.path());
      addUsed(-entry.bytes());
    }
    Files.deleteIfExists(folder(sha256));
    return entries.size();
  }

  private Path folder(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private record Entry(Path path, long bytes, FileTime usedAt) {}

  private synchronized void makeRoom(long added) throws IOException {
    if (used.get() < 0) {
      used.set(entries(root).stream().mapToLong(Entry::bytes).sum());
    } else {
      used.addAndGet(added);
    }
    if (used.get() <= room) {
      return;
    }
    // To four fifths, so that not every new image has to look for room.
    long target = room / 5 * 4;
    var oldestFirst = new ArrayList<>(entries(root));
    oldestFirst.sort(Comparator.comparing(Entry::usedAt));
    for (Entry entry : oldestFirst) {
      if (used.get() <= target) {
        break;
      }
      Files.deleteIfExists(entry.path());
      used.addAndGet(-entry.bytes());
    }
    LOG.debugf("page images take %d bytes after making room", used.get());
  }

  private void addUsed(long bytes) {
    if (used.get() >= 0) {
      used.addAndGet(bytes);
    }
  }

  private static List<Entry> entries(Path folder) throws IOException {
    var entries = new ArrayList<Entry>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return entries;
  }
}
