package io.pincite.ingest.internal.structure;

import io.pincite.ingest.internal.structure.ClauseMark.Scheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Puts headings under each other: by the way they are numbered, and where they are not, by the
/// level their looks gave them.
final class HeadingTree {
  private static final Pattern DOCUMENT_TITLE =
      Pattern.compile(
          "(?i)agreement|contract|lease|amendment|addendum|deed|licen[cs]e|policy|terms|order|letter|memorandum|plan|合同|协议|協議|合約|章程|规定");

  /// @param key numbering, or -1
  /// @param looks level given by the layout, 0 for none
  private record Entry(int element, int key, Optional<ClauseMark> mark, int looks) {}

  private final List<Entry> open = new ArrayList<>();
  private final Map<Integer, Integer> parentOf = new HashMap<>();
  private boolean hasTitle;
  private boolean empty = true;

  /// Indexes of the open headings, outermost first.
  List<Integer> path() {
    return open.stream().map(Entry::element).toList();
  }

  /// Opens a heading.
  ///
  /// @param element its index
  /// @param looks level the layout gave it, 0 for none
  /// @return its level, 1 for the outermost; its own path is what [#path] gives without its last
  int open(int element, Optional<ClauseMark> mark, int looks, String text, int page) {
    boolean first = empty;
    empty = false;
    if (mark.isPresent()) {
      return numbered(element, mark.get(), looks);
    }
    if (first && page <= 2 && DOCUMENT_TITLE.matcher(text).find()) {
      hasTitle = true;
      return push(new Entry(element, -1, mark, looks));
    }
    while (open.size() > floor() && atLeast(open.getLast().looks(), 3) >= atLeast(looks, 3)) {
      open.removeLast();
    }
    return push(new Entry(element, -1, mark, looks));
  }

  private static int atLeast(int looks, int otherwise) {
    return looks == 0 ? otherwise : looks;
  }

  private int floor() {
    return hasTitle ? 1 : 0;
  }

  private int numbered(int element, ClauseMark mark, int looks) {
    int key = mark.key();
    int same = indexOf(key);
    if (same >= 0) {
      cut(same);
    } else if (isFixed(mark.scheme())) {
      while (open.size() > floor() && !isOuter(open.getLast(), mark)) {
        open.removeLast();
      }
    } else if (mark.scheme() == Scheme.DECIMAL && mark.depth() > 1) {
      while (open.size() > floor() && !canHold(open.getLast(), mark)) {
        open.removeLast();
      }
    } else if (parentOf.containsKey(key)) {
      int parent = parentOf.get(key);
      int at = parent == -1 ? floor() - 1 : indexOf(parent);
      if (at >= 0 || parent == -1) {
        cut(at + 1);
      }
    } else {
      while (open.size() > floor()
          && looks > 0
          && open.getLast().looks() > 0
          && open.getLast().looks() >= looks) {
        open.removeLast();
      }
    }
    int parent = open.size() > floor() ? open.getLast().key() : -1;
    parentOf.putIfAbsent(key, parent);
    return push(new Entry(element, key, Optional.of(mark), looks));
  }

  /// Schemes whose place among others is known beforehand.
  private static boolean isFixed(Scheme scheme) {
    return switch (scheme) {
      case ATTACHMENT, PART, ARTICLE, DIVISION, TIAO, SECTION -> true;
      case ROMAN_POINT,
          HAN_COMMA,
          LETTER_POINT,
          DECIMAL,
          HAN_PARENTHESES,
          NUMBER_PARENTHESES,
          UPPER_PARENTHESES,
          LOWER_PARENTHESES,
          ROMAN_PARENTHESES,
          BULLET ->
          false;
    };
  }

  private static boolean isOuter(Entry entry, ClauseMark mark) {
    if (entry.mark().isEmpty()) {
      // "GENERAL PROVISIONS" may stand over articles, hardly over attachments
      return mark.scheme() != Scheme.ATTACHMENT && entry.looks() == 1;
    }
    return entry.mark().get().scheme().compareTo(mark.scheme()) < 0;
  }

  private static boolean canHold(Entry entry, ClauseMark mark) {
    if (entry.mark().isEmpty()) {
      return true;
    }
    ClauseMark above = entry.mark().get();
    return above.scheme() == Scheme.DECIMAL
        ? above.depth() < mark.depth()
        : isFixed(above.scheme()) || mark.depth() == 2 && above.scheme() == Scheme.HAN_COMMA;
  }

  private int indexOf(int key) {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i).key() == key) {
        return i;
      }
    }
    return -1;
  }

  private void cut(int size) {
    while (open.size() > size) {
      open.removeLast();
    }
  }

  private int push(Entry entry) {
    open.add(entry);
    return open.size();
  }
}
