package io.pincite.samples.internal.scan;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import org.w3c.dom.Element;

/// JPEG with a chosen quality and a note of its resolution.
public final class Jpeg {
  private Jpeg() {}

  public static byte[] write(BufferedImage image, int quality, double dpi) {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality / 100f);
      IIOMetadata notes =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), how);
      String form = "javax_imageio_jpeg_image_1.0";
      Element root = (Element) notes.getAsTree(form);
      Element resolution = (Element) root.getElementsByTagName("app0JFIF").item(0);
      resolution.setAttribute("resUnits", "1");
      resolution.setAttribute("Xdensity", Long.toString(Math.round(dpi)));
      resolution.setAttribute("Ydensity", Long.toString(Math.round(dpi)));
      notes.setFromTree(form, root);
      writer.write(null, new IIOImage(image, null, notes), how);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  public static BufferedImage read(byte[] jpeg) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
      if (image == null) {
        throw new IllegalStateException("a JPEG just written is not read");
      }
      return image;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
