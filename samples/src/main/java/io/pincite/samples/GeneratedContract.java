package io.pincite.samples;

import io.pincite.samples.internal.generate.ChineseManuscript;
import io.pincite.samples.internal.generate.EnglishManuscript;
import io.pincite.samples.internal.typeset.Composed;
import java.nio.file.Path;
import java.util.List;

/// A contract made up from a number, with its truth: the same number gives the same bytes, another
/// number other parties, dates, amounts and terms. One in five is Chinese.
///
/// Every contract can be asked the questions `term`, `amount`, `payment`, `notice` and `law`, and
/// `term-named`, which names the parties and so means this contract among any number of others;
/// `silent` is not answered by it.
public final class GeneratedContract {
  private final int seed;
  private final Composed composed;

  private GeneratedContract(int seed, Composed composed) {
    this.seed = seed;
    this.composed = composed;
  }

  /// The contract of a number.
  ///
  /// @param pages how long it is to be, at least 2
  public static GeneratedContract of(int seed, int pages) {
    if (pages < 2) {
      throw new IllegalArgumentException("a generated contract has at least 2 pages, not " + pages);
    }
    boolean chinese = seed % 5 == 4;
    String name = "generated-%06d".formatted(seed);
    List<String> parts =
        chinese ? ChineseManuscript.parts(seed, pages) : EnglishManuscript.parts(seed, pages);
    // The first part holds what is asked about, the last closes; between them as much as fits.
    int fewest = 0;
    int most = parts.size() - 2;
    while (fewest < most) {
      int middle = (fewest + most + 1) / 2;
      if (Composed.pages(joined(parts, middle)) <= pages) {
        fewest = middle;
      } else {
        most = middle - 1;
      }
    }
    return new GeneratedContract(seed, Composed.of(name, joined(parts, fewest)));
  }

  private static String joined(List<String> parts, int optional) {
    int last = parts.size() - 1;
    String text =
        parts.getFirst() + String.join("", parts.subList(1, 1 + optional)) + parts.get(last);
    // Sections are numbered in the order they came to stand in.
    int[] section = {0};
    int[] clause = {0};
    var numbered = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("## #. ")) {
        clause[0] = 0;
        line = "## " + ++section[0] + ". " + line.substring(6).strip();
      } else if (line.startsWith("## 第#条")) {
        clause[0] = 0;
        line = line.replace("第#条", "第" + ChineseManuscript.numeral(++section[0]) + "条");
      } else if (line.startsWith("#.#| ")) {
        line = section[0] + "." + ++clause[0] + line.substring(3);
      }
      for (String asked : List.of("term", "amount", "payment", "notice", "law")) {
        if (line.contains("⟦" + asked + ":")) {
          String place =
              text.contains("第#条")
                  ? "第" + ChineseManuscript.numeral(section[0]) + "条"
                  : section[0] + "." + clause[0];
          line = line + "\u0000" + asked + "\u0001" + place;
        }
      }
      numbered.append(line).append('\n');
    }
    return withClauses(numbered.toString());
  }

  /// Moves the places noted behind a line into the questions that ask for them.
  private static String withClauses(String text) {
    String result = text;
    List<String> pieces = List.of(text.split("\u0000", -1));
    for (String note : pieces.subList(1, pieces.size())) {
      String[] parts = note.split("\n", 2)[0].split("\u0001", -1);
      result =
          result
              .replace("\u0000" + parts[0] + "\u0001" + parts[1], "")
              .replace("{" + parts[0] + "}", parts[1]);
    }
    return result;
  }

  public int seed() {
    return seed;
  }

  public byte[] pdf() {
    return composed.pdf();
  }

  public Truth truth() {
    return composed.truth();
  }

  /// Writes `generated-NNNNNN.pdf` and its truth into a folder and returns the path of the PDF.
  public Path write(Path folder) {
    return Sample.write(folder, composed);
  }
}
