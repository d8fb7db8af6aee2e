package io.pincite.web;

import io.pincite.web.start.Ask;
import io.pincite.web.start.CommandLine;
import io.pincite.web.start.FolderPages;
import io.pincite.web.start.Launch;
import io.pincite.web.start.PrintedPages;
import io.quarkus.runtime.annotations.QuarkusMain;

/// The program: `pincite run`, `pincite ask FILE… "question"`, `pincite ocr FILE…`, `pincite
/// ocr FOLDER --out DIR`.
@QuarkusMain
public final class Pincite {
  private Pincite() {}

  public static void main(String... arguments) {
    CommandLine commandLine;
    try {
      commandLine = CommandLine.parse(arguments);
    } catch (CommandLine.Misunderstood e) {
      System.err.println(e.getMessage());
      System.exit(1);
      return;
    }
    switch (commandLine) {
      case CommandLine.Help(String text) -> System.out.print(text);
      case CommandLine.Run run -> Launch.run(run);
      case CommandLine.Ask ask -> Ask.launch(ask);
      case CommandLine.Ocr ocr -> System.exit(PrintedPages.print(ocr));
      case CommandLine.OcrFolder folder -> System.exit(FolderPages.read(folder));
    }
  }
}
