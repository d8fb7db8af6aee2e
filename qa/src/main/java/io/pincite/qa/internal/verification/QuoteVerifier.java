package io.pincite.qa.internal.verification;

import io.pincite.ingest.Span;
import io.pincite.ocr.Doubt;
import io.pincite.qa.Citation;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds quotes in the passages they are said to stand in. Time is linear in passage and quote.
/// Stateless, safe for use by many threads.
public final class QuoteVerifier {
  /// A shorter quote without a figure is found anywhere and proves nothing.
  static final int LEAST_LETTERS = 8;

  /// Words read with less are not surely what stands there: no quote resting on one is exact. The
  /// engine gives what it doubts (handwriting, too small, unclear) at most 0.5.
  static final double SURE = 0.6;

  private QuoteVerifier() {}

  /// The first place of the quote in the passage.
  public static Verdict verify(String quote, PassageText passage) {
    return verify(quote, passage, OptionalInt.empty());
  }

  /// The place of the quote in the passage that is nearest to where the answerer took it from.
  ///
  /// @param near how many characters that are not white space stand before it in the passage
  public static Verdict verify(String quote, PassageText passage, OptionalInt near) {
    int[] wanted = Normalizer.normalize(bare(quote), Normalizer.Form.NFC).codePoints().toArray();
    if (!saysEnough(wanted)) {
      return Verdict.NOT_FOUND;
    }
    Optional<List<Span>> exact = find(wanted, passage, FoldedText.Level.SPACE, near);
    if (exact.isPresent()) {
      return verdict(Citation.State.EXACT, exact.get(), passage);
    }
    Optional<List<Span>> normalized = find(wanted, passage, FoldedText.Level.FORM, near);
    if (normalized.isEmpty() && passage.touchesOcr()) {
      normalized = find(wanted, passage, FoldedText.Level.OCR, near).filter(passage::isReadByOcr);
    }
    return normalized
        .map(spans -> verdict(Citation.State.NORMALIZED, spans, passage))
        .orElse(Verdict.NOT_FOUND);
  }

  private static Verdict verdict(Citation.State state, List<Span> spans, PassageText passage) {
    Optional<Double> confidence = passage.confidence(spans);
    boolean weak = confidence.map(weakest -> weakest < SURE).orElse(false);
    List<Doubt.Readings> disputed = passage.disputed(spans);
    boolean sure = !weak && disputed.isEmpty() && !passage.isDescribed(spans);
    return new Verdict(sure ? state : Citation.State.NORMALIZED, spans, confidence, disputed);
  }

  private static Optional<List<Span>> find(
      int[] quote, PassageText passage, FoldedText.Level level, OptionalInt near) {
    int[] original = passage.codePoints();
    FoldedText text = FoldedText.of(original, level, false);
    FoldedText pattern = FoldedText.of(quote, level, true);
    int length = pattern.size();
    if (length == 0) {
      return Optional.empty();
    }
    int[] fallback = fallback(pattern);
    int matched = 0;
    int best = -1;
    int bestDistance = Integer.MAX_VALUE;
    int solid = 0;
    int solidAtStart;
    int[] solidBefore = near.isPresent() ? new int[text.size()] : new int[0];
    for (int i = 0; i < text.size(); i++) {
      if (near.isPresent()) {
        solidBefore[i] = solid;
        solid += text.at(i) == ' ' ? 0 : 1;
      }
      while (matched > 0 && text.at(i) != pattern.at(matched)) {
        matched = fallback[matched - 1];
      }
      if (text.at(i) == pattern.at(matched)) {
        matched++;
      }
      if (matched < length) {
        continue;
      }
      int start = i - length + 1;
      matched = fallback[matched - 1];
      if (!text.hyphensAgree(pattern, start)
          || !isWhole(text, start, i + 1)
          || FoldedText.wordGoesOnAt(original, text.originalFrom(start))
          || FoldedText.wordGoesOnAt(original, text.originalTo(i))) {
        continue;
      }
      if (near.isEmpty()) {
        best = start;
        break;
      }
      solidAtStart = solidBefore[start];
      int distance = Math.abs(solidAtStart - near.getAsInt());
      if (distance < bestDistance) {
        best = start;
        bestDistance = distance;
      }
    }
    if (best < 0) {
      return Optional.empty();
    }
    List<Span> spans = passage.spans(text.originalFrom(best), text.originalTo(best + length - 1));
    return spans.isEmpty() ? Optional.empty() : Optional.of(spans);
  }

  /// Knuth, Morris, Pratt: how much of the pattern still matches where the next character does not.
  private static int[] fallback(FoldedText pattern) {
    int[] fallback = new int[pattern.size()];
    int matched = 0;
    for (int i = 1; i < pattern.size(); i++) {
      while (matched > 0 && pattern.at(i) != pattern.at(matched)) {
        matched = fallback[matched - 1];
      }
      if (pattern.at(i) == pattern.at(matched)) {
        matched++;
      }
      fallback[i] = matched;
    }
    return fallback;
  }

  /// Whether the place does not cut a word, a figure or a negation in two: "5 years" does not stand
  /// in "15 years", "able" not in "unable", "得转让" not in "不得转让".
  private static boolean isWhole(FoldedText text, int start, int end) {
    if (start > 0) {
      int before = text.at(start - 1);
      int first = text.at(start);
      if (text.hyphenBefore(start) || cuts(before, first)) {
        return false;
      }
      boolean figure = isFigure(first);
      if (figure && isFigure(before)) {
        return false;
      }
      if (figure && start > 1 && isPoint(before) && isFigure(text.at(start - 2))) {
        return false;
      }
      if (figure && before == '-' && (start == 1 || text.at(start - 2) == ' ')) {
        return false;
      }
      if (FoldedText.isCjk(first) && isNegation(before)) {
        return false;
      }
    }
    if (end < text.size()) {
      int last = text.at(end - 1);
      int after = text.at(end);
      if (text.hyphenBefore(end) || cuts(last, after)) {
        return false;
      }
      boolean figure = isFigure(last);
      if (figure && isFigure(after)) {
        return false;
      }
      if (figure && end + 1 < text.size() && isPoint(after) && isFigure(text.at(end + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean cuts(int left, int right) {
    return Character.isLetterOrDigit(left)
        && Character.isLetterOrDigit(right)
        && !FoldedText.isCjk(left)
        && !FoldedText.isCjk(right);
  }

  private static boolean isPoint(int codePoint) {
    return codePoint == '.' || codePoint == ',';
  }

  private static boolean isNegation(int codePoint) {
    return "不未无無非没沒勿毋莫否".indexOf(codePoint) >= 0;
  }

  static boolean isFigure(int codePoint) {
    return Character.isDigit(codePoint)
        || "〇零一二三四五六七八九十百千万萬亿億两壹贰貳叁參肆伍陆陸柒捌玖拾佰仟廿卅".indexOf(codePoint) >= 0;
  }

  /// Without white space, marks of omission and quote marks around it.
  private static String bare(String quote) {
    String bare = quote.strip();
    boolean changed = true;
    while (changed && !bare.isEmpty()) {
      changed = false;
      for (String omission : List.of("...", "…", "[...]")) {
        if (bare.startsWith(omission)) {
          bare = bare.substring(omission.length()).strip();
          changed = true;
        }
        if (bare.endsWith(omission)) {
          bare = bare.substring(0, bare.length() - omission.length()).strip();
          changed = true;
        }
      }
      if (bare.length() >= 2
          && isPair(bare.charAt(0), bare.charAt(bare.length() - 1))
          && balancedWithin(bare)) {
        bare = bare.substring(1, bare.length() - 1).strip();
        changed = true;
      }
    }
    return bare;
  }

  private static boolean isPair(char open, char close) {
    return switch (open) {
      case '"' -> close == '"';
      case '“' -> close == '”';
      case '「' -> close == '」';
      case '『' -> close == '』';
      case '«' -> close == '»';
      default -> false;
    };
  }

  /// Whether the outer marks are a pair: in `“Term” means the “Period”` they are not.
  private static boolean balancedWithin(String bare) {
    String inner = bare.substring(1, bare.length() - 1);
    char open = bare.charAt(0);
    char close = bare.charAt(bare.length() - 1);
    int depth = 0;
    for (int i = 0; i < inner.length(); i++) {
      if (open == close && inner.charAt(i) == open) {
        return false;
      }
      if (inner.charAt(i) == open) {
        depth++;
      } else if (inner.charAt(i) == close && --depth < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean saysEnough(int[] quote) {
    int letters = 0;
    for (int i = 0; i < quote.length; i++) {
      if (Character.isDigit(quote[i])) {
        return true;
      }
      // 一方 is no figure, 一年 is one.
      if (isFigure(quote[i]) && i + 1 < quote.length && isUnit(quote[i + 1])) {
        return true;
      }
      if (Character.isLetter(quote[i])) {
        letters++;
      }
    }
    return letters >= LEAST_LETTERS;
  }

  private static boolean isUnit(int codePoint) {
    return isFigure(codePoint) || "年月日天周小元圆份倍条章款项期个個%％".indexOf(codePoint) >= 0;
  }
}
