package io.pincite.qa.internal.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.PageReading;
import io.pincite.ingest.SourceReason;
import io.pincite.ingest.Span;
import io.pincite.ingest.TokenLayer;
import io.pincite.ocr.Block;
import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.Doubt;
import io.pincite.ocr.FigureText;
import io.pincite.ocr.OcrTask;
import io.pincite.qa.Citation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteVerifierTest {

  @Test
  void whiteSpaceAndLineEndsDoNotMatter() {
    var page = page("The term of this\nLease is three (3)\nyears.");

    Verdict verdict = verify("this Lease is three (3) years", page);

    assertThat(verdict.state()).isEqualTo(State.EXACT);
    assertThat(verdict.spans()).containsExactly(new Span(1, 1, 12, 41));
    assertThat(verdict.confidence()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the termi-\\nnation of the Agreement | termination of the Agreement
          termi-\\nnation of the agree-\\nment | termi- nation of the agreement
          a well-\\nknown trade mark | a well-known trade mark
          the ﬁnal oﬀer is binding | the final offer is binding
          the “Initial Term” of it | the "Initial Term" of it
          Tenant’s obligations cease | Tenant's obligations cease
          years 2026–2028 inclusive | years 2026-2028 inclusive
          合同金额为１２０００元整 | 合同金额为12000元整
          （以下简称甲方）同意支付 | (以下简称甲方)同意支付
          自 2026 年 3 月 1 日起生效 | 自2026年3月1日起生效
          in\u00advisible hyphens are here | invisible hyphens are here
          """)
  void formDoesNotMatter(String page, String quote) {
    assertThat(verify(quote, page(page.replace("\\n", "\n"))).state()).isEqualTo(State.NORMALIZED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the term is 15 years from now | 5 years from now
          the fee is $1,200.50 per month | the fee is $1,200
          the fee is $1,200 per month | the fee is $1,300 per month
          a rate of -5 percent a year | 5 percent a year
          the Tenant is unable to terminate | able to terminate
          the Tenant shall not terminate this | the Tenant shall terminate this
          the Tenant shall terminate this | the Tenant shall not terminate this
          the parties must resign from office | the parties must re-sign from office
          the parties must re-sign the letter | the parties must resign the letter
          乙方不得转让本合同项下的权利 | 得转让本合同项下的权利
          本合同有效期为十三年零两个月 | 三年零两个月
          未经甲方书面同意乙方可以转让 | 经甲方书面同意乙方可以转让
          March 1, 2026 is the date | March 1, 2025 is the date
          the State of New York governs | the State of new york governs
          """)
  void figuresNamesAndNegationsMustBeTheSame(String page, String quote) {
    assertThat(verify(quote, page(page))).isEqualTo(Verdict.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a non-exclusive licence to use | exclusive licence to use
          a non-exclusive licence to use | -exclusive licence to use
          a non-\\nexclusive licence to use | exclusive licence to use
          a non\u2011exclusive licence to use | exclusive licence to use
          a non- exclusive “licence” to use | exclusive "licence" to use
          may ter-\\nminate the agreement | minate the agreement
          may ter\u00adminate the agreement | minate the agreement
          the parties must re-sign it | the parties must re
          the parties must re-sign it | the parties must re-
          the parties must re-\\nsign it | the parties must re
          """)
  void aQuoteThatCutsAHyphenatedWordIsNone(String page, String quote) {
    assertThat(verify(quote, page(page.replace("\\n", "\n")))).isEqualTo(Verdict.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a non-exclusive licence to use | non-exclusive licence to use
          the fees - payable monthly | payable monthly
          the fees—payable monthly | payable monthly
          Obligations:\\n- pay the rent monthly | pay the rent monthly
          """)
  void aQuoteMayBeginAfterADash(String page, String quote) {
    assertThat(verify(quote, page(page.replace("\\n", "\n"))).state()).isEqualTo(State.EXACT);
  }

  @ParameterizedTest
  @CsvSource({"the Term", "Term", "''", "'...'", "本合同", "一方"})
  void aShortQuoteWithoutAFigureProvesNothing(String quote) {
    assertThat(verify(quote, page("the Term, as in 本合同 of 一方 ... and so on")))
        .isEqualTo(Verdict.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"三年", "3 年", "§ 9.2", "$500"})
  void aShortQuoteWithAFigureIsAQuote(String quote) {
    var page = page("合同有效期为三年，即3年，见 § 9.2，$500");
    assertThat(verify(quote, page).isVerified()).isTrue();
  }

  @Test
  void marksAroundAQuoteAreNotPartOfIt() {
    var page = page("it was agreed that the Tenant pays the water rates.");
    assertThat(verify("“… the Tenant pays the water rates …”", page).state())
        .isEqualTo(State.EXACT);
  }

  @Test
  void ocrConfusionsAreForgivenOnPagesReadByOcrOnly() {
    var text = "the Tenant wiIl retum alI keys within 10 days";
    var quote = "the Tenant will return all keys within 10 days";
    assertThat(verify(quote, page(text))).isEqualTo(Verdict.NOT_FOUND);
    Verdict verdict = verify(quote, ocrPage(text));
    assertThat(verdict.state()).isEqualTo(State.NORMALIZED);
    assertThat(verdict.confidence()).contains(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "the Tenant will return alI keys within IO days",
    "the Tenant will return alI keys within l0 days",
    "the Ienant wiIl return alI keys within 10 days"
  })
  void ocrConfusionsAreNotForgivenInFiguresAndNames(String text) {
    var quote = "the Tenant will return all keys within 10 days";
    assertThat(verify(quote, ocrPage(text))).isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void theOccurrenceMeantIsTheOneNearestToWhereItWasTakenFrom() {
    var page = page("within thirty (30) days of notice; or within thirty (30) days of default");
    var quote = "within thirty (30) days of";
    assertThat(verify(quote, page).spans()).containsExactly(new Span(1, 1, 0, 26));
    Verdict second = QuoteVerifier.verify(quote, passage(List.of(page)), OptionalInt.of(33));
    assertThat(second.spans()).containsExactly(new Span(1, 1, 38, 64));
  }

  @Test
  void aRepetitiveQuoteInARepetitivePassageIsFoundInLinearTime() {
    var page = page("ab ".repeat(100_000) + "the end of it all 9");
    long before = System.nanoTime();
    assertThat(verify("ab ".repeat(40_000) + "the end of it all 9", page).state())
        .isEqualTo(State.EXACT);
    assertThat(verify("ab ".repeat(40_000) + "the end of it all 8", page))
        .isEqualTo(Verdict.NOT_FOUND);
    assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
  }

  /// Random documents with page headers, footers and numbers in the midst; random true quotes,
  /// their white space shaken, are found where they were taken from.
  @Test
  void everyTrueQuoteIsFoundWhereItStands() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      var document = RandomDocument.of(random);
      PassageText passage = passage(document.pages);
      int first = random.nextInt(Math.max(1, document.tokens.size() - 8));
      int last = Math.min(document.tokens.size() - 1, first + 8 + random.nextInt(60));
      if (document.cutsAWord(first, last)) {
        continue;
      }
      String quote = document.quote(first, last, random);
      OptionalInt near = OptionalInt.of(document.solidBefore(first));

      Verdict verdict = QuoteVerifier.verify(quote, passage, near);

      assertThat(verdict.isVerified()).as("seed %d round %d: %s", seed, round, quote).isTrue();
      assertThat(document.solid(verdict.spans()))
          .as("seed %d round %d", seed, round)
          .isEqualTo(document.solid(first, last));
      RandomDocument.Token start = document.tokens.get(first);
      assertThat(verdict.spans().getFirst())
          .as("seed %d round %d", seed, round)
          .returns(start.page, Span::page)
          .returns(start.offset, Span::start);
    }
  }

  /// The same quotes with one figure changed or one negation put in or left out are found nowhere.
  @Test
  void aQuoteWithAnotherFigureOrNegationIsNeverFound() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    int tried = 0;
    while (tried < 300) {
      var document = RandomDocument.of(random);
      int first = random.nextInt(Math.max(1, document.tokens.size() - 8));
      int last = Math.min(document.tokens.size() - 1, first + 8 + random.nextInt(60));
      String quote = document.quote(first, last, random);
      String mutated = mutated(quote, random);
      // "not not pay" without its first "not" still stands there.
      if (mutated.equals(quote) || quote.startsWith("not ")) {
        continue;
      }
      tried++;
      assertThat(QuoteVerifier.verify(mutated, passage(document.pages)))
          .as("seed %d: %s", seed, mutated)
          .isEqualTo(Verdict.NOT_FOUND);
    }
  }

  /// Random documents, some of their pages read by OCR, every word with some confidence: whatever
  /// is quoted, the verdict has the weakest word's confidence, and is never exact below 0.6.
  @Test
  void noQuoteThatRestsOnAWeakWordIsExact() {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    var random = new Random(seed);
    int exact = 0;
    int weak = 0;
    for (int round = 0; round < 500; round++) {
      var document = RandomDocument.read(random);
      int first = random.nextInt(Math.max(1, document.tokens.size() - 8));
      int last = Math.min(document.tokens.size() - 1, first + 8 + random.nextInt(12));
      if (document.cutsAWord(first, last)) {
        continue;
      }
      String quote = document.quote(first, last, random);
      OptionalInt near = OptionalInt.of(document.solidBefore(first));

      Verdict verdict = QuoteVerifier.verify(quote, passage(document.pages), near);

      assertThat(verdict.isVerified()).as("seed %d round %d: %s", seed, round, quote).isTrue();
      Optional<Double> weakest =
          document.tokens.subList(first, last + 1).stream()
              .filter(token -> token.confidence.isPresent())
              .map(token -> token.confidence.orElseThrow())
              .min(Double::compare);
      assertThat(verdict.confidence()).as("seed %d round %d", seed, round).isEqualTo(weakest);
      if (weakest.map(confidence -> confidence < 0.6).orElse(false)) {
        weak++;
        assertThat(verdict.state())
            .as("seed %d round %d: %s", seed, round, quote)
            .isEqualTo(State.NORMALIZED);
      } else {
        exact += verdict.state() == State.EXACT ? 1 : 0;
      }
    }
    assertThat(weak).isGreaterThan(50);
    assertThat(exact).isGreaterThan(50);
  }

  @Test
  void whatOcrConfusesIsNotForgivenOnTheTextLayerBesideIt() {
    var read = ocrPage("and here is a page that was read");
    var layer =
        reading(
            2,
            "the Tenant wiIl return all keys",
            List.of(),
            List.of(),
            PageReading.Source.TEXT_LAYER);

    assertThat(
            QuoteVerifier.verify("the Tenant will return all keys", passage(List.of(read, layer))))
        .isEqualTo(Verdict.NOT_FOUND);
  }

  @Test
  void onPagesReadInPartWordsHaveConfidenceButNothingIsForgiven() {
    var text = "the Tenant shall buy a modem and a router";
    int length = (int) text.codePoints().count();
    var words = List.of(new TokenLayer.PlacedWord(0, length, BoundingBox.WHOLE_PAGE, 0.5));
    var mixed = reading(1, text, words, List.of(), PageReading.Source.MIXED);

    assertThat(verify("the Tenant shall buy a modern", mixed)).isEqualTo(Verdict.NOT_FOUND);
    Verdict verdict = verify("the Tenant shall buy a modem", mixed);
    assertThat(verdict.state()).isEqualTo(State.NORMALIZED);
    assertThat(verdict.confidence()).contains(0.5);
  }

  @Test
  void aQuoteWithAFigureThatTwoReadersSawDifferentlyIsNeverExactAndSaysWhatEitherSaw() {
    var text = "the rent is 1,250.00 a month and the deposit is 900 in all";
    var readings = new Doubt.Readings("1,250.00", "1,260.00");
    PageReading page = disputed(text, "1,250.00", readings, false);

    Verdict about = verify("the rent is 1,250.00 a month", page);
    assertThat(about.state()).isEqualTo(State.NORMALIZED);
    assertThat(about.disputed()).containsExactly(readings);
    Verdict beside = verify("and the deposit is 900 in all", page);
    assertThat(beside.state()).isEqualTo(State.EXACT);
    assertThat(beside.disputed()).isEmpty();
  }

  @Test
  void aDisputedFigureThatAReaderHasCorrectedIsDisputedNoMore() {
    var text = "the rent is 1,250.00 a month and the deposit is 900 in all";
    var readings = new Doubt.Readings("1,250.00", "1,260.00");

    Verdict verdict =
        verify("the rent is 1,250.00 a month", disputed(text, "1,250.00", readings, true));

    assertThat(verdict.state()).isEqualTo(State.EXACT);
    assertThat(verdict.disputed()).isEmpty();
  }

  /// A page whose words are all surely read and stand in one line, a hundredth of it for a letter.
  private static PageReading disputed(
      String text, String figure, Doubt.Readings readings, boolean corrected) {
    var words = new ArrayList<TokenLayer.PlacedWord>();
    int start = 0;
    var doubted = BoundingBox.WHOLE_PAGE;
    for (String word : text.split(" ")) {
      int end = start + word.length();
      var box = new BoundingBox(start / 100.0, 0.1, end / 100.0, 0.12);
      words.add(new TokenLayer.PlacedWord(start, end, box, 1, corrected && word.equals(figure)));
      doubted = word.equals(figure) ? box : doubted;
      start = end + 1;
    }
    return new PageReading(
        1,
        1,
        612,
        792,
        PageReading.Unit.PT,
        0,
        PageReading.Source.OCR,
        new SourceReason(SourceReason.Code.ALWAYS, "test"),
        "vllm",
        Optional.empty(),
        Optional.of(1.0),
        new TokenLayer(text, words, List.of()),
        0,
        List.of(Doubt.between(readings, doubted)));
  }

  private static String mutated(String quote, Random random) {
    List<Integer> figures = new ArrayList<>();
    for (int i = 0; i < quote.length(); i++) {
      if (Character.isDigit(quote.charAt(i))) {
        figures.add(i);
      }
    }
    int inner = quote.indexOf(" not ");
    if (inner > 0 && random.nextBoolean()) {
      return quote.substring(0, inner) + quote.substring(inner + 4);
    }
    int chinese = quote.indexOf("不得");
    if (chinese > 0 && random.nextBoolean()) {
      return quote.substring(0, chinese) + quote.substring(chinese + 1);
    }
    if (figures.isEmpty()) {
      return quote;
    }
    int at = figures.get(random.nextInt(figures.size()));
    char other = (char) ('0' + (quote.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
    return quote.substring(0, at) + other + quote.substring(at + 1);
  }

  @Test
  void whatAModelSaysOfAFigureIsFoundThereAndNeverExact() {
    String text = "The revenue is shown below.\n\nQ3 revenue was 7,431 thousand.";
    var blocks = List.of(block("text", 0, 27), block(FigureText.label(OcrTask.DESCRIBE), 29, 59));
    var page = reading(1, text, List.of(), blocks, PageReading.Source.TEXT_LAYER);

    assertThat(verify("revenue is shown below", page).state()).isEqualTo(State.EXACT);
    Verdict said = verify("Q3 revenue was 7,431 thousand", page);
    assertThat(said.state()).isEqualTo(State.NORMALIZED);
    assertThat(said.spans()).containsExactly(new Span(1, 1, 29, 58));
  }

  private static TokenLayer.PlacedBlock block(String label, int start, int end) {
    return new TokenLayer.PlacedBlock(
        Block.Type.OTHER,
        Optional.empty(),
        label,
        BoundingBox.WHOLE_PAGE,
        start,
        end,
        List.of(),
        List.of());
  }

  private static Verdict verify(String quote, PageReading page) {
    return QuoteVerifier.verify(quote, passage(List.of(page)));
  }

  static PassageText passage(List<PageReading> pages) {
    var spans =
        pages.stream()
            .map(
                page ->
                    new Span(
                        page.page(),
                        page.revision(),
                        0,
                        (int) page.layer().text().codePoints().count()))
            .toList();
    return PassageText.of(
        spans, span -> pages.stream().filter(page -> page.page() == span.page()).findFirst());
  }

  private static PageReading page(String text) {
    return reading(1, text, List.of(), List.of(), PageReading.Source.TEXT_LAYER);
  }

  private static PageReading ocrPage(String text) {
    int length = (int) text.codePoints().count();
    var words = List.of(new TokenLayer.PlacedWord(0, length, BoundingBox.WHOLE_PAGE, 0.5));
    return reading(1, text, words, List.of(), PageReading.Source.OCR);
  }

  private static PageReading reading(
      int number,
      String text,
      List<TokenLayer.PlacedWord> words,
      List<TokenLayer.PlacedBlock> blocks,
      PageReading.Source source) {
    return new PageReading(
        number,
        1,
        612,
        792,
        PageReading.Unit.PT,
        0,
        source,
        new SourceReason(SourceReason.Code.TEXT_LAYER, "test"),
        "test",
        Optional.empty(),
        Optional.empty(),
        new TokenLayer(text, words, blocks));
  }

  private static final class RandomDocument {
    /// @param confidence where its page was read by OCR
    record Token(String text, int page, int offset, Optional<Double> confidence) {}

    private static final List<String> WORDS =
        List.of(
            "the",
            "Tenant",
            "shall",
            "not",
            "pay",
            "termination",
            "3",
            "15",
            "1,200.50",
            "2026",
            "Agreement",
            "合同",
            "不得",
            "期限",
            "为",
            "𠮷野",
            "元",
            "agree-",
            "§",
            "😀",
            "final",
            "，",
            "years",
            "(30)",
            "days");

    final List<PageReading> pages = new ArrayList<>();
    final List<Token> tokens = new ArrayList<>();

    static RandomDocument of(Random random) {
      var document = new RandomDocument();
      int pages = 1 + random.nextInt(4);
      for (int number = 1; number <= pages; number++) {
        document.addPage(number, random, PageReading.Source.TEXT_LAYER);
      }
      return document;
    }

    /// Two of three pages read by OCR; most of their words surely.
    static RandomDocument read(Random random) {
      var document = new RandomDocument();
      int pages = 1 + random.nextInt(4);
      for (int number = 1; number <= pages; number++) {
        boolean ocr = random.nextInt(3) > 0;
        document.addPage(
            number, random, ocr ? PageReading.Source.OCR : PageReading.Source.TEXT_LAYER);
      }
      return document;
    }

    private void addPage(int number, Random random, PageReading.Source source) {
      boolean ocr = source == PageReading.Source.OCR;
      var text = new StringBuilder();
      var placed = new ArrayList<TokenLayer.PlacedWord>();
      var blocks = new ArrayList<TokenLayer.PlacedBlock>();
      int count = 3 + random.nextInt(6);
      for (int block = 0; block < count; block++) {
        boolean flows = random.nextInt(3) > 0 || block == 0;
        if (!text.isEmpty()) {
          text.append("\n\n");
        }
        int start = text.codePointCount(0, text.length());
        int words = 10 + random.nextInt(25);
        for (int word = 0; word < words; word++) {
          if (word > 0) {
            text.append(random.nextInt(5) == 0 ? '\n' : ' ');
          }
          String token = WORDS.get(random.nextInt(WORDS.size()));
          int offset = text.codePointCount(0, text.length());
          double confidence =
              random.nextInt(16) == 0 ? random.nextDouble(0.6) : 0.6 + random.nextDouble(0.4);
          if (ocr) {
            int end = offset + token.codePointCount(0, token.length());
            placed.add(new TokenLayer.PlacedWord(offset, end, BoundingBox.WHOLE_PAGE, confidence));
          }
          if (flows) {
            tokens.add(
                new Token(token, number, offset, ocr ? Optional.of(confidence) : Optional.empty()));
          }
          text.append(token);
        }
        blocks.add(
            new TokenLayer.PlacedBlock(
                flows ? Block.Type.PARAGRAPH : Block.Type.PAGE_FOOTER,
                Optional.empty(),
                "test",
                BoundingBox.WHOLE_PAGE,
                start,
                text.codePointCount(0, text.length()),
                List.of(),
                List.of()));
      }
      pages.add(reading(number, text.toString(), placed, blocks, source));
    }

    String quote(int first, int last, Random random) {
      var quote = new StringBuilder();
      for (int i = first; i <= last; i++) {
        if (i > first) {
          quote.append(random.nextInt(4) == 0 ? "  \n" : " ");
        }
        quote.append(tokens.get(i).text);
      }
      return quote.toString();
    }

    /// Whether a word that goes on after a hyphen is on both sides of a border of the quote.
    boolean cutsAWord(int first, int last) {
      return first > 0 && tokens.get(first - 1).text.endsWith("-")
          || tokens.get(last).text.endsWith("-");
    }

    int solidBefore(int token) {
      return tokens.subList(0, token).stream()
          .mapToInt(earlier -> (int) earlier.text.codePoints().count())
          .sum();
    }

    String solid(int first, int last) {
      return tokens.subList(first, last + 1).stream()
          .map(Token::text)
          .collect(Collectors.joining());
    }

    String solid(List<Span> spans) {
      var solid = new StringBuilder();
      for (Span span : spans) {
        int[] text = pages.get(span.page() - 1).layer().text().codePoints().toArray();
        solid.append(new String(text, span.start(), span.end() - span.start()));
      }
      return solid.toString().replaceAll("\\s", "");
    }
  }
}
