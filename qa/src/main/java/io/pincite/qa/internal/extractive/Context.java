package io.pincite.qa.internal.extractive;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the passages offered say together about each: which document the question names, which
/// language it should come from, which row of a table is meant.
final class Context {
  /// In logits; set by hand.
  private static final double NAMED_DOCUMENT = 2.5;

  private static final double OTHER_LANGUAGE = -2.5;
  private static final double OTHER_ROW = -5;

  /// "X is V", where X is how contracts speak of the topic and V a value of the kind asked for; and
  /// "within V" where the question asks how soon.
  private static final double LINKED_VALUE = 1;

  private static final Pattern LINK =
      Pattern.compile(
          "(\\b(is|are|be|of|for|equals?|equal to|is fixed at|amounts? to)|[:：为是]|共计?|合计|自)\\s*"
              + "((a|an|the|its) )?((initial |fixed |total |further |additional )?(term|period|sum|amount)s? of |"
              + "not less than |at least |up to |不少于|不低于|不超过)?$");
  private static final Pattern ASKS_DEADLINE =
      Pattern.compile(
          "\\bhow (soon|fast|quickly)\\b|\\bwithin\\b|\\bdeadline\\b|(几|多少)个?(日|天|月|小时|工作日)(之|以)?内");
  private static final Pattern BEFORE_DEADLINE =
      Pattern.compile("\\b(within|no later than|not later than|at the latest)\\s*$");
  private static final Pattern AFTER_DEADLINE = Pattern.compile("^\\s*(之|以)?内");

  /// A sum of a kind of its own, of which its passage must speak.
  private static final double OTHER_SUM = -2;

  private static final Set<String> KINDS_OF_SUM =
      Set.copyOf(
          Terms.content(
              "bonus deposit allowance salary wage rent penalty commission royalty tuition pension"
                  + " severance overtime"));

  /// The question is about somebody or something that no passage speaks of.
  private static final double UNKNOWN_NAME = -2.5;

  private static final Pattern NAME = Pattern.compile("(?<=[\\p{L}\\d,;:)] )\\p{Lu}\\p{Ll}{2,}");

  /// A row whose name is in the question; and one of whose headers is, too.
  private static final double NAMED_ROW = 3;

  private static final double NAMED_COLUMN = 1;

  /// A name that more rows than this share tells none apart.
  private static final int MOST_ROWS_OF_A_NAME = 2;

  /// Half of a name is half of others, too.
  private static final double LEAST_OF_A_NAME = 0.6;

  private final Map<UUID, Double> documents;
  private final String language;
  private final boolean languagesDiffer;
  private final Set<String> terms;
  private final Map<UUID, Set<String>> rowTerms;
  private final QuestionAnalysis question;
  private final Map<Candidate, TableRow.Name> named;
  private final double unknownName;

  private Context(
      Map<UUID, Double> documents,
      String language,
      boolean languagesDiffer,
      Set<String> terms,
      Map<UUID, Set<String>> rowTerms,
      QuestionAnalysis question,
      Map<Candidate, TableRow.Name> named,
      boolean unknownName) {
    this.documents = documents;
    this.language = language;
    this.languagesDiffer = languagesDiffer;
    this.terms = terms;
    this.rowTerms = rowTerms;
    this.question = question;
    this.named = named;
    this.unknownName = unknownName ? UNKNOWN_NAME : 0;
  }

  static Context of(QuestionAnalysis question, List<Candidate> candidates) {
    Map<UUID, Set<String>> titles = new HashMap<>();
    Map<UUID, Set<String>> rows = new HashMap<>();
    for (Candidate candidate : candidates) {
      String name = candidate.hit().documentName().replaceAll("[._-]", " ");
      Set<String> title =
          titles.computeIfAbsent(
              candidate.hit().chunk().document(), _ -> new LinkedHashSet<>(Terms.content(name)));
      if (!candidate.hit().chunk().headings().isEmpty()) {
        title.addAll(Terms.content(candidate.hit().chunk().headings().getFirst()));
      }
      if (candidate.header().isPresent()) {
        rows.computeIfAbsent(candidate.hit().chunk().id(), _ -> new LinkedHashSet<>())
            .addAll(Terms.content(candidate.text()));
      }
    }
    Set<String> naming =
        question.terms().stream()
            .filter(
                term -> {
                  long with =
                      titles.values().stream().filter(title -> title.contains(term)).count();
                  return with > 0 && with < titles.size();
                })
            .collect(Collectors.toSet());
    Map<UUID, Double> documents = new HashMap<>();
    titles.forEach(
        (document, title) ->
            documents.put(
                document,
                naming.isEmpty()
                    ? 0
                    : NAMED_DOCUMENT
                        * naming.stream().filter(title::contains).count()
                        / naming.size()));
    Set<String> languages =
        candidates.stream()
            .map(candidate -> QuestionAnalyser.language(candidate.hit().chunk().text()))
            .collect(Collectors.toSet());
    return new Context(
        documents,
        question.language(),
        languages.size() > 1,
        question.terms(),
        rows,
        question,
        named(question, candidates),
        namesUnknown(question, candidates, titles.values()));
  }

  /// Whether a question on no topic of the table names somebody or something of whom neither the
  /// passages nor the documents' names say a word.
  private static boolean namesUnknown(
      QuestionAnalysis question, List<Candidate> candidates, Collection<Set<String>> titles) {
    if (question.topic().isPresent() || question.language().equals("zh")) {
      return false;
    }
    return NAME.matcher(question.text())
        .results()
        .flatMap(name -> Terms.content(name.group()).stream())
        .anyMatch(
            term ->
                titles.stream().noneMatch(title -> title.contains(term))
                    && candidates.stream()
                        .noneMatch(candidate -> candidate.context().contains(term)));
  }

  /// The rows the question names, each by the cell that does it best: all of whose words it has,
  /// or more of them than it has of any other row's.
  private static Map<Candidate, TableRow.Name> named(
      QuestionAnalysis question, List<Candidate> candidates) {
    Set<String> asked = TableRow.asked(question.terms());
    Map<UUID, List<Candidate>> tables =
        candidates.stream()
            .filter(candidate -> candidate.row().isPresent())
            .collect(Collectors.groupingBy(candidate -> candidate.hit().chunk().id()));
    Map<Candidate, TableRow.Name> named = new IdentityHashMap<>();
    for (List<Candidate> rows : tables.values()) {
      Map<Candidate, List<TableRow.Name>> names = new IdentityHashMap<>();
      Map<Integer, Map<Double, Integer>> sharing = new HashMap<>();
      for (Candidate row : rows) {
        List<TableRow.Name> possible = row.row().orElseThrow().names(asked);
        names.put(row, possible);
        for (TableRow.Name name : possible) {
          sharing
              .computeIfAbsent(name.column(), _ -> new TreeMap<>())
              .merge(name.share(), 1, Integer::sum);
        }
      }
      names.forEach(
          (row, possible) ->
              possible.stream()
                  .filter(name -> tellsApart(name, sharing.getOrDefault(name.column(), Map.of())))
                  .max(Comparator.comparingDouble(Context::weight))
                  .ifPresent(name -> named.put(row, name)));
    }
    return named;
  }

  /// @param sharing how many rows have how large a share of this column's words in the question
  private static boolean tellsApart(TableRow.Name name, Map<Double, Integer> sharing) {
    double best = sharing.keySet().stream().mapToDouble(share -> share).max().orElse(0);
    return name.share() >= LEAST_OF_A_NAME
        && name.share() >= best
        && sharing.getOrDefault(name.share(), 0) <= MOST_ROWS_OF_A_NAME;
  }

  /// A name of one word may be there by chance.
  private static double weight(TableRow.Name name) {
    return name.share() * (name.terms() > 1 ? 1 : 0.6);
  }

  /// The cell by which the question means a table's row, where it does.
  Optional<TableRow.Name> name(Candidate candidate) {
    return Optional.ofNullable(named.get(candidate));
  }

  /// In logits.
  double adjustment(Candidate candidate) {
    double adjustment = documents.getOrDefault(candidate.hit().chunk().document(), 0.0);
    boolean fromOther = languagesDiffer && !isInLanguageAsked(candidate);
    adjustment += fromOther && documents.size() > 1 ? OTHER_LANGUAGE : 0;
    return adjustment + unknownName + row(candidate) + value(candidate) + sum(candidate);
  }

  /// Whether a value of the kind asked for is said to be what is asked about, or to be the deadline
  /// that is asked for.
  private double value(Candidate candidate) {
    AnswerType type = question.type();
    if (!type.hasForm() || type == AnswerType.PARTY || candidate.row().isPresent()) {
      return 0;
    }
    String text = candidate.text();
    String lower = text.toLowerCase(Locale.ROOT);
    boolean deadline =
        (type == AnswerType.DURATION || type == AnswerType.DATE || type == AnswerType.NOTICE)
            && ASKS_DEADLINE.matcher(Topics.fold(question.text())).find();
    OptionalInt cue =
        question.topic().stream()
            .flatMap(topic -> topic.strong().stream())
            .map(pattern -> pattern.matcher(lower))
            .filter(Matcher::find)
            .mapToInt(Matcher::start)
            .min();
    for (TypedValue value : TypedValues.find(type, text)) {
      String before = lower.substring(0, value.start());
      if (deadline) {
        if (BEFORE_DEADLINE.matcher(before).find()
            || AFTER_DEADLINE.matcher(lower.substring(value.end())).find()) {
          return LINKED_VALUE;
        }
      } else if (cue.isPresent()
          && cue.getAsInt() < value.start()
          && LINK.matcher(before).find()
          && !before.substring(cue.getAsInt()).matches("(?s).*[,;，；。].*")) {
        return LINKED_VALUE;
      }
    }
    return 0;
  }

  private double sum(Candidate candidate) {
    return question.type() == AnswerType.AMOUNT
            && question.terms().stream()
                .anyMatch(
                    term -> KINDS_OF_SUM.contains(term) && !candidate.context().contains(term))
        ? OTHER_SUM
        : 0;
  }

  boolean isInLanguageAsked(Candidate candidate) {
    return QuestionAnalyser.language(candidate.hit().chunk().text()).equals(language);
  }

  /// Of the question's words that only the rows of this table can account for, how many this one
  /// lacks.
  private double row(Candidate candidate) {
    if (candidate.header().isEmpty() || candidate.row().isEmpty()) {
      return 0;
    }
    Set<String> inRows = rowTerms.getOrDefault(candidate.hit().chunk().id(), Set.of());
    Set<String> inHeader = Terms.content(candidate.header().get());
    Set<String> wanted =
        terms.stream()
            .filter(term -> inRows.contains(term) && !inHeader.contains(term))
            .collect(Collectors.toSet());
    Set<String> here = Terms.content(candidate.text());
    double other =
        wanted.isEmpty()
            ? 0
            : OTHER_ROW
                * (1 - (double) wanted.stream().filter(here::contains).count() / wanted.size());
    Optional<TableRow.Name> name = name(candidate);
    TableRow cells = candidate.row().orElseThrow();
    if (name.isEmpty() || cells.answering(question, name).isEmpty()) {
      return other;
    }
    return other
        + NAMED_ROW * weight(name.get())
        + (cells.underNamedHeader(question, name) ? NAMED_COLUMN : 0);
  }
}
