package io.pincite.web.start;

import java.io.PrintStream;

/// How far a folder is read: a bar that moves on a terminal, else a line for each file.
final class FolderProgress {
  private static final int BAR = 24;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean isTerminal;
  private int number;
  private int files;
  private String name = "";

  FolderProgress(PrintStream out, boolean isTerminal) {
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /// The next file.
  void begin(int number, int files, String name) {
    this.number = number;
    this.files = files;
    this.name = name;
    show(0, 1, "");
  }

  void pages(int done, int all) {
    show(done, all, " %,d of %,d pages".formatted(done, all));
  }

  /// What is wrong, on a line of its own.
  void problem(String problem) {
    out.print(isTerminal ? CLEAR : "");
    out.println(problem);
  }

  /// What became of the file.
  void finish(String what) {
    if (!isTerminal) {
      out.printf("[%,d of %,d] %s: %s%n", number, files, name, what);
    }
  }

  void end() {
    out.print(isTerminal ? CLEAR : "");
    out.flush();
  }

  private void show(int done, int all, String pages) {
    if (isTerminal) {
      double share = (number - 1 + (double) done / Math.max(1, all)) / Math.max(1, files);
      int full = (int) Math.round(BAR * share);
      out.printf(
          "%s[%s%s] %,d of %,d  %s%s",
          CLEAR, "#".repeat(full), "-".repeat(BAR - full), number, files, name, pages);
      out.flush();
    }
  }
}
