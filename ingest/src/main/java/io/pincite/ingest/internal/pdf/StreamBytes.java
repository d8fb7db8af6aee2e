package io.pincite.ingest.internal.pdf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;

/// Decodes streams up to a limit, so that a small file cannot unpack to fill the memory.
final class StreamBytes {
  /// These make pixels, as many as their own header says (ISO 32000-1, 7.4.1); of a stream of
  /// anything else they are an attack or damage.
  private static final Set<String> PICTURE_CODECS =
      Set.of("DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF");

  private StreamBytes() {}

  /// Thrown where a stream unpacks to more than is allowed.
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(long limit) {
      super("a stream unpacks to more than %,d bytes".formatted(limit));
    }
  }

  /// The decoded bytes of a stream; of a damaged one, what could be decoded of it.
  static byte[] decode(COSStream stream, long limit) throws IOException {
    byte[] bytes;
    try (InputStream raw = stream.createRawInputStream()) {
      bytes = raw.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
    }
    if (bytes.length > limit) {
      throw new TooLarge(limit);
    }
    COSBase filters = stream.getDictionaryObject(COSName.FILTER, COSName.F);
    if (filters instanceof COSName name) {
      return decode(bytes, name, stream, 0, limit);
    }
    if (filters instanceof COSArray names) {
      for (int i = 0; i < names.size(); i++) {
        if (names.getObject(i) instanceof COSName name) {
          bytes = decode(bytes, name, stream, i, limit);
        }
      }
    }
    return bytes;
  }

  private static byte[] decode(
      byte[] bytes, COSName filter, COSStream stream, int index, long limit) throws IOException {
    boolean flate = COSName.FLATE_DECODE.equals(filter) || "Fl".equals(filter.getName());
    if (flate && predictor(stream, index) <= 1) {
      return inflate(bytes, limit);
    }
    if (flate) {
      // Content with a predictor is rare; make sure that it is small before PDFBox unpacks it.
      inflate(bytes, limit);
    }
    if (PICTURE_CODECS.contains(filter.getName())) {
      throw new IOException(
          "drawing instructions are compressed as a picture (%s)".formatted(filter.getName()));
    }
    Filter decoder = FilterFactory.INSTANCE.getFilter(filter);
    var decoded = new Bounded(limit);
    decoder.decode(new ByteArrayInputStream(bytes), decoded, stream, index, DecodeOptions.DEFAULT);
    return decoded.toByteArray();
  }

  private static int predictor(COSDictionary stream, int index) {
    COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
    if (parameters instanceof COSArray array) {
      parameters = index < array.size() ? array.getObject(index) : null;
    }
    return parameters instanceof COSDictionary dictionary
        ? dictionary.getInt(COSName.PREDICTOR, 1)
        : 1;
  }

  static byte[] inflate(byte[] bytes, long limit) throws TooLarge {
    int start = 0;
    while (start < bytes.length && (bytes[start] == '\n' || bytes[start] == '\r')) {
      start++;
    }
    byte[] decoded = inflate(bytes, start, limit, false);
    if (decoded.length == 0 && bytes.length - start > 2) {
      // A broken header: the data behind it may still be good.
      decoded = inflate(bytes, start + 2, limit, true);
    }
    return decoded;
  }

  private static byte[] inflate(byte[] bytes, int start, long limit, boolean bare) throws TooLarge {
    try (var inflater = new Inflater(bare)) {
      inflater.setInput(bytes, start, bytes.length - start);
      byte[] decoded = new byte[Math.max(1024, (int) Math.min(limit, bytes.length * 4L))];
      int length = 0;
      while (true) {
        if (length == decoded.length) {
          if (length >= limit) {
            throw new TooLarge(limit);
          }
          decoded = Arrays.copyOf(decoded, (int) Math.min(limit + 1, length * 2L));
        }
        int read = inflater.inflate(decoded, length, decoded.length - length);
        length += read;
        if (inflater.finished() || read == 0) {
          break;
        }
      }
      return Arrays.copyOf(decoded, length);
    } catch (DataFormatException _) {
      // What came before the damage has been lost with the exception's buffer: take it slowly.
      return inflateUntilDamage(bytes, start, limit, bare);
    }
  }

  private static byte[] inflateUntilDamage(byte[] bytes, int start, long limit, boolean bare)
      throws TooLarge {
    var decoded = new ByteArrayOutputStream();
    byte[] buffer = new byte[512];
    try (var inflater = new Inflater(bare)) {
      inflater.setInput(bytes, start, bytes.length - start);
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0) {
          break;
        }
        decoded.write(buffer, 0, read);
        if (decoded.size() > limit) {
          throw new TooLarge(limit);
        }
      }
    } catch (DataFormatException _) {
      // the rest is lost
    }
    return decoded.toByteArray();
  }

  private static final class Bounded extends ByteArrayOutputStream {
    private final long limit;

    Bounded(long limit) {
      this.limit = limit;
    }

    @Override
    public synchronized void write(int value) {
      check(1);
      super.write(value);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      check(length);
      super.write(bytes, offset, length);
    }

    private void check(int more) {
      if (count + (long) more > limit) {
        throw new java.io.UncheckedIOException(new TooLarge(limit));
      }
    }
  }
}
