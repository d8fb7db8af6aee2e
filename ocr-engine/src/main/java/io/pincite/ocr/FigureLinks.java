package io.pincite.ocr;

import java.util.Optional;

/// Where the figures of a text can be fetched as pictures, for whoever writes it as Markdown.
@FunctionalInterface
public interface FigureLinks {
  /// Figures are said to be there, and nothing more.
  FigureLinks NONE = _ -> Optional.empty();

  /// The address of a figure, relative or absolute, as it may stand in a URL.
  ///
  /// @param number of the figure among those of the text, in their order, from 1
  Optional<String> of(int number);
}
