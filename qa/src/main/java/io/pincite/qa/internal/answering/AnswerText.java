package io.pincite.qa.internal.answering;

import io.pincite.qa.Answer;
import io.pincite.qa.Briefs;
import io.pincite.qa.internal.extractive.Evidence;
import io.pincite.qa.internal.extractive.YesOrNo;
import java.util.Optional;

/// The words around quotes, in the language of the question. All of the built-in answerer's own
/// words are here.
final class AnswerText {
  /// Quotes are shown up to this length in the text; the citation has all of it.
  private static final int SHOWN = 320;

  private AnswerText() {}

  /// "Under Section 2.1, three (3) years: “…” [1]"; the first sentence after "Yes." or "No." where
  /// the quote surely says so.
  ///
  /// @param nameDocument whether the document needs naming, as there are several
  static String sentence(Evidence evidence, int marker, String language, boolean nameDocument) {
    String quote = "“%s” [%d]".formatted(shown(evidence), marker);
    boolean chinese = language.equals("zh");
    Optional<String> where = where(evidence, chinese, nameDocument);
    Optional<String> shortAnswer =
        evidence.shortAnswer().filter(text -> !text.strip().equals(evidence.quote().strip()));
    String whether =
        marker > 1 ? "" : evidence.yesOrNo().map(answer -> whether(answer, chinese)).orElse("");
    if (chinese) {
      return whether
          + where.map(place -> "根据" + place + (shortAnswer.isPresent() ? "，" : "：")).orElse("")
          + shortAnswer.map(text -> text + "：").orElse("")
          + quote;
    }
    if (shortAnswer.isEmpty()) {
      return whether + where.map(place -> place + ": ").orElse("") + quote;
    }
    return whether
        + where.map(place -> "Under " + place + ", ").orElse("")
        + shortAnswer.get()
        + ": "
        + quote;
  }

  private static String whether(YesOrNo answer, boolean chinese) {
    return switch (answer) {
      case YES -> chinese ? "是。" : "Yes. ";
      case NO -> chinese ? "否。" : "No. ";
    };
  }

  /// "Term: five (5) years [3]"
  static String summaryLine(Briefs.Topic topic, String text, int marker, String language) {
    boolean chinese = language.equals("zh");
    return name(topic, chinese) + (chinese ? "：" : ": ") + text + " [" + marker + "]";
  }

  /// A brief for a language model to read.
  static String asText(Briefs.Brief brief) {
    var text = new StringBuilder();
    for (Briefs.Entry entry : brief.entries()) {
      text.append(name(entry.topic(), false))
          .append(": ")
          .append(entry.answer().map(value -> value.citation().quote()).orElse("not found"))
          .append('\n');
    }
    return text.toString();
  }

  private static String name(Briefs.Topic topic, boolean chinese) {
    return switch (topic) {
      case PARTIES -> chinese ? "当事人" : "Parties";
      case DATES -> chinese ? "日期" : "Dates";
      case TERM -> chinese ? "期限" : "Term";
      case RENEWAL -> chinese ? "续约" : "Renewal";
      case GOVERNING_LAW -> chinese ? "适用法律" : "Governing law";
      case PAYMENT -> chinese ? "付款" : "Payment";
      case LIABILITY -> chinese ? "责任" : "Liability";
      case TERMINATION -> chinese ? "终止" : "Termination";
    };
  }

  static String unsupported(String language, Answer.Searched searched, String question) {
    boolean chinese = language.equals("zh");
    if (searched.chunks() == 0) {
      return chinese
          ? "没有可供检索的文档。请先上传文档，或等待其处理完成。"
          : "There are no documents to search yet. Upload one, or wait until it has been taken up.";
    }
    String languages =
        String.join(
            chinese ? "、" : ", ",
            searched.languages().stream().map(tag -> name(tag, chinese)).toList());
    if (chinese) {
      return "文档中没有说明。已就“%s”检索 %d 份文档的 %d 个段落%s；最接近的段落列在下方。"
          .formatted(
              question,
              searched.documents(),
              searched.chunks(),
              languages.isEmpty() ? "" : "（按词语，并按" + languages + "语义）");
    }
    return "The documents do not say. I looked for “%s” in %,d %s of %,d %s%s; the nearest are listed below."
        .formatted(
            question,
            searched.chunks(),
            searched.chunks() == 1 ? "passage" : "passages",
            searched.documents(),
            searched.documents() == 1 ? "document" : "documents",
            languages.isEmpty() ? ", by words" : ", by words and by meaning in " + languages);
  }

  private static String name(String tag, boolean chinese) {
    return switch (tag) {
      case "en" -> chinese ? "英文" : "English";
      case "zh" -> chinese ? "中文" : "Chinese";
      default -> tag;
    };
  }

  private static Optional<String> where(Evidence evidence, boolean chinese, boolean nameDocument) {
    if (!nameDocument) {
      return evidence.clause();
    }
    String document = evidence.hit().documentName();
    if (chinese) {
      return Optional.of("《" + document + "》" + evidence.clause().orElse(""));
    }
    return Optional.of(
        evidence
            .clause()
            .map(clause -> clause + " of “" + document + "”")
            .orElse("“" + document + "”"));
  }

  /// The quote on one line, of a long one the part around the short answer.
  private static String shown(Evidence evidence) {
    String quote = evidence.quote().strip().replaceAll("[\\s]+", " ");
    if (quote.length() <= SHOWN) {
      return quote;
    }
    int at = evidence.shortAnswer().map(quote::indexOf).filter(index -> index >= 0).orElse(0);
    int start = at < SHOWN - 80 ? 0 : wordStart(quote, at - SHOWN / 2);
    int end = Math.min(quote.length(), start + SHOWN);
    if (end < quote.length()) {
      int space = quote.lastIndexOf(' ', end);
      end = space > start + SHOWN / 2 ? space : end;
    }
    if (end < quote.length() && Character.isLowSurrogate(quote.charAt(end))) {
      end--;
    }
    return (start > 0 ? "… " : "")
        + quote.substring(start, end)
        + (end < quote.length() ? " …" : "");
  }

  private static int wordStart(String text, int index) {
    int space = text.indexOf(' ', Math.max(0, index));
    int start = space < 0 || space - index > 40 ? Math.max(0, index) : space + 1;
    return start < text.length() && Character.isLowSurrogate(text.charAt(start))
        ? start + 1
        : start;
  }
}
