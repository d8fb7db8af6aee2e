package io.pincite.ocr.internal.vllm;

/// Hears an answer while it is written. Called by the asking thread.
public interface AnswerListener {

  /// An answer begins. What was heard before is void: the server failed and another try is made.
  void begin();

  /// More of the answer.
  ///
  /// @return whether to go on; if not, the connection is closed, and with it the server's work ends
  boolean piece(String text);
}
