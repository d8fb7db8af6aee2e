package io.pincite.retrieval.internal.search;

import io.pincite.retrieval.internal.chunking.ClauseNumbers;
import io.pincite.retrieval.internal.chunking.Scripts;
import io.pincite.retrieval.internal.lexical.ChineseForms;
import io.pincite.retrieval.internal.lexical.TextAnalysis;
import io.pincite.retrieval.internal.lexical.TextAnalysis.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a query asks for, as far as its own words tell.
///
/// @param text as it was typed
/// @param language of it
/// @param mixed whether it has words of both Latin and Chinese script
/// @param terms to rank by
/// @param phrases quoted ones, each as terms of the exact analysis
/// @param clauses numbers of clauses it names
/// @param opening whether it asks for what contracts say at their beginning: their name, their
///     parties, their date
public record Inquiry(
    String text,
    String language,
    boolean mixed,
    List<Term> terms,
    List<List<String>> phrases,
    List<String> clauses,
    boolean opening) {

  private static final Pattern QUOTED =
      Pattern.compile("\"([^\"]{2,200})\"|“([^”]{1,200})”|「([^」]{1,200})」|『([^』]{1,200})』");

  private static final Pattern OPENING =
      Pattern.compile(
          "(?i)\\b(?:name|title|kind|type)\\s+of\\s+(?:this|the|that)\\b|\\bpart(?:y|ies)\\s+to\\b"
              + "|\\b(?:who|which)\\s+(?:are|is)\\s+the\\b|\\bthe\\s+parties\\b|\\bbetween\\s+whom\\b"
              + "|\\b(?:(?<!(?:expiration|expiry|termination|end|due|start|delivery)\\s)date|dated|signed|entered\\s+into|executed)\\b.*\\b(?:contract|agreement|lease|amendment|document)\\b"
              + "|\\bwhen\\s+(?:was|were|did)\\b.*\\b(?:signed|made|executed|concluded|entered\\s+into)\\b"
              + "|\\b(?:become|becomes|became)\\s+effective\\b|\\beffective\\s+date\\b"
              + "|名称|标题|签约各方|当事人|哪些公司|(?:各方|双方|甲方|乙方|买方|卖方|出租人|承租人)(?:是|为|分别)|签署日|签订日"
              + "|(?:签署|签订|签约|订立).*(?:时间|日期|何时|什么时候|哪一?天)|(?:何时|什么时候|哪一?天).*(?:签署|签订|签约|订立|生效)"
              + "|生效日|何时生效");

  private static final Pattern LATIN_WORD = Pattern.compile("\\p{IsLatin}{2,}");

  public Inquiry {
    terms = List.copyOf(terms);
    phrases = List.copyOf(phrases);
    clauses = List.copyOf(clauses);
  }

  public static Inquiry of(String text) {
    var phrases = new ArrayList<List<String>>();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      for (int group = 1; group <= quoted.groupCount(); group++) {
        if (quoted.group(group) != null) {
          List<String> phrase = TextAnalysis.terms(TextAnalysis.exact(), quoted.group(group));
          if (!phrase.isEmpty()) {
            phrases.add(phrase);
          }
        }
      }
    }
    boolean chinese = text.codePoints().anyMatch(Scripts::isHan);
    boolean mixed = chinese && LATIN_WORD.matcher(text).find();
    return new Inquiry(
        text,
        chinese && !mixed ? "zh" : Scripts.languageOf(text),
        mixed,
        TextAnalysis.termsOfQuestion(text),
        phrases,
        ClauseNumbers.inQuestion(text),
        OPENING.matcher(ChineseForms.simplified(text)).find());
  }
}
