package io.pincite.samples;

import io.pincite.samples.internal.scan.Jpeg;
import io.pincite.samples.internal.typeset.Composed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// The samples that came through a scanner or a phone: pictures without text, and what is written
/// in them. Made once per run; the same bytes every time.
public enum ScannedSample {
  /// [Sample#LEASE] as an office scanner gives it: 150 dpi, a degree askew.
  LEASE_SCAN("pdf", "application/pdf", Wear.none(150).skewed(1).blurred(0.4).noisy(2.5, 0)),
  /// [Sample#PURCHASE_ZH] as an office scanner gives it: 150 dpi, a degree askew.
  PURCHASE_ZH_SCAN("pdf", "application/pdf", Wear.none(150).skewed(-1).blurred(0.4).noisy(2.5, 0)),
  /// The first page of [Sample#NDA], photographed on a table by hand.
  NDA_PHOTO(
      "jpg",
      "image/jpeg",
      Wear.none(180).skewed(-2).photographed().shadowed(0.35).blurred(0.7).noisy(4, 0)),
  /// An invoice: a table of goods and prices, nothing else than a picture.
  INVOICE("png", "image/png", Wear.none(150).skewed(-0.6));

  /// Small files matter more than the last detail; letters stay clean at this quality.
  private static final int JPEG_QUALITY = 55;

  /// What phones write, whatever the paper's size.
  private static final double PHONE_DPI = 72;

  private static final Map<ScannedSample, Made> MADE = new ConcurrentHashMap<>();

  private record Made(byte[] bytes, Truth truth) {}

  private final String extension;
  private final String mediaType;
  private final Wear wear;

  ScannedSample(String extension, String mediaType, Wear wear) {
    this.extension = extension;
    this.mediaType = mediaType;
    this.wear = wear;
  }

  /// Such as `lease-scan.pdf`.
  public String fileName() {
    return truthName() + "." + extension;
  }

  public String mediaType() {
    return mediaType;
  }

  public byte[] bytes() {
    return made().bytes().clone();
  }

  /// Pages as they lie in the pictures, and the questions that these pages answer or leave open.
  public Truth truth() {
    return made().truth();
  }

  /// Writes the file and its `NAME.truth.json` into a folder and returns the path of the file.
  public Path write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(truthName() + ".truth.json"), TruthJson.of(truth()));
      return Files.write(folder.resolve(fileName()), made().bytes());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private String truthName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Made made() {
    return MADE.computeIfAbsent(this, ScannedSample::make);
  }

  private Made make() {
    return switch (this) {
      case LEASE_SCAN -> scanned(Sample.LEASE.pdf(), Sample.LEASE.truth());
      case PURCHASE_ZH_SCAN -> scanned(Sample.PURCHASE_ZH.pdf(), Sample.PURCHASE_ZH.truth());
      case NDA_PHOTO -> {
        Scan scan = Scan.of(Sample.NDA.pdf(), 1, wear, ordinal());
        byte[] jpeg = Jpeg.write(scan.pixels(), JPEG_QUALITY, PHONE_DPI);
        yield new Made(jpeg, truth(Sample.NDA.truth(), List.of(scan)));
      }
      case INVOICE -> {
        Composed invoice = Composed.of("invoice", Sample.manuscript("invoice"));
        Scan scan = Scan.of(invoice.pdf(), 1, wear, ordinal());
        yield new Made(ScanFile.png(scan), truth(invoice.truth(), List.of(scan)));
      }
    };
  }

  private Made scanned(byte[] pdf, Truth original) {
    List<Scan> scans =
        IntStream.rangeClosed(1, original.pages().size())
            .mapToObj(page -> Scan.of(pdf, page, wear, 31L * ordinal() + page))
            .toList();
    return new Made(ScanFile.pdf(scans, JPEG_QUALITY), truth(original, scans));
  }

  /// The truth of the first pages of a document as they lie in their scans.
  private Truth truth(Truth original, List<Scan> scans) {
    var pages = new ArrayList<Truth.Page>();
    for (int page = 0; page < scans.size(); page++) {
      pages.add(scans.get(page).truth(original.pages().get(page)));
    }
    var questions = new ArrayList<Truth.Question>();
    for (Truth.Question question : original.questions()) {
      boolean isOnThem =
          question.expected().stream()
              .flatMap(expected -> expected.words().stream())
              .allMatch(place -> place.page() <= scans.size());
      if (isOnThem) {
        questions.add(
            new Truth.Question(
                question.id(),
                question.language(),
                question.text(),
                question.expected().map(expected -> moved(expected, scans))));
      }
    }
    return new Truth(truthName(), original.title(), original.language(), pages, questions);
  }

  private static Truth.Expected moved(Truth.Expected expected, List<Scan> scans) {
    return new Truth.Expected(
        expected.quote(),
        expected.shortAnswer(),
        expected.clause(),
        moved(expected.words(), scans),
        moved(expected.answerWords(), scans));
  }

  private static List<Truth.Place> moved(List<Truth.Place> places, List<Scan> scans) {
    return places.stream()
        .map(
            place ->
                new Truth.Place(
                    place.page(), scans.get(place.page() - 1).placement().box(place.box())))
        .toList();
  }
}
