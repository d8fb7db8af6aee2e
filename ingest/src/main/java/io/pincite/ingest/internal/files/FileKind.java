package io.pincite.ingest.internal.files;

import io.pincite.ingest.IngestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The kinds of files that can be read, told by what is in them; names and headers do not count.
public enum FileKind {
  PDF("application/pdf", "pdf"),
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  WEBP("image/webp", "webp"),
  TIFF("image/tiff", "tif"),
  GIF("image/gif", "gif"),
  DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
  ODT("application/vnd.oasis.opendocument.text", "odt"),
  ODS("application/vnd.oasis.opendocument.spreadsheet", "ods"),
  ODP("application/vnd.oasis.opendocument.presentation", "odp"),
  DOC("application/msword", "doc"),
  XLS("application/vnd.ms-excel", "xls"),
  PPT("application/vnd.ms-powerpoint", "ppt"),
  RTF("application/rtf", "rtf");

  private static final int PDF_HEADER_WITHIN = 1024;
  private static final byte[] PDF_HEADER = "%PDF-".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JPEG_HEADER = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
  private static final byte[] PNG_HEADER = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] RTF_HEADER = "{\\rtf".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OLE_HEADER = {
    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
  };
  private static final byte[] ZIP_HEADER = {'P', 'K', 3, 4};
  private static final int MOST_ZIP_ENTRIES = 20_000;
  private static final int OLE_LOOKED_AT = 8 << 20;

  private final String mediaType;
  private final String extension;

  FileKind(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  public String mediaType() {
    return mediaType;
  }

  /// Whether its pages are pictures, without any text of their own.
  public boolean isPicture() {
    return mediaType.startsWith("image/");
  }

  /// Without a dot.
  public String extension() {
    return extension;
  }

  public static Optional<FileKind> ofMediaType(String mediaType) {
    return Arrays.stream(values()).filter(kind -> kind.mediaType.equals(mediaType)).findFirst();
  }

  /// @param name of the upload, for the message
  /// @throws IngestException.NotADocument when it is none of them
  public static FileKind of(Path file, String name) throws IOException {
    byte[] start;
    try (var in = Files.newInputStream(file)) {
      start = in.readNBytes(PDF_HEADER_WITHIN + PDF_HEADER.length);
    }
    if (start.length == 0) {
      throw new IngestException.NotADocument(
          "[%s] the file is empty. Upload it again from where it is whole.".formatted(name));
    }
    Optional<FileKind> picture = pictureStartingWith(start, name);
    if (picture.isPresent()) {
      return picture.get();
    }
    if (startsWith(start, OLE_HEADER)) {
      return ofCompoundFile(file, name);
    }
    if (startsWith(start, ZIP_HEADER)) {
      return ofZip(file).orElseThrow(() -> none(name));
    }
    if (startsWith(start, RTF_HEADER)) {
      return RTF;
    }
    if (indexOf(start, PDF_HEADER) >= 0) {
      return PDF;
    }
    throw none(name);
  }

  private static Optional<FileKind> pictureStartingWith(byte[] start, String name) {
    if (startsWith(start, JPEG_HEADER)) {
      return Optional.of(JPEG);
    }
    if (startsWith(start, PNG_HEADER)) {
      return Optional.of(PNG);
    }
    if (isAt(start, 0, "RIFF") && isAt(start, 8, "WEBP")) {
      return Optional.of(WEBP);
    }
    if (isAt(start, 0, "II*\0")
        || isAt(start, 0, "MM\0*")
        || isAt(start, 0, "II+\0")
        || isAt(start, 0, "MM\0+")) {
      return Optional.of(TIFF);
    }
    if (isAt(start, 0, "GIF87a") || isAt(start, 0, "GIF89a")) {
      return Optional.of(GIF);
    }
    if (isAt(start, 4, "ftyphei") || isAt(start, 4, "ftypmif1")) {
      throw new IngestException.NotADocument(
          "[%s] this is a HEIC photograph, which is not read. Save or share it as a JPEG (iPhone: Settings, Camera, Formats, Most Compatible)."
              .formatted(name));
    }
    return Optional.empty();
  }

  private static boolean isAt(byte[] bytes, int offset, String text) {
    byte[] part = text.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= offset + part.length
        && Arrays.equals(bytes, offset, offset + part.length, part, 0, part.length);
  }

  private static IngestException none(String name) {
    return new IngestException.NotADocument(
        "[%s] by its content this is neither a PDF nor a picture (JPEG, PNG, WebP, TIFF, GIF) nor an office document (Word, Excel, PowerPoint, OpenDocument, RTF). Save or print it as a PDF."
            .formatted(name));
  }

  private static Optional<FileKind> ofZip(Path file) throws IOException {
    if (zipEntries(file) > MOST_ZIP_ENTRIES) {
      return Optional.empty();
    }
    try (var zip = new ZipFile(file.toFile())) {
      ZipEntry mimetype = zip.getEntry("mimetype");
      if (mimetype != null && mimetype.getSize() < 200) {
        try (var in = zip.getInputStream(mimetype)) {
          String type = new String(in.readNBytes(200), StandardCharsets.US_ASCII).strip();
          return ofMediaType(type).filter(kind -> kind.extension.startsWith("od"));
        }
      }
      if (zip.getEntry("[Content_Types].xml") == null) {
        return Optional.empty();
      }
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        String entry = entries.nextElement().getName();
        if (entry.startsWith("word/")) {
          return Optional.of(DOCX);
        } else if (entry.startsWith("xl/")) {
          return Optional.of(XLSX);
        } else if (entry.startsWith("ppt/")) {
          return Optional.of(PPTX);
        }
      }
      return Optional.empty();
    } catch (ZipException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// How many entries the archive says it has, without reading them: a list of millions would fill
  /// the memory.
  private static int zipEntries(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int length = (int) Math.min(channel.size(), 22 + 0xFFFF);
      ByteBuffer end = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(channel.size() - length);
      while (end.hasRemaining() && channel.read(end) >= 0) {}
      for (int i = length - 22; i >= 0; i--) {
        if (end.getInt(i) == 0x06054B50) {
          return Short.toUnsignedInt(end.getShort(i + 10));
        }
      }
      return 0;
    }
  }

  private static FileKind ofCompoundFile(Path file, String name) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(OLE_LOOKED_AT);
    }
    if (holdsStream(bytes, "EncryptedPackage")) {
      throw new IngestException.NotADocument(
          "[%s] the office document opens only with a password. Save a copy without one and upload that."
              .formatted(name));
    }
    if (holdsStream(bytes, "WordDocument")) {
      return DOC;
    }
    if (holdsStream(bytes, "PowerPoint Document")) {
      return PPT;
    }
    if (holdsStream(bytes, "Workbook") || holdsStream(bytes, "Book")) {
      return XLS;
    }
    throw none(name);
  }

  private static boolean holdsStream(byte[] bytes, String stream) {
    return indexOf(bytes, (stream + "\0").getBytes(StandardCharsets.UTF_16LE)) >= 0;
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
