package io.pincite.qa;

import java.util.function.Consumer;

/// Answers questions. Safe for use by many threads.
public interface Questions {

  /// Answers, records the answer, and returns it.
  ///
  /// @throws QaException when the question is empty or too long
  default Answer ask(Question question) {
    return ask(question, _ -> {});
  }

  /// Likewise, telling what happens as it happens, on the calling thread. A listener that throws
  /// ends the answer: nobody is there to read it.
  Answer ask(Question question, Consumer<AnswerEvent> listener);
}
