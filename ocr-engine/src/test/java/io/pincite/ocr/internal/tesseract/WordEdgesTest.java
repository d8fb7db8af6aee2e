package io.pincite.ocr.internal.tesseract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordEdgesTest {

  @Test
  void wordsPartAtTheWideGapThoughANarrowOneIsNearer() {
    // Letters of 10 columns, 2 apart; words 8 apart.
    boolean[] inked = inked("aa-aa-aa--------aa-aa-aa".replace("aa", "xxxxx").replace("-", ".."));
    int[] left = {0, 38};
    int[] right = {38, inked.length};

    WordEdges.settle(left, right, inked, 20);

    assertThat(right[0]).isEqualTo(19);
    assertThat(left[1]).isEqualTo(35);
  }

  @Test
  void eachPlaceHasAGapOfItsOwnInTheirOrder() {
    boolean[] inked = inked("xxxxxxxx......xx......xxxxxxxx");
    // Both places were seen nearest to the second gap.
    int[] left = {0, 18, 20};
    int[] right = {18, 20, 30};

    WordEdges.settle(left, right, inked, 20);

    assertThat(left).containsExactly(0, 14, 22);
    assertThat(right).containsExactly(8, 16, 30);
  }

  @Test
  void whereNoGapIsNearWordsStayWhereTheyWere() {
    boolean[] inked = inked("xx....xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    int[] left = {0, 41};
    int[] right = {39, 50};

    WordEdges.settle(left, right, inked, 20);

    assertThat(right[0]).isEqualTo(39);
    assertThat(left[1]).isEqualTo(41);
  }

  @Test
  void whatWasLeftOutBetweenWordsIsGivenToNeither() {
    boolean[] inked = inked("xxxxxxxx......xxxxxxxxxxxxxxxxxxxxxxxxxx......xxxxxxxx");
    int[] left = {0, 44};
    int[] right = {10, 54};

    WordEdges.settle(left, right, inked, 20);

    assertThat(right[0]).isEqualTo(10);
    assertThat(left[1]).isEqualTo(44);
  }

  @Test
  void aLineWithoutWordsOrWithoutInkIsNoError() {
    WordEdges.settle(new int[0], new int[0], inked("xx..xx"), 20);
    int[] left = {0, 3};
    WordEdges.settle(left, new int[] {2, 6}, inked("......"), 20);

    assertThat(left).containsExactly(0, 3);
  }

  private static boolean[] inked(String columns) {
    boolean[] inked = new boolean[columns.length()];
    for (int x = 0; x < inked.length; x++) {
      inked[x] = columns.charAt(x) == 'x';
    }
    return inked;
  }
}
