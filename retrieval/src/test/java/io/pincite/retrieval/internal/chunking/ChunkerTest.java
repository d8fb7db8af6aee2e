package io.pincite.retrieval.internal.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import io.pincite.ingest.Ids;
import io.pincite.ingest.Span;
import io.pincite.retrieval.Chunk;
import io.pincite.retrieval.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final UUID DOCUMENT = Ids.next();
  private final Chunker chunker = new Chunker(160, 400);

  private List<Passage> cut(WrittenDocument document) {
    return chunker.cut(DOCUMENT, document.structure(), document.pages(), Ids::next);
  }

  @Test
  void aClauseIsAChunkUnderItsHeadings() {
    var passages =
        cut(
            new WrittenDocument()
                .heading(1, "ARTICLE I DEFINITIONS")
                .paragraph(words(100, 1))
                .heading(1, "ARTICLE II TERM")
                .heading(2, "2.1 Initial Term")
                .paragraph("The term of this lease is three years. " + words(100, 2)));

    assertThat(passages).hasSize(2);
    Chunk term = passages.get(1).chunk();
    assertThat(term.headings()).containsExactly("ARTICLE II TERM", "2.1 Initial Term");
    assertThat(term.text())
        .startsWith("ARTICLE II TERM\n2.1 Initial Term\nThe term of this lease is three years.");
    assertThat(passages.get(1).clauses()).contains("article:2", "2", "2.1");
  }

  @Test
  void shortSiblingsAreOneChunkThatKnowsTheirTitles() {
    var passages =
        cut(
            new WrittenDocument()
                .heading(1, "9 MISCELLANEOUS")
                .paragraph(words(120, 4))
                .clause(2, "9.1 Governing Law.", "Delaware law governs this agreement.")
                .clause(2, "9.2 Notices.", "Notices are given in writing.")
                .clause(2, "9.3 Waiver.", "No waiver is implied."));

    Passage merged = passages.getLast();
    assertThat(merged.chunk().text())
        .isEqualTo(
            "9.1 Governing Law. Delaware law governs this agreement.\n"
                + "9.2 Notices. Notices are given in writing.\n"
                + "9.3 Waiver. No waiver is implied.");
    assertThat(merged.chunk().headings()).containsExactly("9 MISCELLANEOUS");
    assertThat(merged.titles())
        .containsExactly("9.1 Governing Law.", "9.2 Notices.", "9.3 Waiver.");
    assertThat(merged.clauses()).contains("9.1", "9.2", "9.3");
    assertThat(merged.clausesAbove()).contains("9");
  }

  @Test
  void whatAModelSaysOfAFigureIsAChunkOfItsOwn() {
    var passages =
        cut(
            new WrittenDocument()
                .heading(1, "Revenue")
                .paragraph("It is shown below.")
                .described("Four bars that rise.")
                .described("The last one is the highest.")
                .paragraph("It will rise further."));

    assertThat(passages)
        .extracting(passage -> passage.chunk().text())
        .containsExactly(
            "Revenue\nIt is shown below.",
            "Four bars that rise.\nThe last one is the highest.",
            "It will rise further.");
    assertThat(passages.get(1).chunk().headings()).containsExactly("Revenue");
  }

  @Test
  void anElementTooLongIsCutAtSentenceEndsWithOneSentenceOfOverlap() {
    String text =
        IntStream.range(0, 120)
            .mapToObj(i -> "Sentence number " + i + " says a little more than nothing at all.")
            .collect(Collectors.joining(" "));

    var passages = cut(new WrittenDocument().paragraph(text));

    assertThat(passages.size()).isGreaterThan(4);
    for (int i = 1; i < passages.size(); i++) {
      String before = passages.get(i - 1).chunk().text();
      String after = passages.get(i).chunk().text();
      assertThat(after).startsWith("Sentence number").endsWith("all.");
      var last = Sentences.of(before).getLast();
      assertThat(after).startsWith(Sentences.textOf(before, last));
    }
  }

  @Test
  void aTableStaysWholeAndALargeOneRepeatsItsHeader() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Service", "Unit", "Price"));
    for (int i = 0; i < 150; i++) {
      rows.add(List.of("Service of kind " + i, "per month", "$" + (1000 + i)));
    }

    var small = cut(new WrittenDocument().paragraph("Prices:").table(rows.subList(0, 8)));
    var large = cut(new WrittenDocument().paragraph("Prices:").table(rows));

    assertThat(small).filteredOn(passage -> passage.chunk().table()).hasSize(1);
    assertThat(small.getLast().chunk().text())
        .startsWith("Service\tUnit\tPrice\nService of kind 0\tper month\t$1000\n");
    var parts = large.stream().filter(passage -> passage.chunk().table()).toList();
    assertThat(parts.size()).isGreaterThan(2);
    assertThat(parts)
        .allSatisfy(part -> assertThat(part.chunk().text()).startsWith("Service\tUnit\tPrice\n"));
    assertThat(parts.stream().mapToLong(part -> part.chunk().text().lines().count() - 1).sum())
        .isEqualTo(150);
  }

  @Test
  void aParagraphOverTwoPagesStepsOverTheFooter() {
    var document = new WrittenDocument(30, 3).paragraph(words(60, 3));

    Chunk chunk = cut(document).getFirst().chunk();

    assertThat(chunk.text()).doesNotContain("Page").doesNotContain("ACME").doesNotContain("\n");
    assertThat(chunk.spans().size()).isGreaterThan(1);
    assertThat(chunk.spans().stream().map(Span::page)).doesNotHaveDuplicates();
  }

  @Test
  void chineseLinesAreJoinedWithoutSpaces() {
    String text = "第三条 合同有效期：本合同有效期为三年，自二〇二六年一月一日起至二〇二八年十二月三十一日止。";

    Chunk chunk = cut(new WrittenDocument(12, 40).paragraph(text)).getFirst().chunk();

    assertThat(chunk.text()).isEqualTo(text);
    assertThat(chunk.language()).isEqualTo("zh");
    int at = text.indexOf("三年");
    assertThat(chunk.spansOf(at, at + 2)).hasSize(1);
  }

  /// Oracle: the pages themselves.
  @Test
  void anyPartOfAChunkStandsWhereItsSpansSay() {
    for (long seed = 1; seed <= 40; seed++) {
      var random = new Random(seed);
      var document = random(random);
      for (Passage passage : cut(document)) {
        Chunk chunk = passage.chunk();
        int length = chunk.text().codePointCount(0, chunk.text().length());
        for (int i = 0; i < 20; i++) {
          int start = random.nextInt(length);
          int end = start + 1 + random.nextInt(length - start);
          String range = Sentences.textOf(chunk.text(), new Sentences.Range(start, end));
          String onPages =
              chunk.spansOf(start, end).stream().map(document::text).collect(Collectors.joining());
          assertThat(folded(onPages)).as("seed %d", seed).isEqualTo(folded(range));
        }
      }
    }
  }

  @Test
  void everyWordOfTheDocumentIsInSomeChunkAndNoChunkIsTooLong() {
    for (long seed = 1; seed <= 40; seed++) {
      var document = random(new Random(seed));
      var passages = cut(document);
      String all =
          passages.stream()
              .map(passage -> folded(passage.chunk().text()))
              .collect(Collectors.joining());
      for (var element : document.structure().elements()) {
        for (String word : element.text().split("[ ,.。，；\\-]+")) {
          assertThat(all.contains(folded(word))).as("seed %d: %s", seed, word).isTrue();
        }
      }
      assertThat(passages)
          .as("seed %d", seed)
          .allSatisfy(
              passage ->
                  assertThat(TokenCount.of(passage.chunk().text())).isLessThanOrEqualTo(460));
    }
  }

  private static WrittenDocument random(Random random) {
    var document = new WrittenDocument(20 + random.nextInt(60), 3 + random.nextInt(40));
    for (int i = 0; i < 12; i++) {
      switch (random.nextInt(5)) {
        case 0 -> document.heading(1 + random.nextInt(3), i + ". " + words(3, random.nextInt()));
        case 1 -> document.clause(2, i + ".1 Clause.", words(20, random.nextInt()));
        case 2 -> document.paragraph(words(1 + random.nextInt(700), random.nextInt()));
        case 3 -> document.paragraph(chinese(1 + random.nextInt(900), random));
        case 4 ->
            document.table(
                List.of(
                    List.of("a b", "", "c"),
                    List.of("1", words(4, i), "𠀀 two"),
                    List.of("", "", "x")));
        default -> throw new AssertionError();
      }
    }
    return document;
  }

  private static String words(int count, int seed) {
    var random = new Random(seed);
    String[] words = {
      "tenant",
      "shall",
      "pay",
      "the",
      "landlord",
      "non-exclusive",
      "rent",
      "notwithstanding",
      "anything",
      "premises,",
      "herein.",
      "Upon",
      "termination",
      "of",
      "this",
      "lease",
      "all"
    };
    return IntStream.range(0, count)
        .mapToObj(i -> words[random.nextInt(words.length)])
        .collect(Collectors.joining(" "));
  }

  private static String chinese(int count, Random random) {
    String characters = "甲方乙方应当按照本合同的约定支付价款。交货期限为三十日，违约金百分之五；";
    return IntStream.range(0, count)
        .mapToObj(i -> String.valueOf(characters.charAt(random.nextInt(characters.length()))))
        .collect(Collectors.joining());
  }

  private static String folded(String text) {
    return text.replaceAll("[\\s-]", "");
  }
}
