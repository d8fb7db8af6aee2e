package io.pincite.retrieval.internal.chunking;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the beginning of a document calls it and its parties, for telling which document a question
/// means.
public final class About {
  private static final int BEGINNING = 1_200;

  /// A capitalised word, or a Chinese title or company.
  private static final Pattern NAME =
      Pattern.compile("\\p{Lu}[\\p{L}\\p{N}&.'’-]+|[\\p{IsHan}（）]{2,30}?(?:公司|合同|协议书?|集团|事务所)");

  private About() {}

  public static String of(List<Passage> passages) {
    var beginning = new StringBuilder();
    for (Passage passage : passages) {
      if (beginning.length() < BEGINNING) {
        beginning.append(passage.chunk().text()).append('\n');
      }
    }
    beginning.setLength(Math.min(BEGINNING, beginning.length()));
    Set<String> names = new LinkedHashSet<>();
    Matcher name = NAME.matcher(beginning);
    while (name.find()) {
      names.add(name.group());
    }
    return String.join(" ", names);
  }
}
