package io.pincite.ocr.internal.grounding;

/// A special token of DeepSeek-OCR that says something about the text around it. Its text and id
/// are those of the model's `tokenizer_config.json`.
enum Mark {
  NAME("<|ref|>", 128_816),
  NAME_END("<|/ref|>", 128_817),
  BOXES("<|det|>", 128_818),
  BOXES_END("<|/det|>", 128_819),
  /// Says that the page is done; servers that are asked to include it do.
  END("<｜end▁of▁sentence｜>", 1);

  static final Mark[] ALL = values();

  final String text;
  final int token;

  Mark(String text, int token) {
    this.text = text;
    this.token = token;
  }
}
