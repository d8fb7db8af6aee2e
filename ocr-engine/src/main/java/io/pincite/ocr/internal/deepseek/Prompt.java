package io.pincite.ocr.internal.deepseek;

import io.pincite.ocr.OcrException;
import io.pincite.ocr.OcrTask;
import io.pincite.ocr.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What the model is asked, byte for byte: the six prompts it was trained on, or words of one's
/// own. A prompt ends without a space; a missing full stop already changes what the model does.
///
/// @param text what stands behind the image and the line end after it
/// @param trained whether the model's makers trained it on this wording
public record Prompt(String text, boolean trained) {
  /// Stands for the image in a whole prompt; the tokenizer knows it.
  public static final String IMAGE = "<image>";

  private static final String LOCATE = "Locate <|ref|>%s<|/ref|> in the image.";

  private static final Pattern LOCATING =
      Pattern.compile("Locate <\\|ref\\|>([^<>]+)<\\|/ref\\|> in the image\\.");

  /// The tokens that mean something to the model, of `tokenizer_config.json`: written by anyone
  /// else, they would end what is looked for, or the prompt.
  private static final Pattern TAG =
      Pattern.compile(
          "<\\|/?(ref|det)\\|>|<\\|(grounding|User|Assistant|EOT)\\|>|</?t[dr]>|<image>|<｜[^｜]*｜>");

  /// That nobody may write: they begin and end what the model sees, or stand for another image.
  private static final Pattern FRAME =
      Pattern.compile("<image>|<\\|(User|Assistant|EOT)\\|>|<｜[^｜]*｜>");

  private static final Pattern WHITE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

  /// What stands around the text: the beginning, which some templates write twice, and the line
  /// end.
  private static final int FRAME_TOKENS = 3;

  /// @throws OcrException.NotServed when nothing can be asked in these words
  public static Prompt of(PageRequest request) {
    return request
        .prompt()
        .map(Prompt::custom)
        .orElseGet(() -> request.target().map(Prompt::locate).orElseGet(() -> of(request.task())));
  }

  /// The prompt of a task that needs no more words.
  public static Prompt of(OcrTask task) {
    String text =
        switch (task) {
          case DOCUMENT -> "<|grounding|>Convert the document to markdown.";
          case OCR -> "<|grounding|>OCR this image.";
          case FREE_OCR -> "Free OCR.";
          case PARSE_FIGURE -> "Parse the figure.";
          case DESCRIBE -> "Describe this image in detail.";
          case LOCATE -> throw new IllegalArgumentException("what is to be located?");
        };
    return new Prompt(text, true);
  }

  /// Asks where something is. White space and control characters in it, line ends too, are single
  /// spaces: they are where the text was copied from, not what is looked for.
  ///
  /// @param target in words; it cannot hold tags, which would end it
  /// @throws OcrException.NotServed when it is empty or holds one
  public static Prompt locate(String target) {
    String plain = WHITE.matcher(target).replaceAll(" ").strip();
    if (plain.isEmpty()) {
      throw new OcrException.NotServed("[target] is empty; name what to look for.");
    }
    refuse(TAG, plain, "target");
    return new Prompt(LOCATE.formatted(plain), true);
  }

  /// Asks in words of one's own. White space around them is left out, and so is a leading image,
  /// with which the model's own documentation writes its prompts. In words that the model was
  /// trained on, it is that prompt.
  ///
  /// @throws OcrException.NotServed when they are empty, or hold what frames a prompt
  public static Prompt custom(String words) {
    String text = words.strip();
    if (text.startsWith(IMAGE)) {
      text = text.substring(IMAGE.length()).strip();
    }
    if (text.isEmpty()) {
      throw new OcrException.NotServed("[prompt] is empty; leave it out or ask something.");
    }
    refuse(FRAME, text, "prompt");
    for (OcrTask task : OcrTask.values()) {
      if (task != OcrTask.LOCATE && text.equals(of(task).text())) {
        return of(task);
      }
    }
    var locating = LOCATING.matcher(text);
    return locating.matches() ? locate(locating.group(1)) : new Prompt(text, false);
  }

  private static void refuse(Pattern tags, String text, String what) {
    var found = tags.matcher(text);
    if (found.find()) {
      throw new OcrException.NotServed(
          "[%s] holds '%s', which is a command to the model; leave it out."
              .formatted(what, found.group()));
    }
  }

  /// Whether the model answers with boxes, unless what is looked for is nowhere.
  public boolean asksForBoxes() {
    return text.startsWith("<|grounding|>") || LOCATING.matcher(text).matches();
  }

  /// The prompt as a model in this process gets it, behind the token that begins it. A chat server
  /// gets [#text] instead, beside the image, and puts the two together itself.
  public String whole() {
    return IMAGE + "\n" + text;
  }

  /// More tokens than these cannot stand for what is not image, whatever the merges of the
  /// tokenizer, in which no token is less than a byte.
  public int mostTokens() {
    String plain = TAG.matcher(text).replaceAll("\0");
    return plain.getBytes(StandardCharsets.UTF_8).length + FRAME_TOKENS;
  }
}
