package io.pincite.ocr.internal.deepseek;

import io.pincite.ocr.internal.deepseek.Resolution.Gundam;
import io.pincite.ocr.internal.deepseek.Resolution.OneView;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// The resolutions that a server can really be asked for.
///
/// @param resolutions from few tokens to many; each with a name of its own
public record ServedModes(List<Resolution> resolutions) {
  /// More tokens than these are never what stands around the image in one of the six prompts (but
  /// for a long target): they have at most 33 bytes, three tags and what frames them.
  static final int MOST_TEXT_TOKENS = 40;

  /// The line end behind the image and two tokens of the shortest prompt; or a beginning before the
  /// image, that line end and one.
  static final int FEWEST_TEXT_TOKENS = 3;

  public ServedModes {
    resolutions = List.copyOf(resolutions);
    if (resolutions.isEmpty()
        || resolutions.stream().map(Resolution::label).distinct().count() < resolutions.size()) {
      throw new IllegalArgumentException("one resolution at least for each name: " + resolutions);
    }
  }

  /// vLLM as it comes: its constants are Gundam's with six tiles, and cannot be asked for others. A
  /// page within 640 px it looks at once.
  public static ServedModes stockVllm() {
    return new ServedModes(List.of(OneView.BASE_640, Resolution.GUNDAM));
  }

  /// A server that was changed to serve every mode that the released weights know, with as many
  /// tiles as vLLM's constants have.
  public static ServedModes all() {
    return new ServedModes(
        List.of(OneView.TINY, OneView.SMALL, OneView.BASE, OneView.LARGE, Resolution.GUNDAM));
  }

  /// The same with another limit of tiles.
  ///
  /// @param mostTiles 2 to 9
  public ServedModes withTiles(int mostTiles) {
    return new ServedModes(
        resolutions.stream()
            .map(each -> each instanceof Gundam ? new Gundam(mostTiles) : each)
            .toList());
  }

  public SequencedSet<String> labels() {
    var labels = new LinkedHashSet<String>();
    resolutions.forEach(each -> labels.add(each.label()));
    return labels;
  }

  public Optional<Resolution> named(String label) {
    return resolutions.stream().filter(each -> each.label().equals(label)).findFirst();
  }

  /// The resolution that took effect, which the count of prompt tokens proves: image tokens are
  /// known exactly, and those of the text are few.
  ///
  /// @param promptTokens as the server counted them
  /// @param imageWidth of the image that was sent
  /// @see #effective(int, int, int, int)
  public Optional<Resolution> effective(int promptTokens, int imageWidth, int imageHeight) {
    return effective(promptTokens, MOST_TEXT_TOKENS, imageWidth, imageHeight);
  }

  /// The resolution that took effect. Absent when the count fits none, or two that differ in what
  /// the model is shown. Where two show the same, as Gundam and Base do of a small image, it is the
  /// one with one view.
  ///
  /// @param mostTextTokens [Prompt#mostTokens] of what was asked
  public Optional<Resolution> effective(
      int promptTokens, int mostTextTokens, int imageWidth, int imageHeight) {
    Map<Integer, Resolution> byTokens = new LinkedHashMap<>();
    for (Resolution each : resolutions) {
      if (fits(each, promptTokens, mostTextTokens, imageWidth, imageHeight)) {
        byTokens.putIfAbsent(each.imageTokens(imageWidth, imageHeight), each);
      }
    }
    return byTokens.size() == 1
        ? Optional.of(byTokens.values().iterator().next())
        : Optional.empty();
  }

  /// The tiles that a server cut a page into at most, where the count of prompt tokens fits none of
  /// these resolutions but Gundam with the other of the two limits that are in use.
  ///
  /// @param mostTextTokens [Prompt#mostTokens] of what was asked
  public Optional<Gundam> otherTiles(
      int promptTokens, int mostTextTokens, int imageWidth, int imageHeight) {
    // Absent too where two of its own fit a long prompt: that proves no other limit.
    boolean ownFits =
        resolutions.stream()
            .anyMatch(each -> fits(each, promptTokens, mostTextTokens, imageWidth, imageHeight));
    return ownFits
        ? Optional.empty()
        : Stream.of(Resolution.GUNDAM, Resolution.GUNDAM_9)
            .filter(each -> fits(each, promptTokens, mostTextTokens, imageWidth, imageHeight))
            .findFirst();
  }

  private static boolean fits(
      Resolution each, int promptTokens, int mostTextTokens, int imageWidth, int imageHeight) {
    int text = promptTokens - each.imageTokens(imageWidth, imageHeight);
    return each.isPossible(imageWidth, imageHeight)
        && text >= FEWEST_TEXT_TOKENS
        && text <= mostTextTokens;
  }
}
