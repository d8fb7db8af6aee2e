package io.pincite.qa.internal.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a model's answer as it arrives, in pieces of any size: quotes on lines that begin with
/// CITE, everything else text with markers. A marker is passed on only after its quote. For one
/// thread.
public final class AnswerReader {
  private static final String CITE = "CITE ";
  private static final String NOT_FOUND = "NOT FOUND";
  private static final Pattern QUOTE =
      Pattern.compile(
          "^CITE\\s+\\[?(\\d{1,3})\\]?\\s+\\[?P(\\d{1,3})\\]?\\s*[:：]\\s*(.*)$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MARKER = Pattern.compile("\\[(\\d{1,3})\\]");

  /// What is made of a model's quotes and words.
  public interface Listener {
    /// @param number the model's own of the quote
    /// @param passage 1 for `P1`
    /// @return the marker of the citation in the answer; empty when the passage is none that was
    ///     given
    Optional<Integer> quoted(int number, int passage, String quote);

    void said(String text);
  }

  private final Listener listener;
  private final java.util.Map<Integer, Integer> markers = new java.util.HashMap<>();
  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder opening = new StringBuilder();
  private boolean atLineStart = true;
  private boolean said;
  private boolean breakBefore;

  public AnswerReader(Listener listener) {
    this.listener = listener;
  }

  public void feed(String piece) {
    pending.append(piece.replace("\r", ""));
    while (step(false)) {}
  }

  /// @return whether the model said that the passages do not answer
  public boolean end() {
    while (step(true)) {}
    boolean notFound = isNotFound(opening.toString().strip());
    if (!said && !notFound) {
      flushOpening();
    }
    return !said && notFound;
  }

  /// Whether something was done and more may follow.
  private boolean step(boolean last) {
    if (pending.isEmpty()) {
      return false;
    }
    int newline = pending.indexOf("\n");
    if (atLineStart) {
      String start = newline < 0 ? pending.toString() : pending.substring(0, newline);
      String bare = start.stripLeading();
      boolean mayBeQuote =
          bare.length() < CITE.length()
              ? CITE.regionMatches(true, 0, bare, 0, bare.length())
              : bare.regionMatches(true, 0, CITE, 0, CITE.length());
      if (mayBeQuote) {
        if (newline < 0 && !last) {
          return false;
        }
        if (quote(bare)) {
          pending.delete(0, newline < 0 ? pending.length() : newline + 1);
          return true;
        }
      }
      if (bare.isEmpty()) {
        if (newline < 0) {
          if (last) {
            pending.setLength(0);
          }
          return false;
        }
        pending.delete(0, newline + 1);
        breakBefore = said || !opening.isEmpty();
        return true;
      }
      atLineStart = false;
    }
    int end = newline < 0 ? pending.length() : newline;
    String text = pending.substring(0, end);
    int open = newline < 0 && !last ? text.lastIndexOf('[') : -1;
    if (open >= 0 && text.indexOf(']', open) < 0 && text.length() - open < 6) {
      text = text.substring(0, open);
      end = open;
      if (text.isEmpty()) {
        return false;
      }
    }
    say(text);
    pending.delete(0, end);
    if (newline >= 0 && end == newline) {
      pending.delete(0, 1);
      atLineStart = true;
      breakBefore = true;
    }
    return !pending.isEmpty() && newline >= 0;
  }

  private boolean quote(String line) {
    Matcher matcher = QUOTE.matcher(line.strip());
    if (!matcher.matches()) {
      return false;
    }
    int number = Integer.parseInt(matcher.group(1));
    listener
        .quoted(number, Integer.parseInt(matcher.group(2)), matcher.group(3).strip())
        .ifPresent(marker -> markers.put(number, marker));
    return true;
  }

  private void say(String text) {
    if (text.isEmpty()) {
      return;
    }
    String words = MARKER.matcher(text).replaceAll(this::marker);
    if (breakBefore) {
      words = "\n" + words;
      breakBefore = false;
    }
    if (said) {
      listener.said(words);
      return;
    }
    // The first words may be NOT FOUND, which is no text of an answer.
    opening.append(words);
    String soFar = opening.toString().strip();
    if (!NOT_FOUND.startsWith(soFar) && !isNotFound(soFar)) {
      flushOpening();
    }
  }

  private void flushOpening() {
    String text = opening.toString().stripLeading();
    opening.setLength(0);
    if (!text.isEmpty()) {
      said = true;
      listener.said(text);
    }
  }

  private static boolean isNotFound(String text) {
    return text.equals(NOT_FOUND) || text.equals(NOT_FOUND + ".");
  }

  private String marker(java.util.regex.MatchResult match) {
    Integer marker = markers.get(Integer.parseInt(match.group(1)));
    return marker == null ? "" : Matcher.quoteReplacement("[" + marker + "]");
  }
}
