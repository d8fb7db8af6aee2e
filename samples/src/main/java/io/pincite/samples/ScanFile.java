package io.pincite.samples;

import io.pincite.samples.internal.scan.Jpeg;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;

/// Scans as the files people send: the same scans give the same bytes.
public final class ScanFile {
  private ScanFile() {}

  /// A PDF of one picture a page and no text: JPEG, or fax group 4 for pictures of one bit a pixel.
  ///
  /// @param jpegQuality 1..100
  public static byte[] pdf(List<Scan> scans, int jpegQuality) {
    try (var document = new PDDocument()) {
      for (Scan scan : scans) {
        BufferedImage pixels = scan.pixels();
        float width = (float) (pixels.getWidth() * 72 / scan.dpi());
        float height = (float) (pixels.getHeight() * 72 / scan.dpi());
        var page = new PDPage(new PDRectangle(width, height));
        document.addPage(page);
        var picture =
            pixels.getType() == BufferedImage.TYPE_BYTE_BINARY
                ? CCITTFactory.createFromImage(document, pixels)
                : JPEGFactory.createFromByteArray(
                    document, Jpeg.write(pixels, jpegQuality, scan.dpi()));
        try (var contents = new PDPageContentStream(document, page)) {
          contents.drawImage(picture, 0, 0, width, height);
        }
      }
      var date = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
      date.clear();
      date.set(2026, Calendar.JANUARY, 6, 9, 0, 0);
      document.getDocumentInformation().setProducer("Pincite samples");
      document.getDocumentInformation().setCreationDate(date);
      document.getDocumentInformation().setModificationDate(date);
      document.setDocumentId((long) scans.size());
      var bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// @param quality 1..100
  public static byte[] jpeg(Scan scan, int quality) {
    return Jpeg.write(scan.pixels(), quality, scan.dpi());
  }

  public static byte[] png(Scan scan) {
    return write("png", List.of(scan));
  }

  /// All scans as the pages of one file; fax group 4 for pictures of one bit a pixel, else LZW.
  public static byte[] tiff(List<Scan> scans) {
    return write("tiff", scans);
  }

  private static byte[] write(String format, List<Scan> scans) {
    var writer = ImageIO.getImageWritersByFormatName(format).next();
    var out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      boolean isSequence = scans.size() > 1;
      if (isSequence) {
        writer.prepareWriteSequence(null);
      }
      for (Scan scan : scans) {
        ImageWriteParam how = writer.getDefaultWriteParam();
        if (format.equals("tiff")) {
          boolean oneBit = scan.pixels().getType() == BufferedImage.TYPE_BYTE_BINARY;
          how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
          how.setCompressionType(oneBit ? "CCITT T.6" : "LZW");
        }
        IIOMetadata notes =
            writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(scan.pixels()), how);
        noteResolution(notes, scan.dpi());
        var image = new IIOImage(scan.pixels(), null, notes);
        if (isSequence) {
          writer.writeToSequence(image, how);
        } else {
          writer.write(null, image, how);
        }
      }
      if (isSequence) {
        writer.endWriteSequence();
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /// In the form that every writer of the JDK understands: millimetres a pixel.
  private static void noteResolution(IIOMetadata notes, double dpi) throws IIOInvalidTreeException {
    String millimetres = Double.toString(25.4 / dpi);
    var dimension = new IIOMetadataNode("Dimension");
    for (String name : new String[] {"HorizontalPixelSize", "VerticalPixelSize"}) {
      var node = new IIOMetadataNode(name);
      node.setAttribute("value", millimetres);
      dimension.appendChild(node);
    }
    var root = new IIOMetadataNode("javax_imageio_1.0");
    root.appendChild(dimension);
    notes.mergeTree("javax_imageio_1.0", root);
  }
}
