package io.pincite.ingest.internal.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;

/// Whether the data of a picture ends before its pixels do. Decoders fill up in silence what is
/// missing, with white, black or gray, and the missing part could hold the clause someone asks for.
final class CutShort {
  private static final COSName FAX = COSName.CCITTFAX_DECODE;
  private static final COSName FAX_SHORT = COSName.CCITTFAX_DECODE_ABBREVIATION;
  private static final List<String> FAXES = List.of(FAX.getName(), FAX_SHORT.getName());
  private static final List<String> JPEGS =
      List.of(COSName.DCT_DECODE.getName(), COSName.DCT_DECODE_ABBREVIATION.getName());
  private static final List<String> JBIG2S = List.of(COSName.JBIG2_DECODE.getName());
  private static final List<String> JPEG_2000S = List.of(COSName.JPX_DECODE.getName());

  /// Rows; some programs leave a few bytes of the last one out.
  private static final int MOST_MISSING_ROWS = 1;

  /// Enough that a decoder that goes on into them draws something.
  private static final int STRAY_BYTES = 256;

  private static final int JPEG_END = 0xD9;
  private static final int JPEG_SCAN = 0xDA;

  /// A segment of JBIG2 whose length its own data tells.
  private static final int LENGTH_UNKNOWN = -1;

  /// The header of a JBIG2 file (ITU-T T.88, D.4.1), which does not belong into a PDF and is found
  /// there.
  private static final byte[] JBIG2_FILE = {(byte) 0x97, 'J', 'B', '2', '\r', '\n', 0x1A, '\n'};

  private static final int JBIG2_SHORTEST_HEADER = 11;

  private CutShort() {}

  /// @throws IOException when the data cannot be decoded at all
  static boolean is(PDImage picture) throws IOException {
    String last = lastFilter(picture.getCOSObject());
    if (JPEGS.contains(last)) {
      return isJpeg(bytes(picture, JPEGS));
    }
    if (FAXES.contains(last)) {
      return isFax(bytes(picture, FAXES), picture.getCOSObject());
    }
    if (JBIG2S.contains(last)) {
      return isJbig2(bytes(picture, JBIG2S));
    }
    return !JPEG_2000S.contains(last) && isSamples(picture);
  }

  private static String lastFilter(COSDictionary picture) {
    COSBase filters = picture.getDictionaryObject(COSName.FILTER, COSName.F);
    COSBase last =
        filters instanceof COSArray several && several.size() > 0
            ? several.getObject(several.size() - 1)
            : filters;
    return last instanceof COSName name ? name.getName() : "";
  }

  /// The data as they are before the last filter.
  private static byte[] bytes(PDImage picture, List<String> before) throws IOException {
    try (InputStream in = picture.createInputStream(before)) {
      return in.readAllBytes();
    }
  }

  /// Whether the marker of the end is missing behind the last scan, and pixels with it.
  private static boolean isJpeg(byte[] jpeg) throws IOException {
    boolean ended = true;
    for (int i = 0; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF) {
        int marker = jpeg[i + 1] & 0xFF;
        ended = marker == JPEG_END || (ended && marker != JPEG_SCAN);
      }
    }
    return !ended && isComplainedOf(jpeg);
  }

  /// Whether a decoder that is given the end misses something before it.
  private static boolean isComplainedOf(byte[] jpeg) throws IOException {
    byte[] ended = Arrays.copyOf(jpeg, jpeg.length + 2);
    ended[jpeg.length] = (byte) 0xFF;
    ended[jpeg.length + 1] = (byte) JPEG_END;
    ImageReader reader = Filter.findRasterReader("JPEG", "none is there");
    var complained = new AtomicBoolean();
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(ended))) {
      reader.setInput(in, true, true);
      reader.addIIOReadWarningListener((_, _) -> complained.set(true));
      reader.readRaster(0, null);
    } finally {
      reader.dispose();
    }
    return complained.get();
  }

  /// Whether what comes after the data changes the picture. Of whole data it cannot: the decoder
  /// has its rows, or has met the end that the sender set.
  private static boolean isFax(byte[] fax, COSDictionary picture) throws IOException {
    byte[] longer = Arrays.copyOf(fax, fax.length + STRAY_BYTES);
    byte[] stray = new byte[STRAY_BYTES];
    new Random(1).nextBytes(stray);
    System.arraycopy(stray, 0, longer, fax.length, STRAY_BYTES);
    return !Arrays.equals(decoded(fax, picture), decoded(longer, picture));
  }

  private static byte[] decoded(byte[] fax, COSDictionary picture) throws IOException {
    Filter filter = FilterFactory.INSTANCE.getFilter(FAX);
    COSBase filters = picture.getDictionaryObject(COSName.FILTER, COSName.F);
    int index = filters instanceof COSArray several ? several.size() - 1 : 0;
    var rows = new ByteArrayOutputStream();
    filter.decode(new ByteArrayInputStream(fax), rows, picture, index);
    return rows.toByteArray();
  }

  /// Whether a segment is longer than what is left, or none is there (ITU-T T.88, 7.2).
  private static boolean isJbig2(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data);
    if (data.length > JBIG2_FILE.length
        && Arrays.equals(data, 0, JBIG2_FILE.length, JBIG2_FILE, 0, JBIG2_FILE.length)) {
      int organisation = data[JBIG2_FILE.length];
      if ((organisation & 0x1) == 0) {
        // All headers stand before all data: how long they are together is not looked at.
        return false;
      }
      skip(in, JBIG2_FILE.length + 1 + ((organisation & 0x2) == 0 ? Integer.BYTES : 0));
    }
    boolean any = false;
    while (in.remaining() >= JBIG2_SHORTEST_HEADER) {
      int number = in.getInt();
      int flags = in.get();
      int count = in.get(in.position()) >> 5 & 0x7;
      if (count == 7) {
        count = in.getInt() & 0x1FFF_FFFF;
        if (count > data.length) {
          return true;
        }
        skip(in, count / 8 + 1);
      } else {
        skip(in, 1);
      }
      long referred =
          Integer.compareUnsigned(number, 256) <= 0
              ? 1
              : Integer.compareUnsigned(number, 65_536) <= 0 ? 2 : 4;
      skip(in, referred * count + ((flags & 0x40) != 0 ? 4 : 1));
      if (in.remaining() < 4) {
        return true;
      }
      int length = in.getInt();
      any = true;
      if (length == LENGTH_UNKNOWN) {
        return false;
      }
      if (Integer.toUnsignedLong(length) > in.remaining()) {
        return true;
      }
      skip(in, length);
    }
    // Padding and line ends behind the last segment are no segment.
    while (in.hasRemaining()) {
      byte more = in.get();
      if (more != 0 && more != '\r' && more != '\n' && more != ' ') {
        return true;
      }
    }
    return !any;
  }

  private static void skip(ByteBuffer in, long bytes) {
    in.position((int) Math.min(in.limit(), in.position() + bytes));
  }

  /// Whether there are fewer bytes than pixels need.
  private static boolean isSamples(PDImage picture) throws IOException {
    int colors = picture.isStencil() ? 1 : picture.getColorSpace().getNumberOfComponents();
    int bits = picture.isStencil() ? 1 : picture.getBitsPerComponent();
    long row = ((long) picture.getWidth() * colors * bits + 7) / 8;
    long least = row * (picture.getHeight() - MOST_MISSING_ROWS);
    try (InputStream in = picture.createInputStream()) {
      long there = 0;
      byte[] buffer = new byte[1 << 14];
      int count;
      while (there < least && (count = in.read(buffer)) >= 0) {
        there += count;
      }
      return there < least;
    }
  }
}
