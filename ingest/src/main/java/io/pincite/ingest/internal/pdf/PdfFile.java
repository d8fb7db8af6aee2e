package io.pincite.ingest.internal.pdf;

import io.pincite.ingest.IngestException;
import java.awt.image.BufferedImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/// An open PDF file, read from disk as needed. For one thread at a time; several may be open on the
/// same path.
///
/// What is wrong with the file as a whole fails [#open]; what is wrong with a page fails that
/// page's methods alone, and the other pages can still be read. Both as
/// [IngestException.Permanent].
public final class PdfFile implements AutoCloseable {
  /// Fonts are kept for the pages to come, up to this many.
  private static final int MOST_FONTS = 400;

  private final PDDocument document;
  private final PdfLimits limits;
  private final int pages;
  private final Map<COSDictionary, GlyphTable> fonts = new IdentityHashMap<>();
  private @Nullable OptionalContent optionalContent;

  private PdfFile(PDDocument document, PdfLimits limits, int pages) {
    this.document = document;
    this.limits = limits;
    this.pages = pages;
  }

  /// Opens a file that anyone may read.
  ///
  /// @throws IngestException.Permanent `pdf-password`, `pdf-damaged`, `pdf-no-pages` or
  ///     `too-many-pages`
  public static PdfFile open(Path file, PdfLimits limits) {
    PDDocument document = load(file, limits);
    try {
      int pages = document.getNumberOfPages();
      if (pages > limits.maxPages()) {
        throw new IngestException.Permanent(
            "too-many-pages",
            "The PDF has %,d pages; the limit is %,d. Split it, or raise pincite.ingest.pdf.max-pages."
                .formatted(pages, limits.maxPages()));
      }
      // A page tree may promise pages that are not there.
      if (pages < 1 || !hasPage(document)) {
        throw new IngestException.Permanent(
            "pdf-no-pages",
            "The PDF opens but has no pages. Save it again from the program it came from.");
      }
      return new PdfFile(document, limits, pages);
    } catch (RuntimeException | StackOverflowError failure) {
      close(document);
      throw failure instanceof IngestException known ? known : damaged(failure);
    }
  }

  private static PDDocument load(Path file, PdfLimits limits) {
    try {
      if (Files.size(file) == 0) {
        throw new IngestException.Permanent(
            "pdf-damaged", "The file is empty. Upload it again from where it is whole.");
      }
      var source = new RandomAccessReadBufferedFile(file.toFile());
      try {
        return Loader.loadPDF(
            source, MemoryUsageSetting.setupMixed(limits.scratchMemoryBytes()).streamCache);
      } catch (IOException | RuntimeException | StackOverflowError failure) {
        source.close();
        throw failure;
      }
    } catch (InvalidPasswordException _) {
      throw new IngestException.Permanent(
          "pdf-password",
          "The PDF opens only with a password. Save a copy without one and upload that.");
    } catch (NoSuchFileException | FileNotFoundException failure) {
      throw new UncheckedIOException(failure);
    } catch (IngestException failure) {
      throw failure;
    } catch (IOException | RuntimeException | StackOverflowError failure) {
      throw damaged(failure);
    }
  }

  private static boolean hasPage(PDDocument document) {
    try {
      return document.getPages().iterator().hasNext();
    } catch (RuntimeException _) {
      return false;
    }
  }

  private static IngestException damaged(Throwable cause) {
    var damaged =
        new IngestException.Permanent(
            "pdf-damaged",
            "The PDF is damaged and cannot be opened (%s). Save it again from the program it came from, or print it to a new PDF."
                .formatted(PageProblems.fact(cause)));
    damaged.initCause(cause);
    return damaged;
  }

  public int pages() {
    return pages;
  }

  /// @param page 1-based
  /// @throws IngestException.Permanent `pdf-damaged` when the file promises the page and lacks it
  public PageGeometry geometry(int page) {
    return guarded(page, () -> DisplayedPage.of(pdPage(page)).geometry());
  }

  /// Reads the text layer.
  ///
  /// @param page 1-based
  /// @throws IngestException.Permanent `pdf-damaged` or `page-too-complex`
  public PdfPage page(int page) {
    return guarded(
        page,
        () -> {
          PDPage pdPage = pdPage(page);
          DisplayedPage displayed = DisplayedPage.of(pdPage);
          var reader = new ContentReader(page, limits, displayed, this::font, optionalContent());
          reader.read(pdPage);
          return TextLayer.of(displayed.geometry(), reader.words(), reader.drawings());
        });
  }

  private GlyphTable font(COSDictionary dictionary) {
    if (fonts.size() >= MOST_FONTS) {
      fonts.clear();
    }
    GlyphTable font = fonts.get(dictionary);
    if (font == null) {
      font = GlyphTable.of(dictionary, document.getResourceCache());
      fonts.put(dictionary, font);
    }
    return font;
  }

  private OptionalContent optionalContent() {
    OptionalContent known = optionalContent;
    if (known == null) {
      known = new OptionalContent(document);
      optionalContent = known;
    }
    return known;
  }

  /// Draws the page. Pictures that cannot be shown, or that are beyond the limits, are left out.
  ///
  /// @param page 1-based
  /// @param widthPixels of the image; the height follows
  /// @throws IngestException.Permanent `page-too-large`, `page-too-complex` or `pdf-damaged`
  public DrawnPage draw(int page, int widthPixels) {
    return guarded(
        page, () -> new PageImages(document, limits).render(pdPage(page), page, widthPixels));
  }

  /// As by [#draw(int, int)], whatever it lacks.
  ///
  /// @param page 1-based
  public BufferedImage render(int page, int widthPixels) {
    return draw(page, widthPixels).image();
  }

  @Override
  public void close() {
    close(document);
  }

  private PDPage pdPage(int page) {
    if (page < 1 || page > pages) {
      throw new IndexOutOfBoundsException("page %d of %d".formatted(page, pages));
    }
    return document.getPage(page - 1);
  }

  private interface PageWork<T> {
    T run() throws IOException;
  }

  private static <T> T guarded(int page, PageWork<T> work) {
    try {
      return work.run();
    } catch (IngestException | IndexOutOfBoundsException failure) {
      throw failure;
    } catch (IOException | RuntimeException | StackOverflowError failure) {
      throw PageProblems.damaged(page, failure);
    }
  }

  private static void close(PDDocument document) {
    try {
      document.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
