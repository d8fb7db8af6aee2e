package io.pincite.retrieval.internal.lexical;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.segmentation.DefaultICUTokenizerConfig;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/// Turns text into the terms that are stored and asked for. One chain serves every language, told
/// apart by script word for word, so that mixed text needs no decision: Latin words are stemmed,
/// Chinese is folded to Simplified and cut into pairs of characters, other scripts are cut as ICU
/// knows them. Numbers such as `9.2` stay whole, `1,000` is `1000`. Safe for use by many threads.
public final class TextAnalysis {
  private TextAnalysis() {}

  /// Changes whenever the same text would give other terms.
  public static final String VERSION = "script-1";

  private static final CharArraySet STOP_WORDS =
      new CharArraySet(
          Set.of(
              "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into",
              "is", "it", "of", "on", "or", "such", "that", "the", "their", "then", "there",
              "these", "they", "this", "to", "was", "with"),
          false);

  /// Words that make a text a question and say nothing about the answer's words.
  private static final Set<String> QUESTION_WORDS =
      Set.of(
          "what",
          "which",
          "who",
          "whom",
          "whose",
          "when",
          "where",
          "why",
          "how",
          "does",
          "do",
          "did",
          "can",
          "could",
          "would",
          "has",
          "have",
          "had",
          "been",
          "being",
          "were",
          "am",
          "i",
          "we",
          "you",
          "me",
          "our",
          "my",
          "please",
          "tell",
          "about",
          "from",
          "contract",
          "agreement",
          "document",
          "there",
          "any",
          "will",
          "shall",
          "under");

  private static final Pattern CHINESE_QUESTION_WORDS =
      Pattern.compile(
          "什么时候|什么|甚么|哪一天|哪一|哪些|哪个|哪里|哪|谁|多久|多少|多长时间|多长|几个|几|如何|怎么样|怎么|怎样|是否|有没有|能否|可否"
              + "|是不是|为什么|为何|请问|吗|呢|吧|的|了|是|请|本合同|该合同|合同中|协议中|本协议|该协议|规定");

  private static final Analyzer WORDS =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
          TokenStream words = new EnglishPossessiveFilter(new ICUNormalizer2Filter(source));
          words = new FoldingFilter(words);
          words = new StopFilter(words, STOP_WORDS);
          words = new CJKBigramFilter(words, ALL_CJK, false);
          return new TokenStreamComponents(source, new PorterStemFilter(words));
        }
      };

  private static final Analyzer EXACT =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer source = new ICUTokenizer(new DefaultICUTokenizerConfig(false, true));
          return new TokenStreamComponents(
              source, new FoldingFilter(new ICUNormalizer2Filter(source)));
        }
      };

  private static final int ALL_CJK =
      CJKBigramFilter.HAN
          | CJKBigramFilter.HIRAGANA
          | CJKBigramFilter.KATAKANA
          | CJKBigramFilter.HANGUL;

  /// For ranking by words.
  public static Analyzer words() {
    return WORDS;
  }

  /// For phrases: every word as it stands, case and character width apart.
  public static Analyzer exact() {
    return EXACT;
  }

  /// A question's terms with how often each stands in it; question words only where there is
  /// nothing else.
  public static List<Term> termsOfQuestion(String question) {
    List<String> terms = terms(WORDS, withoutQuestionWords(question));
    if (terms.isEmpty()) {
      terms = terms(WORDS, question);
    }
    var counts = new LinkedHashMap<String, Integer>();
    terms.forEach(term -> counts.merge(term, 1, Integer::sum));
    return counts.entrySet().stream().map(e -> new Term(e.getKey(), e.getValue())).toList();
  }

  private static String withoutQuestionWords(String question) {
    String chinese =
        CHINESE_QUESTION_WORDS.matcher(ChineseForms.simplified(question)).replaceAll(" ");
    return Pattern.compile("[\\p{L}']+")
        .matcher(chinese)
        .replaceAll(
            word ->
                QUESTION_WORDS.contains(word.group().toLowerCase(java.util.Locale.ROOT))
                    ? " "
                    : java.util.regex.Matcher.quoteReplacement(word.group()));
  }

  /// The words of a question as they were typed, each once, without those that only make it one.
  static List<String> wordsOfQuestion(String question) {
    return terms(EXACT, withoutQuestionWords(question)).stream()
        .filter(word -> !STOP_WORDS.contains(word))
        .distinct()
        .toList();
  }

  /// The terms of a text in order, as they are stored.
  public static List<String> terms(Analyzer analyzer, String text) {
    var terms = new ArrayList<String>();
    try (TokenStream stream = analyzer.tokenStream("text", new StringReader(text))) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("analysis of a text in memory", e);
    }
    return terms;
  }

  /// A term of a question.
  ///
  /// @param weight how much it counts, 1 for a word that stands once in a question
  public record Term(String text, float weight) {}

  /// Traditional to Simplified; commas out of numbers.
  private static final class FoldingFilter extends TokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    FoldingFilter(TokenStream input) {
      super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (!input.incrementToken()) {
        return false;
      }
      char[] buffer = term.buffer();
      int length = term.length();
      boolean number = length > 0 && Character.isDigit(buffer[0]);
      int out = 0;
      for (int i = 0; i < length; i++) {
        char c = buffer[i];
        if (number && c == ',') {
          continue;
        }
        buffer[out++] = ChineseForms.simplified(c);
      }
      term.setLength(out);
      return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
