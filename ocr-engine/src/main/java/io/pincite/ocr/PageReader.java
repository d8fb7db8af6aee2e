package io.pincite.ocr;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// An engine that reads page images. Safe for use by many threads at once.
public interface PageReader {

  PageReaderCapabilities capabilities();

  /// Reads one page as a document, in the mode of the engine's choice.
  ///
  /// @throws OcrException when the page cannot be read; a page without text is no error but an
  ///     empty [PageText]
  PageText read(PageImage page);

  /// Does with one page what is asked.
  ///
  /// An engine that has nothing to choose need not implement this.
  ///
  /// @throws OcrException.NotServed when it cannot be asked for that
  default PageText read(PageRequest request, ReadingListener listener) {
    capabilities().require(request);
    PageText text = read(request.image());
    listener.begun(text.turn());
    text.blocks().forEach(listener::block);
    return text;
  }

  /// Takes a page in. An engine that waits for others keeps what it needs of the image, made small,
  /// so that the image itself need not be kept while it waits; others just keep it.
  ///
  /// @throws OcrException when the page cannot be read
  default Begun begin(PageRequest request) {
    capabilities().require(request);
    return listener -> read(request, listener);
  }

  /// A page that was taken in.
  interface Begun {

    /// Does what was asked; a second time where the first has failed. Interrupting the thread ends
    /// what is asked of a server.
    ///
    /// @throws OcrException when the page cannot be read
    PageText read(ReadingListener listener);
  }

  /// Looks where lines are, without reading all of them; nothing where an engine only reads whole
  /// pages, or must read all of this one to know what is the matter with it.
  ///
  /// @param page made when it is the page's turn
  default Optional<FoundLines> find(Supplier<PageImage> page) {
    return Optional.empty();
  }

  /// Waits until nobody else wants the engine: for work that everybody goes before.
  ///
  /// @throws java.util.concurrent.CancellationException when the thread is interrupted
  default void awaitIdle() {}

  /// Takes in a document's page of which a model wrote this before: its words are placed anew, over
  /// all of its lines, and no server is asked. Lines are read when nobody else wants their engine,
  /// however long that takes. Nothing where the engine did not make such a reading, or would not
  /// make the same one today.
  ///
  /// @param output finished by the model
  /// @param by who made the first reading, and how; the new one is theirs too
  /// @throws OcrException when the page cannot be read
  default Optional<Begun> again(PageImage image, ModelOutput output, Provenance by) {
    return Optional.empty();
  }

  /// What an engine can really be asked for; anything else is refused, never faked.
  ///
  /// @param languages BCP 47 tags
  /// @param modes names of resolution modes; empty where there is nothing to choose
  /// @param prompts whether it can be asked in words of one's own
  record PageReaderCapabilities(
      String engine,
      Set<String> languages,
      Set<String> modes,
      Set<OcrTask> tasks,
      boolean prompts) {
    public PageReaderCapabilities {
      languages = Set.copyOf(languages);
      modes = Set.copyOf(modes);
      tasks = Set.copyOf(tasks);
    }

    /// An engine that reads documents in one way.
    public PageReaderCapabilities(String engine, Set<String> languages) {
      this(engine, languages, Set.of(), Set.of(OcrTask.DOCUMENT), false);
    }

    /// @throws OcrException.NotServed when the engine cannot be asked for that
    public void require(PageRequest request) {
      require(request.task(), request.mode(), request.prompt());
    }

    /// @throws OcrException.NotServed when the engine cannot be asked for that
    public void require(OcrTask task, Optional<String> mode, Optional<String> prompt) {
      if (!tasks.contains(task)) {
        throw new OcrException.NotServed(
            "[task] '%s' does not do %s; ask for %s."
                .formatted(engine, task, String.join(", ", names())));
      }
      mode.filter(each -> !modes.contains(each))
          .ifPresent(
              each -> {
                throw new OcrException.NotServed(
                    "[mode] '%s' has no mode '%s'; %s."
                        .formatted(
                            engine,
                            shortened(each),
                            modes.isEmpty()
                                ? "it has none to choose from"
                                : "ask for one of " + String.join(", ", new TreeSet<>(modes))));
              });
      if (prompt.isPresent() && !prompts) {
        throw new OcrException.NotServed(
            "[prompt] '%s' is not asked in words; leave the prompt out.".formatted(engine));
      }
    }

    private Set<String> names() {
      var names = new TreeSet<String>();
      tasks.forEach(task -> names.add(task.name()));
      return names;
    }

    private static String shortened(String text) {
      return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
  }
}
