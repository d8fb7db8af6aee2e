package io.pincite.web.formulas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// LaTeX of one formula as MathML Core, the part of MathML that browsers draw without help.
///
/// It knows the commands that formulas of papers are made of, and neither definitions nor files nor
/// links: there is no command that reads, runs or repeats anything, so the work is in proportion to
/// the length. A formula with anything else in it is not made into another one: it is left as it
/// was written. All text is escaped, and every element and attribute is written here.
public final class MathMl {
  /// Characters; a page has some 4,000 in all.
  static final int LONGEST = 4_000;

  /// Braces, fractions and their like, one in another.
  static final int DEEPEST = 60;

  private static final String END_OF_ROW = "\\\\";

  /// What stands for no base where only a script is written.
  private static final String NOTHING = "<mrow></mrow>";

  private static final Map<String, Alphabet> ALPHABETS =
      Map.ofEntries(
          Map.entry("mathrm", Alphabet.UPRIGHT),
          Map.entry("mathup", Alphabet.UPRIGHT),
          Map.entry("rm", Alphabet.UPRIGHT),
          Map.entry("mathbf", Alphabet.BOLD),
          Map.entry("bf", Alphabet.BOLD),
          Map.entry("boldsymbol", Alphabet.BOLD_ITALIC),
          Map.entry("bm", Alphabet.BOLD_ITALIC),
          Map.entry("pmb", Alphabet.BOLD_ITALIC),
          Map.entry("mathit", Alphabet.ITALIC),
          Map.entry("mathnormal", Alphabet.ITALIC),
          Map.entry("it", Alphabet.ITALIC),
          Map.entry("mathsf", Alphabet.SANS),
          Map.entry("sf", Alphabet.SANS),
          Map.entry("mathtt", Alphabet.MONO),
          Map.entry("tt", Alphabet.MONO),
          Map.entry("mathcal", Alphabet.SCRIPT),
          Map.entry("mathscr", Alphabet.SCRIPT),
          Map.entry("cal", Alphabet.SCRIPT),
          Map.entry("mathfrak", Alphabet.FRAKTUR),
          Map.entry("mathbb", Alphabet.DOUBLE));

  /// Those that hold from where they stand to the end of the group.
  private static final Set<String> DECLARED = Set.of("rm", "bf", "it", "sf", "tt", "cal");

  private final String latex;
  private int at;
  private int depth;
  private Alphabet alphabet = Alphabet.ITALIC;
  private Optional<String> tag = Optional.empty();

  private MathMl(String latex) {
    this.latex = latex;
  }

  /// A `math` element, without a name space, as HTML has it.
  ///
  /// @param latex without its delimiters
  /// @param display whether it stands on a line of its own
  /// @return nothing when the formula is too long, too deep, or says what is not known here
  public static Optional<String> of(String latex, boolean display) {
    if (latex.isBlank() || latex.length() > LONGEST) {
      return Optional.empty();
    }
    var reader = new MathMl(latex);
    try {
      String rows = reader.rows("", false, "");
      if (reader.at < latex.length()) {
        return Optional.empty();
      }
      String tagged =
          reader.tag.map(text -> rows + space("2") + element("mtext", text)).orElse(rows);
      return Optional.of((display ? "<math display=\"block\">" : "<math>") + tagged + "</math>");
    } catch (NotKnown e) {
      return Optional.empty();
    }
  }

  /// As [#of] in a `semantics` element that keeps the LaTeX too, for programs that look for it.
  public static Optional<String> withSource(String latex, boolean display) {
    return of(latex, display)
        .map(
            math -> {
              int begin = math.indexOf('>') + 1;
              int end = math.lastIndexOf("</math>");
              return "%s<semantics><mrow>%s</mrow><annotation encoding=\"application/x-tex\">%s</annotation></semantics></math>"
                  .formatted(math.substring(0, begin), math.substring(begin, end), escaped(latex));
            });
  }

  /// What is not known here; the formula stays LaTeX.
  private static final class NotKnown extends RuntimeException {
    NotKnown() {
      super("not known", null, false, false);
    }
  }

  /// Something that scripts are put to.
  ///
  /// @param limits whether they stand below and above it
  /// @param name whether a gap follows before what it is of
  private record Atom(String xml, boolean limits, boolean name) {
    static Atom of(String xml) {
      return new Atom(xml, false, false);
    }
  }

  // --- rows -------------------------------------------------------------------------------------

  /// Rows and cells up to what ends them, which is not read over: a table if there is more than
  /// one.
  ///
  /// @param end beginning of what ends them; empty for the end of the text
  /// @param isTable whether it is one also with one cell
  /// @param columns how the cells of each column stand, `r` or `l` or `c`; else the last of them
  private String rows(String end, boolean isTable, String columns) {
    var rows = new ArrayList<List<String>>();
    var cells = new ArrayList<String>();
    while (true) {
      cells.add(row(end));
      if (next("&")) {
        continue;
      }
      rows.add(List.copyOf(cells));
      cells.clear();
      if (!next(END_OF_ROW)) {
        break;
      }
      skipOptional();
    }
    boolean lastIsEmpty = rows.size() > 1 && String.join("", rows.getLast()).isEmpty();
    if (lastIsEmpty) {
      rows.removeLast();
    }
    if (rows.size() == 1 && rows.getFirst().size() == 1 && !isTable) {
      return rows.getFirst().getFirst();
    }
    return table(rows, columns.isEmpty() && !isTable ? "rl" : columns);
  }

  private static String table(List<List<String>> rows, String columns) {
    var out = new StringBuilder("<mtable displaystyle=\"true\">");
    for (List<String> row : rows) {
      out.append("<mtr>");
      for (int i = 0; i < row.size(); i++) {
        char side = columns.isEmpty() ? 'c' : columns.charAt(i % columns.length());
        out.append(
            switch (side) {
              case 'r' -> "<mtd class=\"r\">";
              case 'l' -> "<mtd class=\"l\">";
              default -> "<mtd>";
            });
        out.append(row.get(i)).append("</mtd>");
      }
      out.append("</mtr>");
    }
    return out.append("</mtable>").toString();
  }

  /// `[2pt]` after the end of a row.
  private void skipOptional() {
    if (at < latex.length() && latex.charAt(at) == '[') {
      int end = latex.indexOf(']', at);
      if (end > 0 && latex.substring(at + 1, end).matches("-?[0-9.]+ ?(pt|em|ex|mm|cm|in)")) {
        at = end + 1;
      }
    }
  }

  /// Up to a closing brace, an `&`, the end of a row, or what ends the whole.
  private String row(String end) {
    deeper();
    Alphabet before = alphabet;
    var out = new StringBuilder();
    while (true) {
      skipBlanks();
      if (at >= latex.length()) {
        break;
      }
      char c = latex.charAt(at);
      boolean isOver =
          c == '}'
              || c == '&'
              || latex.startsWith(END_OF_ROW, at)
              || !end.isEmpty() && latex.startsWith(end, at) && isWhole(end);
      if (isOver) {
        break;
      }
      if (isCommand("displaystyle") || isCommand("textstyle")) {
        boolean display = latex.startsWith("\\d", at);
        at += display ? "\\displaystyle".length() : "\\textstyle".length();
        String rest = row(end);
        out.append("<mstyle displaystyle=\"%s\">%s</mstyle>".formatted(display, rest));
        break;
      }
      out.append(scripted());
    }
    alphabet = before;
    depth--;
    return out.toString();
  }

  private boolean isWhole(String end) {
    int after = at + end.length();
    return !Character.isLetter(end.charAt(end.length() - 1))
        || after >= latex.length()
        || !isLetter(latex.charAt(after));
  }

  private boolean isCommand(String name) {
    return latex.startsWith("\\" + name, at) && isWhole("\\" + name);
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw new NotKnown();
    }
  }

  // --- atoms and scripts ------------------------------------------------------------------------

  private String scripted() {
    char first = latex.charAt(at);
    boolean isBare = first == '^' || first == '_' || first == '\'';
    Atom base = isBare ? Atom.of(NOTHING) : atom();
    boolean limits = base.limits();
    Optional<String> below = Optional.empty();
    Optional<String> above = Optional.empty();
    while (true) {
      skipBlanks();
      if (isCommand("limits")) {
        at += "\\limits".length();
        limits = true;
      } else if (isCommand("nolimits")) {
        at += "\\nolimits".length();
        limits = false;
      } else if (below.isEmpty() && next("_")) {
        below = Optional.of(argument());
      } else if (at < latex.length() && latex.charAt(at) == '\'' && above.isEmpty()) {
        above = Optional.of(primes());
      } else if (above.isEmpty() && next("^")) {
        above = Optional.of(argument());
      } else {
        break;
      }
    }
    boolean twice = at < latex.length() && (latex.charAt(at) == '^' || latex.charAt(at) == '_');
    if (twice) {
      throw new NotKnown();
    }
    boolean isBase = !base.xml().isEmpty() || below.isEmpty() && above.isEmpty();
    return withScripts(isBase ? base.xml() : NOTHING, limits, below, above)
        + (base.name() ? gap() : "");
  }

  private static String withScripts(
      String base, boolean limits, Optional<String> below, Optional<String> above) {
    if (below.isPresent() && above.isPresent()) {
      String name = limits ? "munderover" : "msubsup";
      return "<%1$s>%2$s%3$s%4$s</%1$s>".formatted(name, base, below.get(), above.get());
    }
    if (below.isPresent()) {
      return "<%1$s>%2$s%3$s</%1$s>".formatted(limits ? "munder" : "msub", base, below.get());
    }
    return above
        .map(script -> "<%1$s>%2$s%3$s</%1$s>".formatted(limits ? "mover" : "msup", base, script))
        .orElse(base);
  }

  /// And a power behind them.
  private String primes() {
    var marks = new StringBuilder();
    while (at < latex.length() && latex.charAt(at) == '\'') {
      marks.append('′');
      at++;
    }
    String primes = element("mo", marks.toString());
    skipBlanks();
    return next("^") ? "<mrow>%s%s</mrow>".formatted(primes, argument()) : primes;
  }

  /// Between a function and what it is of, unless that is in brackets.
  private String gap() {
    skipBlanks();
    boolean isApart =
        at < latex.length()
            && "([{)]}|,.&/".indexOf(latex.charAt(at)) < 0
            && !latex.startsWith("\\left", at)
            && !latex.startsWith(END_OF_ROW, at);
    return isApart ? space("0.1667") : "";
  }

  /// A group in braces, or one atom: always one element.
  private String argument() {
    skipBlanks();
    if (at >= latex.length() || "}&^_".indexOf(latex.charAt(at)) >= 0) {
      throw new NotKnown();
    }
    if (latex.charAt(at) == '{') {
      return group();
    }
    // x^12 is x^{1}2.
    if (isDigit(latex.charAt(at))) {
      return element("mn", alphabet.of(String.valueOf(latex.charAt(at++))));
    }
    deeper();
    String one = atom().xml();
    depth--;
    return "<mrow>%s</mrow>".formatted(one);
  }

  private String group() {
    at++;
    String inside = row("");
    if (!next("}")) {
      throw new NotKnown();
    }
    return "<mrow>%s</mrow>".formatted(inside);
  }

  private Atom atom() {
    char c = latex.charAt(at);
    if (c == '\\') {
      return command();
    }
    if (c == '{') {
      return Atom.of(group());
    }
    if (isDigit(c)) {
      return Atom.of(element("mn", alphabet.of(number())));
    }
    if (isLetter(c)) {
      return Atom.of(letters());
    }
    if (c == '~') {
      at++;
      return Atom.of(space("0.3333"));
    }
    if (c == '#' || c == '$' || c < ' ') {
      throw new NotKnown();
    }
    return Atom.of(sign());
  }

  private String number() {
    int begin = at;
    while (at < latex.length()) {
      char c = latex.charAt(at);
      boolean isPoint =
          (c == '.' || c == ',') && at + 1 < latex.length() && isDigit(latex.charAt(at + 1));
      // 1,000 is a number, and so is 0.5; (1,2) is two.
      boolean isGroup = c == ',' && isPoint && isThousands();
      if (!isDigit(c) && !(c == '.' && isPoint) && !isGroup) {
        break;
      }
      at++;
    }
    return latex.substring(begin, at);
  }

  private boolean isThousands() {
    int digits = 0;
    while (at + 1 + digits < latex.length()
        && digits < 4
        && isDigit(latex.charAt(at + 1 + digits))) {
      digits++;
    }
    return digits == 3;
  }

  private String letters() {
    int begin = at;
    at++;
    while (alphabet.makesWords() && at < latex.length() && isLetter(latex.charAt(at))) {
      at++;
    }
    return letters(latex.substring(begin, at));
  }

  private String letters(String text) {
    boolean upright = alphabet == Alphabet.UPRIGHT && text.length() == 1;
    String shown = escaped(alphabet.of(text));
    return upright
        ? "<mi mathvariant=\"normal\">%s</mi>".formatted(shown)
        : "<mi>%s</mi>".formatted(shown);
  }

  private String sign() {
    int c = latex.codePointAt(at);
    at += Character.charCount(c);
    String text = Character.toString(c);
    if (Character.isIdeographic(c)) {
      return element("mtext", text);
    }
    if (Character.isLetter(c)) {
      return element("mi", text);
    }
    return switch (text) {
      case "-" -> element("mo", "−");
      case "*" -> element("mo", "∗");
      case "(", ")", "[", "]" -> "<mo stretchy=\"false\">%s</mo>".formatted(text);
      case "|" -> bar("|");
      case "." -> element("mi", ".");
      default -> element("mo", text);
    };
  }

  private static String bar(String sign) {
    return "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">%s</mo>".formatted(sign);
  }

  // --- commands ---------------------------------------------------------------------------------

  /// The name after a backslash, read over.
  private String name() {
    at++;
    if (at >= latex.length()) {
      throw new NotKnown();
    }
    int begin = at;
    while (at < latex.length() && isLetter(latex.charAt(at))) {
      at++;
    }
    if (at == begin) {
      at++;
    }
    return latex.substring(begin, at);
  }

  private Atom command() {
    String name = name();
    return known(name).orElseGet(() -> built(name));
  }

  /// A command that is one sign.
  private Optional<Atom> known(String name) {
    String letter = Symbols.LETTERS.get(name);
    if (letter != null) {
      boolean capital = letter.charAt(0) >= 'Α' && letter.charAt(0) <= 'Ω';
      return Optional.of(
          Atom.of(
              capital && alphabet == Alphabet.ITALIC
                  ? "<mi mathvariant=\"normal\">%s</mi>".formatted(letter)
                  : element("mi", alphabet.of(letter))));
    }
    String operator = Symbols.OPERATORS.get(name);
    if (operator != null) {
      boolean bar = operator.equals("|") || operator.equals("‖");
      return Optional.of(Atom.of(bar ? bar(operator) : element("mo", operator)));
    }
    String sum = Symbols.SUMS.get(name);
    if (sum != null) {
      return Optional.of(new Atom(element("mo", sum), true, false));
    }
    String integral = Symbols.INTEGRALS.get(name);
    if (integral != null) {
      return Optional.of(Atom.of(element("mo", integral)));
    }
    String limit = Symbols.LIMITS.get(name);
    if (limit != null) {
      return Optional.of(
          new Atom(
              "<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">%s</mo>".formatted(limit),
              true,
              true));
    }
    String function = Symbols.FUNCTIONS.get(name);
    if (function != null) {
      return Optional.of(new Atom(element("mi", function), false, true));
    }
    return Optional.ofNullable(Symbols.SPACES.get(name)).map(em -> Atom.of(space(em)));
  }

  /// A command that is made of what follows it.
  private Atom built(String name) {
    Alphabet letters = ALPHABETS.get(name);
    if (letters != null) {
      return Atom.of(DECLARED.contains(name) ? declared(letters) : in(letters));
    }
    if (Symbols.OVER.containsKey(name)) {
      return over(name);
    }
    if (Symbols.UNDER.containsKey(name)) {
      return under(name);
    }
    return switch (name) {
      case "frac", "dfrac", "tfrac", "cfrac" -> Atom.of(fraction(name));
      case "binom", "dbinom", "tbinom" ->
          Atom.of(
              "<mrow><mo>(</mo><mfrac linethickness=\"0\">%s%s</mfrac><mo>)</mo></mrow>"
                  .formatted(argument(), argument()));
      case "sqrt" -> Atom.of(root());
      case "text",
          "textrm",
          "textnormal",
          "textbf",
          "textit",
          "textsf",
          "texttt",
          "textup",
          "mbox",
          "hbox" ->
          Atom.of(element("mtext", text()));
      case "operatorname" -> operator();
      case "left" -> Atom.of(fenced());
      case "begin" -> Atom.of(environment());
      case "overset", "stackrel" -> stacked("mover");
      case "underset" -> stacked("munder");
      case "xrightarrow" -> Atom.of(arrow("→"));
      case "xleftarrow" -> Atom.of(arrow("←"));
      case "substack" -> Atom.of(substack());
      case "not" -> Atom.of(negated());
      case "tag" -> tagged();
      case "nonumber", "notag", "allowbreak", "nobreak", "relax", "displaylimits" -> Atom.of("");
      case "label" -> {
        text();
        yield Atom.of("");
      }
      case "pmod" ->
          Atom.of(
              "<mrow>%s<mo stretchy=\"false\">(</mo><mi>mod</mi>%s%s<mo stretchy=\"false\">)</mo></mrow>"
                  .formatted(space("1"), space("0.3333"), argument()));
      case "phantom" -> Atom.of("<mphantom>%s</mphantom>".formatted(argument()));
      case "mathop" -> new Atom(argument(), true, false);
      case "mathbin",
          "mathrel",
          "mathord",
          "mathopen",
          "mathclose",
          "mathinner",
          "mathpunct",
          "ensuremath" ->
          Atom.of(argument());
      case "big",
          "Big",
          "bigg",
          "Bigg",
          "bigl",
          "Bigl",
          "biggl",
          "Biggl",
          "bigr",
          "Bigr",
          "biggr",
          "Biggr",
          "bigm",
          "Bigm",
          "biggm",
          "Biggm" ->
          Atom.of(sized(name));
      case "{", "}" -> Atom.of("<mo stretchy=\"false\">%s</mo>".formatted(name));
      case "|" -> Atom.of(bar("‖"));
      case "%", "&", "_", "#", "$" -> Atom.of(element("mi", name));
      case " " -> Atom.of(space("0.3333"));
      case "/" -> Atom.of("");
      case "lVert", "rVert" -> Atom.of(bar("‖"));
      case "langle",
          "rangle",
          "lfloor",
          "rfloor",
          "lceil",
          "rceil",
          "lbrace",
          "rbrace",
          "lbrack",
          "rbrack" ->
          Atom.of(
              "<mo stretchy=\"false\">%s</mo>".formatted(Symbols.FENCES.getOrDefault(name, "")));
      default -> throw new NotKnown();
    };
  }

  /// `{\bf x}`: from here to the end of the group, which ends it.
  private String declared(Alphabet letters) {
    alphabet = letters;
    return "";
  }

  private String in(Alphabet letters) {
    Alphabet before = alphabet;
    alphabet = letters;
    skipBlanks();
    String inside = argument();
    alphabet = before;
    return inside;
  }

  private String fraction(String name) {
    String fraction = "<mfrac>%s%s</mfrac>".formatted(argument(), argument());
    return switch (name) {
      case "dfrac", "cfrac" -> "<mstyle displaystyle=\"true\">%s</mstyle>".formatted(fraction);
      case "tfrac" -> "<mstyle displaystyle=\"false\">%s</mstyle>".formatted(fraction);
      default -> fraction;
    };
  }

  private String root() {
    skipBlanks();
    if (next("[")) {
      String degree = row("]");
      if (!next("]")) {
        throw new NotKnown();
      }
      return "<mroot>%s<mrow>%s</mrow></mroot>".formatted(argument(), degree);
    }
    return "<msqrt>%s</msqrt>".formatted(argument());
  }

  private Atom over(String name) {
    String sign = Symbols.OVER.getOrDefault(name, "");
    boolean stretchy = name.startsWith("over") || name.startsWith("wide");
    String xml =
        "<mover accent=\"true\">%s<mo stretchy=\"%s\">%s</mo></mover>"
            .formatted(argument(), stretchy, escaped(sign));
    return new Atom(xml, name.equals("overbrace"), false);
  }

  private Atom under(String name) {
    String sign = Symbols.UNDER.getOrDefault(name, "");
    String xml =
        "<munder accentunder=\"true\">%s<mo stretchy=\"true\">%s</mo></munder>"
            .formatted(argument(), sign);
    return new Atom(xml, name.equals("underbrace"), false);
  }

  private Atom operator() {
    boolean limits = next("*");
    String text = text();
    return limits
        ? new Atom(
            "<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">%s</mo>".formatted(escaped(text)),
            true,
            true)
        : new Atom(
            text.length() == 1
                ? "<mi mathvariant=\"normal\">%s</mi>".formatted(escaped(text))
                : element("mi", text),
            false,
            true);
  }

  private Atom stacked(String element) {
    String script = argument();
    return Atom.of("<%1$s>%2$s%3$s</%1$s>".formatted(element, argument(), script));
  }

  private String arrow(String sign) {
    skipBlanks();
    String below = NOTHING;
    if (next("[")) {
      below = "<mrow>%s</mrow>".formatted(row("]"));
      if (!next("]")) {
        throw new NotKnown();
      }
    }
    return "<munderover><mo stretchy=\"true\">%s</mo>%s%s</munderover>"
        .formatted(sign, below, argument());
  }

  private String substack() {
    skipBlanks();
    if (!next("{")) {
      throw new NotKnown();
    }
    String rows = rows("", true, "");
    if (!next("}")) {
      throw new NotKnown();
    }
    return rows;
  }

  private String negated() {
    skipBlanks();
    if (at >= latex.length()) {
      throw new NotKnown();
    }
    String sign;
    if (latex.charAt(at) == '\\') {
      sign = Symbols.OPERATORS.get(name());
    } else {
      sign = String.valueOf(latex.charAt(at++));
    }
    if (sign == null || sign.length() != 1 || "=<>".indexOf(sign) < 0 && sign.charAt(0) < 0x80) {
      throw new NotKnown();
    }
    return element("mo", sign + '\u0338');
  }

  private Atom tagged() {
    boolean bare = next("*");
    String text = text();
    if (tag.isPresent()) {
      throw new NotKnown();
    }
    tag = Optional.of(bare ? text : "(" + text + ")");
    return Atom.of("");
  }

  // --- brackets ---------------------------------------------------------------------------------

  /// What a bracket may be; empty for none.
  private String delimiter() {
    skipBlanks();
    if (at >= latex.length()) {
      throw new NotKnown();
    }
    char c = latex.charAt(at);
    if (c == '\\') {
      String sign = Symbols.FENCES.get(name());
      if (sign == null) {
        throw new NotKnown();
      }
      return sign;
    }
    at++;
    return switch (c) {
      case '(', ')', '[', ']', '|', '/' -> String.valueOf(c);
      case '<' -> "⟨";
      case '>' -> "⟩";
      case '.' -> "";
      default -> throw new NotKnown();
    };
  }

  private String fenced() {
    deeper();
    var out = new StringBuilder("<mrow>").append(fence(delimiter(), "prefix"));
    out.append(row("\\right"));
    if (!isCommand("right")) {
      throw new NotKnown();
    }
    at += "\\right".length();
    depth--;
    return out.append(fence(delimiter(), "postfix")).append("</mrow>").toString();
  }

  private static String fence(String sign, String form) {
    return sign.isEmpty()
        ? ""
        : "<mo form=\"%s\" fence=\"true\" stretchy=\"true\">%s</mo>".formatted(form, sign);
  }

  private String sized(String name) {
    String size =
        switch (name.substring(0, name.startsWith("bigg") || name.startsWith("Bigg") ? 4 : 3)) {
          case "big" -> "1.2em";
          case "Big" -> "1.8em";
          case "bigg" -> "2.4em";
          default -> "3em";
        };
    String sign = delimiter();
    String form =
        switch (name.charAt(name.length() - 1)) {
          case 'l' -> " form=\"prefix\"";
          case 'r' -> " form=\"postfix\"";
          default -> "";
        };
    return "<mo%1$s stretchy=\"true\" symmetric=\"true\" minsize=\"%2$s\" maxsize=\"%2$s\">%3$s</mo>"
        .formatted(form, size, sign);
  }

  // --- environments -----------------------------------------------------------------------------

  private String environment() {
    deeper();
    String name = text();
    String plain = name.replace("*", "");
    String columns =
        switch (plain) {
          case "array" -> text().replaceAll("[^lcr]", "");
          case "alignat", "alignedat" -> {
            text();
            yield "rl";
          }
          case "align", "aligned", "split", "flalign" -> "rl";
          case "eqnarray" -> "rcl";
          case "cases", "rcases", "dcases" -> "l";
          case "matrix",
              "pmatrix",
              "bmatrix",
              "Bmatrix",
              "vmatrix",
              "Vmatrix",
              "smallmatrix",
              "gather",
              "gathered",
              "multline",
              "equation",
              "displaymath",
              "math" ->
              "";
          default -> throw new NotKnown();
        };
    String end = "\\end{" + name + "}";
    boolean isOne = plain.equals("equation") || plain.endsWith("math");
    String rows = rows("\\end", !isOne, columns);
    if (!next(end)) {
      throw new NotKnown();
    }
    depth--;
    return switch (plain) {
      case "pmatrix" -> between("(", rows, ")");
      case "bmatrix" -> between("[", rows, "]");
      case "Bmatrix" -> between("{", rows, "}");
      case "vmatrix" -> between("|", rows, "|");
      case "Vmatrix" -> between("‖", rows, "‖");
      case "cases", "dcases" -> between("{", rows, "");
      case "rcases" -> between("", rows, "}");
      default -> rows;
    };
  }

  private static String between(String open, String inside, String close) {
    return "<mrow>%s%s%s</mrow>".formatted(fence(open, "prefix"), inside, fence(close, "postfix"));
  }

  // --- letters ----------------------------------------------------------------------------------

  /// An argument that is text.
  private String text() {
    skipBlanks();
    if (!next("{")) {
      throw new NotKnown();
    }
    var out = new StringBuilder();
    int open = 1;
    for (; at < latex.length(); at++) {
      char c = latex.charAt(at);
      if (c == '\\') {
        at++;
        boolean isSign = at < latex.length() && "%&_#$ {},-".indexOf(latex.charAt(at)) >= 0;
        if (!isSign) {
          throw new NotKnown();
        }
        out.append(latex.charAt(at));
      } else if (c == '$') {
        throw new NotKnown();
      } else if (c == '{') {
        open++;
      } else if (c == '}' && --open == 0) {
        at++;
        // Spaces at the ends would go.
        return out.toString().replace(' ', '\u00A0');
      } else if (c != '}') {
        out.append(c == '~' ? ' ' : c);
      }
    }
    throw new NotKnown();
  }

  private boolean next(String what) {
    if (!latex.startsWith(what, at)) {
      return false;
    }
    at += what.length();
    return true;
  }

  private void skipBlanks() {
    while (at < latex.length() && Character.isWhitespace(latex.charAt(at))) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static String space(String em) {
    return "<mspace width=\"%sem\"></mspace>".formatted(em);
  }

  private static String element(String name, String text) {
    return "<%1$s>%2$s</%1$s>".formatted(name, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
