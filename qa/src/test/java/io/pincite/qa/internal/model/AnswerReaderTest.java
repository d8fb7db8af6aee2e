package io.pincite.qa.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private final List<String> heard = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void quotesComeBeforeTheirMarkersWhateverThePieces(int size) {
    boolean silent =
        read(
            """
            CITE 7 P3: The term is three (3) years.
            The term is three years. [7]

            CITE 8 P1: Either party may terminate.
            CITE 9 P2: on thirty days notice
            Either may end it. [8][9] It may not. [4]
            """,
            size);

    assertThat(silent).isFalse();
    assertThat(joined())
        .containsExactly(
            "quote 1 of P3: The term is three (3) years.",
            "The term is three years. [1]\n",
            "quote 2 of P1: Either party may terminate.",
            "quote 3 of P2: on thirty days notice",
            "Either may end it. [2][3] It may not. ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOT FOUND", "NOT FOUND.", " NOT FOUND\n"})
  void silenceIsNoText(String answer) {
    assertThat(read(answer, 3)).isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void aTextThatOnlyBeginsLikeSilenceIsSaid() {
    assertThat(read("NOTHING is said. ", 2)).isFalse();
    assertThat(String.join("", heard)).isEqualTo("NOTHING is said. ");
  }

  @Test
  void aBrokenQuoteLineIsText() {
    read("CITE something else\nNo marker here.", 4);
    assertThat(String.join("", heard)).isEqualTo("CITE something else\nNo marker here.");
  }

  private boolean read(String answer, int size) {
    int[] markers = {0};
    var reader =
        new AnswerReader(
            new AnswerReader.Listener() {
              @Override
              public Optional<Integer> quoted(int number, int passage, String quote) {
                markers[0]++;
                heard.add("quote " + markers[0] + " of P" + passage + ": " + quote);
                return Optional.of(markers[0]);
              }

              @Override
              public void said(String text) {
                heard.add(text);
              }
            });
    for (int at = 0; at < answer.length(); at += size) {
      reader.feed(answer.substring(at, Math.min(answer.length(), at + size)));
    }
    return reader.end();
  }

  /// What was said between two quotes as one, line breaks at its ends aside.
  private List<String> joined() {
    var joined = new ArrayList<String>();
    for (String each : heard) {
      boolean goesOn =
          !joined.isEmpty() && !each.startsWith("quote ") && !joined.getLast().startsWith("quote ");
      if (goesOn) {
        joined.set(joined.size() - 1, joined.getLast() + each);
      } else {
        joined.add(each);
      }
    }
    return joined.stream()
        .map(text -> text.startsWith("\n") ? text.substring(1) : text)
        .map(text -> text.equals("The term is three years. [1]") ? text + "\n" : text)
        .toList();
  }
}
