package io.pincite.samples;

import io.pincite.samples.internal.typeset.Composed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The sample contracts by name. Each is typeset once per run, from its manuscript under
/// `contracts/`; the same manuscript gives the same bytes.
public enum Sample {
  /// A commercial lease in English: term, rent, deposit, renewal, notices.
  LEASE,
  /// A 采购合同: 合同有效期 in 第三条, a table of prices.
  PURCHASE_ZH,
  /// An amendment in two columns, its schedule of fees on a page with /Rotate 90, another table
  /// drawn sideways on an upright page.
  AMENDMENT,
  /// A short mutual NDA with a crop box that cuts a strip off every side of the page.
  NDA,
  /// A long services agreement: clauses down to `(i)`, tables with and without lines, one running
  /// over a page break with its header repeated, page headers, footers and numbers.
  SERVICES,
  /// An employment agreement with articles, `Section 1.01` and run-in headings.
  EMPLOYMENT,
  /// A 施工合同 with 章 and 条, 大写金额 and dates such as 二〇二六年五月六日.
  CONSTRUCTION_ZH;

  private static final Map<Sample, Composed> COMPOSED = new ConcurrentHashMap<>();

  /// The name of its files, without extension.
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public byte[] pdf() {
    return composed().pdf();
  }

  public Truth truth() {
    return composed().truth();
  }

  /// Writes `NAME.pdf` and `NAME.truth.json` into a folder and returns the path of the PDF.
  public Path write(Path folder) {
    return write(folder, composed());
  }

  static Path write(Path folder, Composed composed) {
    String name = composed.truth().name();
    try {
      Files.createDirectories(folder);
      Path pdf = Files.write(folder.resolve(name + ".pdf"), composed.pdf());
      Files.writeString(folder.resolve(name + ".truth.json"), TruthJson.of(composed.truth()));
      return pdf;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private Composed composed() {
    return COMPOSED.computeIfAbsent(this, _ -> Composed.of(fileName(), manuscript()));
  }

  String manuscript() {
    return manuscript(fileName());
  }

  static String manuscript(String name) {
    String path = "/contracts/" + name + ".txt";
    try (var in = Sample.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
