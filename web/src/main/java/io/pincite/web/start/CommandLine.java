package io.pincite.web.start;

import io.pincite.ingest.Documents;
import io.pincite.ingest.FileReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the user asked the program to do.
public sealed interface CommandLine {

  String USAGE =
      """
      Usage:
        pincite run [--port N] [--host ADDRESS] [--data DIR] [--samples DIR] [--no-samples]
        pincite ask FILE... "question"
        pincite ocr [--json] [--ocr auto|always|never] [--engine NAME] [--mode MODE] FILE...
        pincite ocr FOLDER --out DIR [--ocr auto|always|never] [--engine NAME] [--mode MODE]

      run   serves the pages and the API until Ctrl-C
        --port N        port, 8080 unless given; 0 takes a free one
        --host ADDRESS  address to listen on, 127.0.0.1 unless given; any other asks for the access token
        --data DIR      folder for everything that is kept, ~/.local/share/pincite unless given
        --samples DIR   folder of documents that become the collection "Samples" on the first start
        --no-samples    no sample collection
      ask   reads the files, answers the question on the terminal, and leaves nothing behind
            exit code: 0 answered, 2 the documents do not say, 1 something went wrong
      ocr   reads PDFs, scans, photographs and office files and prints them as Markdown
        --json          words, lines and blocks with their boxes instead
        --ocr CHOICE    when pages are read from their images: auto (default), always or never
        --engine NAME   who reads images, and --mode MODE, one of its modes
        --out DIR       reads all PDFs and pictures of a folder, and writes of each NAME.md, NAME.json (words and blocks
                        with boxes), NAME.pages (images of the pages with boxes drawn) and NAME.figures (its figures);
                        what is there and unchanged is not read again, unless another engine than the asked one read
                        some of it
            exit code: 0 all pages were read, 2 some pages or files were not, 1 nothing was
      """;

  /// Serve until stopped.
  record Run(
      Optional<Integer> port,
      Optional<String> host,
      Optional<Path> data,
      Optional<Path> samples,
      boolean noSamples)
      implements CommandLine {}

  /// Answer one question about some files and end.
  record Ask(List<Path> files, String question) implements CommandLine {
    public Ask {
      files = List.copyOf(files);
    }
  }

  /// Print what files say.
  record Ocr(List<Path> files, boolean json, FileReader.How how) implements CommandLine {
    public Ocr {
      files = List.copyOf(files);
    }
  }

  /// Write what the files of a folder say into another one.
  record OcrFolder(Path folder, Path out, FileReader.How how) implements CommandLine {}

  record Help(String text) implements CommandLine {}

  /// The command line makes no sense; the message says why and how it would.
  final class Misunderstood extends RuntimeException {
    Misunderstood(String message) {
      super(message + "\n\n" + USAGE);
    }
  }

  /// @throws Misunderstood when it makes no sense
  static CommandLine parse(String... arguments) {
    var words = new ArrayList<>(List.of(arguments));
    if (words.contains("--help") || words.contains("-h")) {
      return new Help(USAGE);
    }
    String command =
        words.isEmpty() || words.getFirst().startsWith("-") ? "run" : words.removeFirst();
    return switch (command) {
      case "run" -> parseRun(words);
      case "ask" -> parseAsk(words);
      case "ocr" -> parseOcr(words);
      case "help" -> new Help(USAGE);
      default -> throw new Misunderstood("There is no command '%s'.".formatted(command));
    };
  }

  private static Run parseRun(List<String> words) {
    Optional<Integer> port = Optional.empty();
    Optional<String> host = Optional.empty();
    Optional<Path> data = Optional.empty();
    Optional<Path> samples = Optional.empty();
    boolean noSamples = false;
    var rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      Optional<String> inline =
          word.contains("=")
              ? Optional.of(word.substring(word.indexOf('=') + 1))
              : Optional.empty();
      switch (option) {
        case "--port" -> port = Optional.of(port(inline.orElseGet(() -> next(option, rest))));
        case "--host" -> host = Optional.of(inline.orElseGet(() -> next(option, rest)));
        case "--data" -> data = Optional.of(Path.of(inline.orElseGet(() -> next(option, rest))));
        case "--samples" ->
            samples = Optional.of(Path.of(inline.orElseGet(() -> next(option, rest))));
        case "--no-samples" -> noSamples = true;
        default -> throw new Misunderstood("'run' has no option '%s'.".formatted(word));
      }
    }
    return new Run(port, host, data, samples, noSamples);
  }

  private static Ask parseAsk(List<String> words) {
    if (words.size() < 2) {
      throw new Misunderstood("'ask' needs at least one file and then a question.");
    }
    List<Path> files = words.subList(0, words.size() - 1).stream().map(Path::of).toList();
    return new Ask(files, words.getLast());
  }

  private static CommandLine parseOcr(List<String> words) {
    var files = new ArrayList<Path>();
    boolean json = false;
    var choice = Documents.OcrChoice.AUTO;
    Optional<String> engine = Optional.empty();
    Optional<String> mode = Optional.empty();
    Optional<Path> out = Optional.empty();
    var rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      boolean isInline = word.startsWith("--") && word.contains("=");
      String option = isInline ? word.substring(0, word.indexOf('=')) : word;
      Supplier<String> value =
          () -> isInline ? word.substring(word.indexOf('=') + 1) : next(option, rest);
      switch (option) {
        case "--json" -> json = true;
        case "--ocr" -> choice = choice(value.get());
        case "--engine" -> engine = Optional.of(value.get());
        case "--mode" -> mode = Optional.of(value.get());
        case "--out" -> out = Optional.of(Path.of(value.get()));
        case "--" -> rest.forEachRemaining(file -> files.add(Path.of(file)));
        default -> {
          if (word.startsWith("-")) {
            throw new Misunderstood("'ocr' has no option '%s'.".formatted(word));
          }
          files.add(Path.of(word));
        }
      }
    }
    if (files.isEmpty()) {
      throw new Misunderstood("'ocr' needs at least one file.");
    }
    var how = new FileReader.How(choice, engine, mode);
    if (out.isEmpty()) {
      return new Ocr(files, json, how);
    }
    if (files.size() > 1 || json) {
      throw new Misunderstood(
          json
              ? "'ocr --out' writes Markdown and JSON; leave out --json."
              : "'ocr --out' takes one folder.");
    }
    return new OcrFolder(files.getFirst(), out.get(), how);
  }

  private static Documents.OcrChoice choice(String text) {
    for (Documents.OcrChoice choice : Documents.OcrChoice.values()) {
      if (choice.name().equalsIgnoreCase(text)) {
        return choice;
      }
    }
    throw new Misunderstood("'--ocr %s': give auto, always or never.".formatted(text));
  }

  private static String next(String option, java.util.Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new Misunderstood("'%s' needs a value.".formatted(option));
    }
    return rest.next();
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new Misunderstood("'--port %s': a port is a number from 0 to 65535.".formatted(text));
  }
}
