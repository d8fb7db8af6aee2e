package io.pincite.samples;

import io.pincite.samples.internal.typeset.Composed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The sample that is no contract: a paper in two columns with title, authors, abstract, numbered
/// headings, formulas, a table, a diagram and references. Made once per run; the same bytes every
/// time.
public final class SamplePaper {
  private static final String NAME = "paper";
  private static final Composed COMPOSED = Composed.of(NAME, Sample.manuscript(NAME));

  private SamplePaper() {}

  public static byte[] pdf() {
    return COMPOSED.pdf();
  }

  public static Truth truth() {
    return COMPOSED.truth();
  }

  /// Writes `paper.pdf` and `paper.truth.json` into a folder and returns the path of the PDF.
  public static Path write(Path folder) {
    return Sample.write(folder, COMPOSED);
  }

  public static String title() {
    return truth().title();
  }

  /// Who wrote it and where they work, line by line.
  public static List<String> authors() {
    return blocks().filter(text -> text.startsWith("@center ")).map(SamplePaper::plain).toList();
  }

  public static String abstractText() {
    List<String> blocks = blocks().toList();
    return plain(blocks.get(blocks.indexOf("## Abstract") + 1));
  }

  /// Each with its number.
  public static List<String> references() {
    return blocks().filter(text -> text.startsWith("[")).map(SamplePaper::plain).toList();
  }

  /// As printed, each with its number; as LaTeX they are written alike.
  public static List<String> formulas() {
    return blocks().filter(text -> text.startsWith("@formula ")).map(SamplePaper::plain).toList();
  }

  /// Where the diagram stands, on the page that has one.
  public static Optional<Truth.Box> diagram(int page) {
    return COMPOSED.figures().stream()
        .filter(figure -> figure.page() == page)
        .map(Composed.Figure::box)
        .findFirst();
  }

  /// What DeepSeek-OCR would write of a page: [DeepSeekOutput] with the formulas and the diagram.
  public static String output(Truth.Page page) {
    String output = DeepSeekOutput.of(page);
    for (String formula : formulas()) {
      int at = output.indexOf("\n" + formula);
      if (at >= 0) {
        int tag = output.lastIndexOf("<|ref|>text<|/ref|>", at);
        output =
            output.substring(0, tag)
                + "<|ref|>equation<|/ref|>"
                + output.substring(tag + "<|ref|>text<|/ref|>".length(), at)
                + "\n\\[ %s \\]".formatted(latex(formula))
                + output.substring(at + 1 + formula.length());
      }
    }
    int caption = output.indexOf("<|ref|>image_caption<|/ref|>");
    Optional<Truth.Box> figure = diagram(page.number());
    if (caption < 0 || figure.isEmpty()) {
      return output;
    }
    return output.substring(0, caption) + image(figure.get()) + output.substring(caption);
  }

  private static String image(Truth.Box box) {
    return "<|ref|>image<|/ref|><|det|>[[%d, %d, %d, %d]]<|/det|>\n\n"
        .formatted(bin(box.x0()), bin(box.y0()), bin(box.x1()), bin(box.y1()));
  }

  private static long bin(double share) {
    return Math.round(share * 999);
  }

  private static String latex(String printed) {
    return printed.replaceFirst(" \\((\\d+)\\)$", " \\\\tag{$1}");
  }

  private static Stream<String> blocks() {
    String manuscript = Sample.manuscript(NAME);
    return Stream.of(manuscript.substring(manuscript.indexOf("\n---\n") + 5).split("\n\\s*\n", -1))
        .map(String::strip);
  }

  private static String plain(String block) {
    return block
        .replaceFirst("^@[a-z]+ ", "")
        .replaceFirst("^(\\[\\d+\\])\\| ", "$1 ")
        .replace("**", "")
        .replaceAll("⟦[a-z.]+:|⟧", "")
        .replaceAll("\\s+", " ");
  }
}
