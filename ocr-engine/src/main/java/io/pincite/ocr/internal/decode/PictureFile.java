package io.pincite.ocr.internal.decode;

import io.pincite.ocr.ImageFile;
import io.pincite.ocr.OcrException;
import io.pincite.ocr.PageImage;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/// A picture file on disk.
public final class PictureFile implements ImageFile {
  private static final int LONGEST_FACT = 160;

  /// Of a pixel of the largest page allowed: 8 bits in each of three channels and alpha. Deeper
  /// pictures are decoded at a part of their size so as to cost no more.
  private static final int BYTES_PER_PIXEL = 4;

  private final Kind kind;
  private final ImageInputStream in;
  private final List<Frame> frames;
  private final Optional<String> remark;
  private final Limits limits;
  private Optional<ImageReader> reader = Optional.empty();

  private PictureFile(Kind kind, ImageInputStream in, Header header, Limits limits) {
    this.kind = kind;
    this.in = in;
    this.frames = header.frames();
    this.remark = header.remark();
    this.limits = limits;
  }

  /// @throws OcrException.UnreadableImage as [ImageFile#open] says
  public static PictureFile open(Path file, Limits limits) {
    byte[] start;
    ImageInputStream in;
    try {
      try (var bytes = Files.newInputStream(file)) {
        start = bytes.readNBytes(Kind.BYTES_LOOKED_AT);
      }
      in = new FileImageInputStream(file.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    boolean opened = false;
    try {
      Kind kind = Kind.of(start);
      Header header = header(kind, in, limits);
      refuseTooMany(header.frames().size(), limits);
      opened = true;
      return new PictureFile(kind, in, header, limits);
    } catch (IOException | RuntimeException failure) {
      if (failure instanceof OcrException refused) {
        throw refused;
      }
      throw new OcrException.UnreadableImage(
          "the picture file is damaged (%s). Save it again from the program it came from, or scan it again."
              .formatted(fact(failure)));
    } finally {
      if (!opened) {
        close(in);
      }
    }
  }

  private static Header header(Kind kind, ImageInputStream in, Limits limits) throws IOException {
    return switch (kind) {
      case JPEG -> JpegHeader.read(in);
      case PNG -> PngHeader.read(in);
      case WEBP -> WebpHeader.read(in);
      case GIF -> GifHeader.read(in);
      case TIFF -> TiffHeader.read(in, limits.maxPages());
    };
  }

  private static void refuseTooMany(int pages, Limits limits) {
    if (pages == 0) {
      throw new OcrException.UnreadableImage(
          "the picture file holds no page. Save it again from the program it came from.");
    }
    if (pages > limits.maxPages()) {
      throw new OcrException.UnreadableImage(
          "the picture file has more than %,d pages, the limit. Split it, or raise the limit of pages."
              .formatted(limits.maxPages()));
    }
  }

  @Override
  public int pages() {
    return frames.size();
  }

  @Override
  public Optional<String> remark() {
    return remark;
  }

  @Override
  public Size size(int page) {
    return allowed(page).displayed();
  }

  @Override
  public PageImage page(int page) {
    return page(page, Integer.MAX_VALUE);
  }

  @Override
  public PageImage page(int page, int longestSide) {
    Frame frame = allowed(page);
    if (longestSide < 1) {
      throw new IllegalArgumentException("a side has at least 1 px, not " + longestSide);
    }
    try {
      return decoded(frame, page, longestSide);
    } catch (IOException | RuntimeException | StackOverflowError failure) {
      if (failure instanceof OcrException refused) {
        throw refused;
      }
      throw damaged(page, fact(failure));
    } catch (OutOfMemoryError tooLarge) {
      // One array that did not fit; nothing of it is held any more.
      throw damaged(page, "decoding it takes more memory than there is");
    }
  }

  private Frame allowed(int page) {
    if (page < 1 || page > frames.size()) {
      throw new IndexOutOfBoundsException("page %d of %d".formatted(page, frames.size()));
    }
    Frame frame = frames.get(page - 1);
    if (frame.width() < 1 || frame.height() < 1) {
      throw damaged(page, "its size is missing");
    }
    Size size = frame.displayed();
    if ((long) size.width() * size.height() > limits.maxPixels()) {
      throw new OcrException.UnreadableImage(
          "[p.%d] the picture is %,d x %,d px; the limit is %,d px in all. Scan at 300 dpi, or raise the limit of pixels."
              .formatted(page, size.width(), size.height(), limits.maxPixels()));
    }
    return frame;
  }

  private PageImage decoded(Frame frame, int page, int longestSide) throws IOException {
    DecodingWarnings.refuseWhereMissing(frame.missing(), page);
    Size full = frame.displayed();
    int longest = Math.max(full.width(), full.height());
    double shrinking = Math.max(1, (double) longest / longestSide);
    ImageReader codec = codec();
    ImageReadParam param = codec.getDefaultReadParam();
    int subsampling = subsampling(frame, shrinking);
    param.setSourceSubsampling(subsampling, subsampling, 0, 0);
    var warnings = new DecodingWarnings();
    codec.addIIOReadWarningListener(warnings);
    BufferedImage plain;
    try {
      plain = plain(codec, frame, param);
    } finally {
      codec.removeIIOReadWarningListener(warnings);
    }
    warnings.refuseWhereCutShort(plain, page);
    int width = (int) Math.max(1, Math.round(frame.squareWidth() / shrinking));
    int height = (int) Math.max(1, Math.round(frame.squareHeight() / shrinking));
    BufferedImage shrunk =
        Plain.shrunk(plain, Math.min(plain.getWidth(), width), Math.min(plain.getHeight(), height));
    BufferedImage upright =
        Plain.upright(Plain.stretched(shrunk, width, height), frame.orientation());
    return new PageImage(upright, full.dpi() / shrinking);
  }

  private BufferedImage plain(ImageReader codec, Frame frame, ImageReadParam param)
      throws IOException {
    BufferedImage stored = codec.read(frame.index(), param);
    // JPEG knows no transparency: the codec took the black of four inks for it, as no marker of
    // Adobe's told it better.
    boolean isInk = kind == Kind.JPEG && stored.getColorModel().hasAlpha();
    return isInk ? Plain.ofInks(codec.readRaster(frame.index(), param)) : Plain.of(stored);
  }

  /// How many pixels are stepped over while decoding: at most half of what is then averaged away,
  /// for averaging is better; more where memory asks for it.
  private int subsampling(Frame frame, double shrinking) {
    int factor = (int) Math.max(1, Math.floor(shrinking / 2));
    double most = (double) BYTES_PER_PIXEL * limits.maxPixels();
    while (frame.bytesPerPixel() * ((double) frame.width() / factor) * frame.height() / factor
        > most) {
      factor++;
    }
    return factor;
  }

  private ImageReader codec() throws IOException {
    if (reader.isPresent()) {
      return reader.get();
    }
    in.seek(0);
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    boolean bigTiff = false;
    if (kind == Kind.TIFF) {
      byte[] start = new byte[4];
      in.readFully(start);
      bigTiff = start[2] == '+' || start[3] == '+';
      in.seek(0);
    }
    ImageReader codec = Codecs.reader(kind, bigTiff);
    codec.setInput(kind == Kind.PNG ? PngHeader.pixelsOnly(in) : in, false, kind == Kind.PNG);
    reader = Optional.of(codec);
    return codec;
  }

  @Override
  public void close() {
    reader.ifPresent(ImageReader::dispose);
    close(in);
  }

  private static void close(ImageInputStream in) {
    try {
      in.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static OcrException damaged(int page, String fact) {
    return new OcrException.UnreadableImage(
        "[p.%d] the picture is damaged (%s). Save it again from the program it came from, or scan it again."
            .formatted(page, fact));
  }

  /// One short line about what went wrong, whatever a broken file puts into a message.
  private static String fact(Throwable cause) {
    if (cause instanceof EOFException) {
      return "it ends too early";
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    String line = message.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > LONGEST_FACT ? line.substring(0, LONGEST_FACT) + "…" : line;
  }
}
