package io.pincite.ocr.internal.decode;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.apache.pdfbox.jbig2.JBIG2ImageReaderSpi;

/// The readers of pixels. They are named, not looked up: which reader a file gets must not depend
/// on the class path, the class loader or what a thread did before.
public final class Codecs {
  private static final ImageReaderSpi JPEG_SPI = registered(new JPEGImageReaderSpi());
  private static final ImageReaderSpi TIFF_SPI = registered(new TIFFImageReaderSpi());
  private static final ImageReaderSpi BIG_TIFF_SPI = registered(new BigTIFFImageReaderSpi());
  private static final ImageReaderSpi WEBP_SPI = registered(new WebPImageReaderSpi());

  static {
    registered(new Jbig2ReaderSpi());
    if (OpenJpeg.installed().isPresent()) {
      registered(new Jpeg2000ReaderSpi());
    }
  }

  private Codecs() {}

  /// Loading this class has registered them all. The JBIG2 codec that puts itself on the list knows
  /// no bound and is taken off it, at every call: whoever has ImageIO look through the class path,
  /// by whichever class loader, puts it there again. One thread at a time: who goes through the
  /// list while another takes something off it fails, and with it the page that is drawn.
  public static synchronized void register() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    List<ImageReaderSpi> unbounded = new ArrayList<>();
    registry
        .getServiceProviders(
            ImageReaderSpi.class,
            codec -> codec.getClass().getName().equals(JBIG2ImageReaderSpi.class.getName()),
            // In order: that goes through a copy of the list.
            true)
        .forEachRemaining(unbounded::add);
    unbounded.forEach(codec -> registry.deregisterServiceProvider(codec, ImageReaderSpi.class));
  }

  static ImageReader reader(Kind kind, boolean bigTiff) throws IOException {
    return switch (kind) {
      case JPEG -> JPEG_SPI.createReaderInstance();
      case WEBP -> WEBP_SPI.createReaderInstance();
      case TIFF -> (bigTiff ? BIG_TIFF_SPI : TIFF_SPI).createReaderInstance();
      case PNG -> fromJdk("png");
      case GIF -> fromJdk("gif");
    };
  }

  static ImageReader fromJdk(String format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return reader;
      }
    }
    throw new IOException("this Java has no reader for " + format);
  }

  /// The JPEG codec builds on the JDK's and finds it when it is registered.
  private static ImageReaderSpi registered(ImageReaderSpi spi) {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    ImageReaderSpi there = registry.getServiceProviderByClass(spi.getClass());
    if (there != null) {
      return there;
    }
    registry.registerServiceProvider(spi, ImageReaderSpi.class);
    return spi;
  }
}
