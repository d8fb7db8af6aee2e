package io.pincite.qa.internal.answering;

import io.pincite.qa.Answer;
import io.pincite.qa.AnswerRecord;
import io.pincite.qa.Citation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a question takes over from those before it in its conversation.
///
/// @param previous the question it goes on from; absent for one that stands alone
/// @param documents those the answer before rested on, where the question names none itself
record FollowUp(Optional<String> previous, Set<UUID> documents) {
  static final FollowUp NONE = new FollowUp(Optional.empty(), Set.of());

  private static final Pattern GOES_ON =
      Pattern.compile(
          "(?i)^(and|but|or|also|what about|how about|what if|then|so)\\b|^(那|那么|还有|另外|以及|然后|如果)|呢[？?]?$"
              + "|\\b(it|its|that|this one|they|their|them|those|the same|there)\\b|(它|其|该|这个|那个|上述)");

  private static final int FEW_WORDS = 4;

  FollowUp {
    documents = Set.copyOf(documents);
  }

  /// @param before oldest first
  static FollowUp of(String question, List<AnswerRecord> before) {
    boolean goesOn =
        GOES_ON.matcher(question.strip()).find()
            || question.strip().split("\\s+").length <= FEW_WORDS && !hasHan(question);
    if (before.isEmpty() || !goesOn) {
      return NONE;
    }
    AnswerRecord last = before.getLast();
    Set<UUID> documents =
        last.answer() instanceof Answer.Grounded grounded
            ? grounded.citations().stream().map(Citation::document).collect(Collectors.toSet())
            : Set.of();
    return new FollowUp(Optional.of(last.question()), documents);
  }

  private static boolean hasHan(String text) {
    return text.codePoints().anyMatch(Character::isIdeographic);
  }
}
