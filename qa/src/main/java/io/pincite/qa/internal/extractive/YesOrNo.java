package io.pincite.qa.internal.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The answer to a question that asks whether, where a sentence says the very same thing, or its
/// very opposite, with no condition attached; everything else is left to the quote.
///
/// The sentence must say of the question's subject what the question asks of it, word for word, and
/// nothing more: a condition, an exception, a place or a time may turn any "may" into a "may not".
public enum YesOrNo {
  YES,
  NO;

  private enum Asked {
    /// May she?
    LEAVE,
    /// Must she?
    DUTY,
    /// Does she? Is it?
    FACT
  }

  private static final Pattern ENGLISH =
      Pattern.compile("^(may|can|could|must|shall|does|do|will|is|are|has|have) (.+?) ?\\?*$");

  /// With any of these a sentence says more than yes or no.
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\b(unless|except|excluding|without|other than|provided|subject|only|solely|but|however|if|until|till|where"
              + "|when|whenever|while|in the event|in case|save|so long|as long|to the extent|upon|after|before|during"
              + "|within|whether|neither|nor|or|never|prohibit\\w*|forbid\\w*|forbidden|refus\\w*|waiv\\w*|den(y|ies|ied)"
              + "|void|cease\\w*|fail\\w*|limit\\w*|exceed\\w*|consent|approval|permission|notwithstanding)\\b");

  private static final Pattern MODAL =
      Pattern.compile(
          "^(shall|may|must|will|can|cannot|is|are|has|have|does|do)( not)?( (?:also|hereby))?( be)?(?= |$)");

  private static final Set<String> UNTOLD =
      Set.of(
          "the", "a", "an", "any", "this", "that", "these", "its", "their", "his", "her", "such");

  /// What may stand behind the words asked about without changing them.
  private static final Pattern NO_MORE =
      Pattern.compile(
          "^( (under|in|of|pursuant to) (agreement|contract|lease|amendment)| hereunder| herein"
              + "| for (successive|additional|further|consecutive)( renewal)? (terms|periods) of [\\w() -]+)?$");

  private static final Pattern CHINESE =
      Pattern.compile("^(.{2,14}?)(可以|能够|能|有权|应当|应|必须|须|需要|会)(?!期|收|付款项)(.{2,20})$");
  private static final Pattern CHINESE_CONDITION =
      Pattern.compile("未经|除|但|如|若|仅|只|才|方可(?!以)|同意|批准|提前|届满|期满|以后|之后|之前|前|内|时|情况|情形|或者?|以下|限于");

  static Optional<YesOrNo> of(String question, String sentence) {
    String asked = Topics.fold(question);
    String said = Topics.fold(sentence);
    return QuestionAnalyser.language(question).equals("zh")
        ? inChinese(asked, said)
        : inEnglish(asked, said);
  }

  private static Optional<YesOrNo> inEnglish(String question, String sentence) {
    Matcher form = ENGLISH.matcher(question);
    if (!form.matches() || CONDITION.matcher(sentence).find()) {
      return Optional.empty();
    }
    List<String> rest = told(form.group(2));
    String bare = String.join(" ", told(sentence.substring(ClauseLabel.leadOf(sentence))));
    if (rest.contains("not") || rest.contains("or") || rest.contains("and")) {
      return Optional.empty();
    }
    for (int words = 1; words < rest.size() && words <= 4; words++) {
      String subject = String.join(" ", rest.subList(0, words));
      String predicate = String.join(" ", rest.subList(words, rest.size()));
      Optional<YesOrNo> found = inEnglish(asked(form.group(1)), subject, predicate, bare);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Asked asked(String auxiliary) {
    return switch (auxiliary) {
      case "may", "can", "could" -> Asked.LEAVE;
      case "must", "shall" -> Asked.DUTY;
      default -> Asked.FACT;
    };
  }

  private static Optional<YesOrNo> inEnglish(
      Asked asked, String subject, String predicate, String sentence) {
    boolean none = sentence.startsWith("no " + subject + " ");
    if (!none && !sentence.startsWith(subject + " ")) {
      return Optional.empty();
    }
    String after = sentence.substring(subject.length() + (none ? 4 : 1));
    Matcher modal = MODAL.matcher(after);
    String verb = "";
    boolean not = none;
    if (modal.find()) {
      verb = modal.group(1);
      boolean denied = modal.group(2) != null || verb.equals("cannot");
      if (none && denied) {
        return Optional.empty();
      }
      not |= denied;
      after = after.substring(modal.end()).strip();
    } else if (asked != Asked.FACT) {
      return Optional.empty();
    }
    boolean leaveOnly = verb.equals("may") || verb.equals("can");
    if (leaveOnly && !not && asked != Asked.LEAVE) {
      return Optional.empty();
    }
    String said = verb.isEmpty() ? withoutEnding(after) : after;
    if (!said.startsWith(predicate)
        || !NO_MORE.matcher(said.substring(predicate.length())).matches()) {
      return Optional.empty();
    }
    return Optional.of(not ? NO : YES);
  }

  /// "renews automatically" as "renew automatically".
  private static String withoutEnding(String predicate) {
    int space = predicate.indexOf(' ');
    String verb = space < 0 ? predicate : predicate.substring(0, space);
    return verb.endsWith("s") && !verb.endsWith("ss")
        ? verb.substring(0, verb.length() - 1) + predicate.substring(verb.length())
        : predicate;
  }

  /// The words that tell something, with a negated auxiliary in two.
  private static List<String> told(String text) {
    var words = new ArrayList<String>();
    for (String word : text.replaceAll("[^\\p{L}\\p{N}()$%'-]+", " ").strip().split(" ")) {
      if (!UNTOLD.contains(word)) {
        words.add(word);
      }
    }
    return words;
  }

  private static Optional<YesOrNo> inChinese(String question, String sentence) {
    if (!question.matches(".*(吗|是否|能否|可否|可不可以|能不能).*") || question.contains("还是")) {
      return Optional.empty();
    }
    String core =
        question
            .replaceAll("[?？]|吗", "")
            .replaceAll("能否|可否|可不可以|能不能|是否可以|是否能", "可以")
            .replaceAll("是否(应当|必须|需要|有权|会)", "$1")
            .strip();
    Matcher form = CHINESE.matcher(core);
    if (!form.matches() || CHINESE_CONDITION.matcher(sentence).find()) {
      return Optional.empty();
    }
    boolean duty = form.group(2).matches("应当|应|必须|须|需要");
    String subject = Pattern.quote(form.group(1));
    String predicate = Pattern.quote(form.group(3));
    String bare = sentence.substring(ClauseLabel.leadOf(sentence));
    Matcher denied =
        Pattern.compile(
                "^"
                    + subject
                    + (duty ? "(无须|无需|不必|不需要|不应|不得)" : "(不得|不能|不可以|无权|不应)")
                    + predicate
                    + "[。；]?$")
            .matcher(bare);
    if (denied.matches()) {
      return Optional.of(NO);
    }
    Matcher affirmed =
        Pattern.compile(
                "^" + subject + (duty ? "(应当|应|必须|须|需要)" : "(可以|能够|有权|可)") + predicate + "[。；]?$")
            .matcher(bare);
    return affirmed.matches() ? Optional.of(YES) : Optional.empty();
  }
}
