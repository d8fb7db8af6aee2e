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
/// @param documents those the answer before rested on, to be asked first
record FollowUp(Optional<String> previous, Set<UUID> documents) {
  static final FollowUp NONE = new FollowUp(Optional.empty(), Set.of());

  /// Only what refers back: ordinary questions say "there", "that" and 应该, and are often short.
  private static final Pattern GOES_ON =
      Pattern.compile(
          "(?i)^(and|but|or|also|what about|how about|what if|then|so)\\b|^(那|那么|还有|另外|以及|然后)|呢[？?]?$"
              + "|^(why|why not|since when|until when|how (long|much|many|often))\\s*\\??$"
              + "|^(为什么|多久|多少|何时|什么时候)[？?]?$"
              + "|\\b(it|its|this one|they|them|the same)\\b"
              + "|(它|这个|那个|上述|该(?:合同|协议|文件|条款|条|项|款|方))");

  FollowUp {
    documents = Set.copyOf(documents);
  }

  /// @param before oldest first
  static FollowUp of(String question, List<AnswerRecord> before) {
    if (before.isEmpty() || !GOES_ON.matcher(question.strip()).find()) {
      return NONE;
    }
    AnswerRecord last = before.getLast();
    Set<UUID> documents =
        last.answer() instanceof Answer.Grounded grounded
            ? grounded.citations().stream().map(Citation::document).collect(Collectors.toSet())
            : Set.of();
    return new FollowUp(Optional.of(last.question()), documents);
  }
}
