package io.pincite.qa.internal.extractive;

/// What kind of thing answers a question.
public enum AnswerType {
  DATE,
  DURATION,
  /// How long before something word must be given; a duration.
  NOTICE,
  AMOUNT,
  PERCENT,
  PARTY,
  LAW,
  COURT,
  ADDRESS,
  TITLE,
  /// Whether there is such a thing.
  YESNO,
  /// Whatever the clause says.
  CLAUSE;

  /// Whether a value of this kind can be told by its form, so that its absence tells too.
  boolean hasForm() {
    return switch (this) {
      case DATE, DURATION, NOTICE, AMOUNT, PERCENT, PARTY, LAW, COURT -> true;
      case ADDRESS, TITLE, YESNO, CLAUSE -> false;
    };
  }
}
