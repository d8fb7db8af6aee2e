package io.pincite.ocr.internal.ppocr;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the recogniser's classes stand for: class 0 is the blank between characters, then come the
/// lines of the dictionary, then the space (PaddleOCR's `CTCLabelDecode` with `use_space_char`).
final class Dictionary {
  static final int BLANK = 0;

  /// The name under which exports carry their dictionary.
  static final String METADATA = "character";

  private final List<String> characters;

  private Dictionary(List<String> characters) {
    this.characters = List.copyOf(characters);
  }

  /// @param lines one character a line
  /// @param classes of the network's output; tells whether it knows the space
  static Dictionary of(String name, String lines, int classes) {
    List<String> characters = new ArrayList<>();
    characters.add("");
    for (String line : lines.split("\n", -1)) {
      characters.add(
          Normalizer.normalize(line.strip().isEmpty() ? " " : line.strip(), Normalizer.Form.NFC));
    }
    if (lines.endsWith("\n")) {
      characters.removeLast();
    }
    if (characters.size() + 1 == classes) {
      characters.add(" ");
    }
    if (characters.size() != classes) {
      throw new IllegalArgumentException(
          "[%s] the dictionary has %,d characters, the model tells %,d classes apart (a blank and perhaps the space among them). Put the dictionary that belongs to the model beside it."
              .formatted(name, characters.size() - 1, classes));
    }
    return new Dictionary(characters);
  }

  static Dictionary of(ModelFiles models, Network network, int classes) {
    Optional<String> own = network.metadata(METADATA);
    if (models.dictionary().isPresent()) {
      ModelFiles.Part part = models.dictionary().get();
      return of(part.name(), part.text(), classes);
    }
    return of(
        models.recogniser().name(),
        own.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "[%s] the model carries no dictionary and no .txt file stands beside it. Put the dictionary of its export there."
                        .formatted(models.recogniser().name()))),
        classes);
  }

  String character(int index) {
    return characters.get(index);
  }

  int size() {
    return characters.size();
  }
}
