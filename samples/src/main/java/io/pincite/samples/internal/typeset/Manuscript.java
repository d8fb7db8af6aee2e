package io.pincite.samples.internal.typeset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A contract as its author writes it: settings, a line `---`, then blocks parted by empty lines.
///
/// ```
/// # Title            ## heading 1         ### heading 2
/// 2.1| a clause      > (a)| an item       >> (i)| an item below it       (`~` in a label: a space)
/// @table grid cols=30l,20r header=1 …     followed by its rows, cells parted by |
/// @formula text         @figure height heights of its bars (a diagram)
/// @center @right @small @sign @footnote @caption @space @columns @newpage @page @sideways
/// @ask id | en | question | short answer | clause        (`-` as id: the document is silent)
/// ```
///
/// Within text: `**bold**`, `_italic_`, and `⟦id:…⟧` around the words an answer must cite; the
/// short answer is found in them by its text.
record Manuscript(Map<String, String> settings, List<Element> elements) {

  sealed interface Element {}

  record Heading(int level, String text) implements Element {}

  /// @param depth of the label: 0 for a clause, 1 for `(a)`, 2 for `(i)`
  record Clause(int depth, String label, String text) implements Element {}

  record Text(String text) implements Element {}

  /// A command with what stands behind it on its line and the lines below it.
  record Command(String name, String argument, List<String> lines) implements Element {}

  private static final Pattern CLAUSE =
      Pattern.compile("(>*) ?(\\S{1,12})\\| (.*)", Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("(#+) (.*)", Pattern.DOTALL);

  static Manuscript parse(String source) {
    var settings = new LinkedHashMap<String, String>();
    int end = source.indexOf("\n---\n");
    for (String line : source.substring(0, end).split("\n", -1)) {
      int colon = line.indexOf(':');
      settings.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    var elements = new ArrayList<Element>();
    for (String block : source.substring(end + 5).split("\n\\s*\n", -1)) {
      String stripped = block.strip();
      if (!stripped.isEmpty()) {
        elements.add(element(stripped));
      }
    }
    return new Manuscript(settings, elements);
  }

  private static Element element(String block) {
    if (block.startsWith("@")) {
      List<String> lines = block.lines().toList();
      String[] head = lines.getFirst().substring(1).split(" ", 2);
      return new Command(
          head[0], head.length > 1 ? head[1].strip() : "", lines.subList(1, lines.size()));
    }
    Matcher heading = HEADING.matcher(block);
    if (heading.matches()) {
      return new Heading(heading.group(1).length(), joined(heading.group(2)));
    }
    Matcher clause = CLAUSE.matcher(block);
    if (clause.matches()) {
      return new Clause(
          clause.group(1).length(), clause.group(2).replace('~', ' '), joined(clause.group(3)));
    }
    return new Text(joined(block));
  }

  /// Lines of the source joined: by a space, but by nothing between Chinese characters.
  private static String joined(String text) {
    var joined = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      String part = line.strip();
      if (!joined.isEmpty()
          && !(Characters.isWide(joined.codePointBefore(joined.length()))
              && Characters.isWide(part.codePointAt(0)))) {
        joined.append(' ');
      }
      joined.append(part);
    }
    return joined.toString();
  }

  String setting(String name, String standard) {
    return settings.getOrDefault(name, standard);
  }

  double number(String name, double standard) {
    return settings.containsKey(name) ? Double.parseDouble(settings.get(name)) : standard;
  }
}
