package io.pincite.ocr.internal.decode;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/// The single numbers in one directory of a TIFF file, or of the Exif part of another file. Read
/// here, and not by the codec, so that a file is measured and counted before anything else is done
/// with it.
final class TiffDirectory {
  static final int NEW_SUBFILE_TYPE = 254;
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int ORIENTATION = 274;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int X_RESOLUTION = 282;
  static final int Y_RESOLUTION = 283;
  static final int RESOLUTION_UNIT = 296;

  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;

  private static final Set<Integer> READ =
      Set.of(
          NEW_SUBFILE_TYPE,
          WIDTH,
          HEIGHT,
          COMPRESSION,
          BITS_PER_SAMPLE,
          ORIENTATION,
          SAMPLES_PER_PIXEL,
          X_RESOLUTION,
          Y_RESOLUTION,
          RESOLUTION_UNIT);

  private static final Set<Integer> PARTS =
      Set.of(STRIP_OFFSETS, STRIP_LENGTHS, TILE_OFFSETS, TILE_LENGTHS);

  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;
  private static final int LONG8 = 16;

  /// Directories of real files have a few dozen entries; a damaged count must not make us read on.
  private static final int MOST_ENTRIES = 4096;

  /// Noise packed as a fax is larger than it was, four times at most.
  private static final double MOST_GROWTH = 4;

  /// Strips of the finest cut of a page; who claims more is not believed.
  private static final int MOST_PARTS = 1 << 16;

  private final Map<Integer, Double> numbers = new HashMap<>();
  private final Map<Integer, double[]> parts = new HashMap<>();

  private TiffDirectory() {}

  double number(int tag, double otherwise) {
    return numbers.getOrDefault(tag, otherwise);
  }

  /// The first value of a tag, cut to what an int holds.
  int integer(int tag, int otherwise) {
    return (int) number(tag, otherwise);
  }

  /// Dots per inch, 0 where it does not say.
  double dpi(int resolutionTag) {
    double resolution = number(resolutionTag, 0);
    return switch (integer(RESOLUTION_UNIT, 2)) {
      case 2 -> resolution;
      case 3 -> resolution * 2.54;
      default -> 0;
    };
  }

  /// What share of the packed pixels lies behind the end of the file, as far as can be told: 0
  /// where the file does not say, or says what cannot be.
  double missing(long fileLength) {
    double[] offsets = parts.getOrDefault(STRIP_OFFSETS, parts.get(TILE_OFFSETS));
    double[] lengths = parts.getOrDefault(STRIP_LENGTHS, parts.get(TILE_LENGTHS));
    if (offsets == null || lengths == null || offsets.length != lengths.length) {
      return 0;
    }
    double all = 0;
    double there = 0;
    for (int i = 0; i < offsets.length; i++) {
      all += lengths[i];
      there += Math.clamp(fileLength - offsets[i], 0, lengths[i]);
    }
    boolean isBelievable = all <= MOST_GROWTH * number(WIDTH, 0) * number(HEIGHT, 0) / 8 + 4096;
    return all > 0 && isBelievable ? 1 - there / all : 0;
  }

  /// Whether the pixels are packed as a fax does it. Its decoders fill up in silence what is
  /// missing.
  boolean isFax() {
    int compression = integer(COMPRESSION, 1);
    return compression >= 2 && compression <= 4;
  }

  /// The directories of the chain that begins the file, in order.
  ///
  /// @param base where the TIFF header stands
  /// @param most directories that are read; one more tells that there are more
  /// @throws IOException when there is no header, or a directory cannot be reached
  static List<TiffDirectory> chain(ImageInputStream in, long base, int most) throws IOException {
    in.seek(base);
    int order = in.readUnsignedShort();
    in.setByteOrder(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int version = in.readUnsignedShort();
    boolean big = version == 43;
    if ((order != 0x4949 && order != 0x4D4D) || (version != 42 && !big)) {
      throw new IOException("there is no TIFF header");
    }
    if (big) {
      in.skipBytes(4);
    }
    List<TiffDirectory> directories = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    long next = offset(in, big);
    while (next != 0 && directories.size() <= most) {
      if (!seen.add(next)) {
        throw new IOException("its list of pages runs in a circle");
      }
      in.seek(base + next);
      var directory = new TiffDirectory();
      next = directory.read(in, base, big);
      directories.add(directory);
    }
    return directories;
  }

  private static long offset(ImageInputStream in, boolean big) throws IOException {
    return big ? in.readLong() : in.readUnsignedInt();
  }

  private long read(ImageInputStream in, long base, boolean big) throws IOException {
    long entries = big ? in.readLong() : in.readUnsignedShort();
    if (entries < 0 || entries > MOST_ENTRIES) {
      throw new IOException("a directory claims %,d entries".formatted(entries));
    }
    int entryLength = big ? 20 : 12;
    long start = in.getStreamPosition();
    for (int i = 0; i < entries; i++) {
      long entry = start + (long) i * entryLength;
      in.seek(entry);
      int tag = in.readUnsignedShort();
      int type = in.readUnsignedShort();
      long count = offset(in, big);
      if (READ.contains(tag) && count >= 1) {
        numbers.putIfAbsent(tag, value(in, base, big, type, count));
      } else if (PARTS.contains(tag) && count >= 1 && count <= MOST_PARTS) {
        parts.putIfAbsent(tag, values(in, base, big, type, (int) count));
      }
    }
    in.seek(start + entries * entryLength);
    return offset(in, big);
  }

  /// Numbers of which some may stand behind the end of the file: those are 0.
  private static double[] values(ImageInputStream in, long base, boolean big, int type, int count)
      throws IOException {
    int size = type == SHORT ? 2 : type == LONG ? 4 : type == LONG8 ? 8 : 0;
    double[] values = new double[size == 0 ? 0 : count];
    if ((long) size * count > (big ? 8 : 4)) {
      in.seek(base + offset(in, big));
    }
    long end = in.length();
    for (int i = 0; i < values.length && in.getStreamPosition() + size <= end; i++) {
      values[i] =
          switch (type) {
            case SHORT -> in.readUnsignedShort();
            case LONG -> in.readUnsignedInt();
            default -> in.readLong();
          };
    }
    return values;
  }

  private static double value(ImageInputStream in, long base, boolean big, int type, long count)
      throws IOException {
    int size =
        switch (type) {
          case BYTE -> 1;
          case SHORT -> 2;
          case LONG -> 4;
          case RATIONAL, LONG8 -> 8;
          default -> 0;
        };
    if (size == 0) {
      return 0;
    }
    if (size * count > (big ? 8 : 4)) {
      in.seek(base + offset(in, big));
    }
    return switch (type) {
      case BYTE -> in.readUnsignedByte();
      case SHORT -> in.readUnsignedShort();
      case LONG -> in.readUnsignedInt();
      case LONG8 -> in.readLong();
      default -> {
        double numerator = in.readUnsignedInt();
        double denominator = in.readUnsignedInt();
        yield denominator == 0 ? 0 : numerator / denominator;
      }
    };
  }
}
