package io.pincite.qa;

import java.util.UUID;

/// What happens while a question is answered, in order: Accepted, Retrieved (once more where a
/// question that goes on from another is looked for elsewhere), then citations each before its
/// marker among the text, verdicts, and last Done or Failed.
public sealed interface AnswerEvent {
  record Accepted(UUID id) implements AnswerEvent {}

  record Retrieved(int documents, int chunks) implements AnswerEvent {}

  record Cited(Citation citation) implements AnswerEvent {}

  record Delta(String text) implements AnswerEvent {}

  /// The verdict on a citation's quote, where it came after the citation itself.
  record Verified(Citation citation) implements AnswerEvent {}

  record Done(Answer answer) implements AnswerEvent {}

  record Failed(String code, String detail) implements AnswerEvent {}
}
