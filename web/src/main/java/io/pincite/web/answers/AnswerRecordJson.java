package io.pincite.web.answers;

import io.pincite.qa.AnswerRecord;
import io.pincite.web.documents.Places;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An answer on record, with its question.
public record AnswerRecordJson(
    String question,
    AnswerJson answer,
    Optional<UUID> conversation,
    Instant createdAt,
    Optional<FeedbackJson> feedback) {

  record FeedbackJson(
      AnswerRecord.Feedback.Verdict verdict, Optional<String> note, Optional<UUID> citation) {}

  public static AnswerRecordJson of(AnswerRecord record, Places.Drawing drawing) {
    return new AnswerRecordJson(
        record.question(),
        AnswerJson.of(record.answer(), drawing),
        record.conversation(),
        record.createdAt(),
        record
            .feedback()
            .map(
                feedback ->
                    new FeedbackJson(feedback.verdict(), feedback.note(), feedback.citation())));
  }
}
