package io.pincite.qa.internal.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds dates, durations, amounts, percentages, parties, laws and courts in English and Chinese
/// sentences, with their exact places.
final class TypedValues {
  private TypedValues() {}

  private static final String MONTH =
      "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
          + "Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?)";
  private static final String NUMBER_WORD =
      "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
          + "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
          + "hundred|thousand|million|half|a|an)";
  private static final String HAN_DIGIT = "[〇零○一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟]";
  private static final String HAN_CAPITAL = "[零壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万萬亿億角分整正]";
  private static final String FIGURE = "\\d[\\d,，]*(?:\\.\\d+)?";
  private static final String BLANK = "\\[[\\s*●_.\\-–]{1,8}\\]";

  /// What OCR takes figures for, in a word that has a figure and nothing but such letters and marks
  /// of numbers.
  private static final String MISREAD_LETTERS = "lI|OoSBZ";

  private static final String MISREAD_FIGURES = "11100582";

  private static final Pattern MISREAD =
      Pattern.compile(
          "(?<![\\p{L}\\d])(?=[\\dlI|OoSBZ.,/-]*\\d)(?=[\\d.,/-]*[lI|OoSBZ])[\\dlI|OoSBZ][\\dlI|OoSBZ.,/-]*(?![A-Za-z])");

  private static final List<Pattern> DATE =
      patterns(
          MONTH + "\\s+\\d{1,2}(?:\\s?(?:st|nd|rd|th))?\\s?,?\\s+(?:19|20)\\d\\d\\b",
          "\\b\\d{1,2}(?:\\s?(?:st|nd|rd|th))?\\s+(?:day\\s+of\\s+)?"
              + MONTH
              + "\\s?,?\\s+(?:19|20)\\d\\d\\b",
          "\\b(?:19|20)\\d\\d[-/.]\\d{1,2}[-/.]\\d{1,2}\\b",
          "\\b\\d{1,2}/\\d{1,2}/(?:19|20)?\\d\\d\\b",
          "(?:19|20)\\d\\d\\s*年\\s*\\d{1,2}\\s*月\\s*(?:\\d{1,2}\\s*日)?",
          "[二一][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?",
          "_{2,}\\s*day of\\s*_{2,}\\s*,?\\s*(?:\\d\\d_*|_{2,})?",
          MONTH + "\\s*,?\\s+(?:19|20)\\d\\d\\b");

  private static final List<Pattern> DURATION =
      patterns(
          "(?i)\\b(?:(?:"
              + NUMBER_WORD
              + "[\\s-]+(?:and\\s+)?){1,4}(?:\\(\\s*\\d+\\s*\\)[\\s-]*)?|\\d+(?:\\.\\d+)?\\s*\\(\\s*[a-z-]+\\s*\\)\\s*|\\d+(?:\\.\\d+)?[\\s-]*|"
              + BLANK
              + "\\s*(?:\\("
              + BLANK
              + "\\)\\s*)?)"
              + "(?:(?:full|consecutive|calendar|business|working|additional|successive|contract|lease)[\\s-]+)*"
              + "(?:days?|weeks?|months?|years?|hours?|quarters?|business\\s+days?)\\b",
          "(?<![\\d年月])(?<![年月]\\s)\\d{1,3}(?:\\.\\d+)?\\s*(?:[（(]\\s*"
              + HAN_DIGIT
              + "+\\s*[）)]\\s*)?"
              + "(?:个(?:工作日|自然日|日历日|月|季度|小时)|年|月(?!\\s*\\d)|日|天|周|工作日|小时)(?![前\\d]?月)",
          HAN_DIGIT
              + "{1,5}\\s*(?:[（(]\\s*\\d+\\s*[）)]\\s*)?"
              + "(?:个(?:工作日|自然日|日历日|月|季度|小时)|年(?!"
              + HAN_DIGIT
              + "{1,3}月)|日|天|周|工作日|小时)");

  private static final List<Pattern> AMOUNT =
      patterns(
          "(?:人民币|RMB|CNY)?\\s*"
              + HAN_CAPITAL.replace("角分整正", "")
              + "{2,}[元圆]"
              + HAN_CAPITAL
              + "*"
              + "(?:\\s*[（(]\\s*(?:小写[:：]?\\s*)?(?:人民币|RMB)?\\s*[¥￥]?\\s*"
              + FIGURE
              + "\\s*元?\\s*[）)])?",
          "(?:(?:US|HK|C|A|S|NT)?[$]|[€£¥￥]|(?:USD|EUR|GBP|RMB|CNY|HKD|JPY|CHF|CAD|AUD|SGD)\\s?[$€£¥￥]?)\\s?(?:"
              + FIGURE
              + "|\\[[\\s*]+\\])(?:\\s?(?:million|billion|thousand|万|亿)\\b)?(?:元|万元)?",
          "人民币\\s*" + FIGURE + "\\s*(?:万|亿)?元?(?:整)?",
          "(?<![\\d.])" + FIGURE + "\\s*(?:万|亿)?元(?:整)?(?:/[\\p{IsHan}]{1,3})?",
          "(?i)(?:(?:"
              + NUMBER_WORD
              + ")[\\s-]+(?:and\\s+)?){1,8}(?:(?:no|00)/100\\s+)?(?:U\\.?S\\.?\\s+)?dollars(?:\\s*\\([^)]{2,20}\\))?",
          "(?i)\\b"
              + FIGURE
              + "\\s*(?:U\\.?S\\.?\\s+)?(?:dollars|euros|pounds|yuan|renminbi|USD|EUR|RMB|CNY|HKD)\\b");

  private static final List<Pattern> PERCENT =
      patterns(
          "(?i)(?:(?:"
              + NUMBER_WORD
              + ")[\\s-]+(?:and\\s+)?){1,5}per\\s?cent(?:\\s*\\(\\s*"
              + FIGURE
              + "\\s*%\\s*\\))?",
          FIGURE + "\\s*[%％‰]",
          "(?i)" + FIGURE + "\\s*per\\s?cent",
          "[百千万]分之[〇零一二三四五六七八九十百点两]+");

  private static final String PLACE_NAME = "[A-Z][\\p{L}.'’-]*";
  private static final List<Pattern> LAW =
      patterns(
          "(?:the\\s+)?(?:(?:internal|substantive|domestic|local|federal|applicable)\\s+(?:and\\s+)?)*[Ll]aws?\\s+(?:of\\s+)?(?:the\\s+)?"
              + "(?:(?:State|Commonwealth|Province|Republic|Kingdom|District|Territory)\\s+of\\s+(?:the\\s+)?)?"
              + PLACE_NAME
              + "(?:(?:\\s+(?:of\\s+(?:the\\s+)?)?|,\\s+)"
              + PLACE_NAME
              + ")*"
              + "(?:\\s+and\\s+(?:of\\s+)?(?:the\\s+)?(?:State\\s+of\\s+)?"
              + PLACE_NAME
              + "(?:\\s+(?:of\\s+)?"
              + PLACE_NAME
              + ")*)?",
          PLACE_NAME + "(?:\\s+" + PLACE_NAME + ")*\\s+law\\b",
          "[Ll]aws?\\s+of\\s+(?:the\\s+State\\s+of\\s+)?\\[[\\s*]+\\]",
          "中华人民共和国(?:（[^）]{2,20}）)?(?:香港特别行政区|澳门特别行政区|大陆地区)?(?:的)?(?:现行)?(?:有效)?(?:的)?(?:相关)?法律(?:法规)?",
          "(?:中国|香港|澳门|台湾|[\\p{IsHan}]{2,6}[国州省市区])(?:特别行政区)?(?:的)?法律(?:法规)?");

  private static final List<Pattern> COURT =
      patterns(
          "(?:甲方|乙方|原告|被告|合同签订地|合同履行地|房屋|项目)?[\\p{IsHan}]{0,14}(?:人民法院|仲裁委员会|仲裁中心)",
          "(?:the\\s+)?(?:(?:state|federal|competent|superior|district)\\s+(?:and|or|and/or)?\\s*)*[Cc]ourts?\\s+(?:of|in|located\\s+in|sitting\\s+in)\\s+(?:the\\s+)?"
              + PLACE_NAME
              + "(?:(?:\\s+(?:of\\s+(?:the\\s+)?)?|,\\s+)"
              + PLACE_NAME
              + ")*",
          "(?:the\\s+)?American Arbitration Association|(?:the\\s+)?International Chamber of Commerce|"
              + "(?:the\\s+)?"
              + PLACE_NAME
              + "(?:\\s+"
              + PLACE_NAME
              + ")*\\s+Arbitration\\s+(?:Cent(?:re|er)|Commission)");

  private static final String NAME_WORD = "[A-Z0-9][\\p{L}\\d&.'’/-]*";
  private static final List<Pattern> PARTY =
      patterns(
          NAME_WORD
              + "(?:,?\\s+(?:"
              + NAME_WORD
              + "|of|and|&|the|de|for))*?,?\\s+"
              + "(?:Inc(?:orporated)?|L\\.?L\\.?C|L\\.?L\\.?P|L\\.?P|Ltd|Limited|Corp(?:oration)?|Co(?:mpany)?|GmbH|AG|N\\.?V|B\\.?V|PLC|plc|S\\.?A|S\\.?p\\.?A|Pty|Partnership|Trust|Bank|University|Association|Foundation|Institute)\\b\\.?"
              + "(?:,?\\s+(?:Inc|Ltd|Limited|LLC|L\\.P)\\b\\.?)?",
          "(?<=(?:甲方|乙方|丙方|出租方|承租方|卖方|买方|供方|需方|委托方|受托方|出租人|承租人|用人单位|劳动者|采购方|供应商|发包方|承包方)(?:[（(][^）)]{1,12}[）)])?\\s?[：:]\\s?)[^\\s，。；,;（(]{2,40}",
          "[\\p{IsHan}（）()A-Za-z0-9]{2,30}?(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|公司|研究院|事务所|大学|合伙企业)");

  private static List<Pattern> patterns(String... expressions) {
    return java.util.Arrays.stream(expressions).map(Pattern::compile).toList();
  }

  /// The values that can answer a question of a kind: where the sentence has none of it, those of a
  /// kind that answers as well, such as "within 30 days" to "when?".
  static List<TypedValue> answering(AnswerType type, String sentence) {
    List<TypedValue> values = find(type, sentence);
    if (!values.isEmpty()) {
      return values;
    }
    return switch (type) {
      case AMOUNT -> find(AnswerType.PERCENT, sentence);
      case PERCENT -> find(AnswerType.AMOUNT, sentence);
      case DATE -> find(AnswerType.DURATION, sentence);
      case DURATION, NOTICE, PARTY, LAW, COURT, ADDRESS, TITLE, YESNO, CLAUSE -> values;
    };
  }

  /// The values of a kind in a sentence, in text order, not overlapping; longer ones win.
  static List<TypedValue> find(AnswerType type, String sentence) {
    List<Pattern> patterns =
        switch (type) {
          case DATE -> DATE;
          case DURATION, NOTICE -> DURATION;
          case AMOUNT -> AMOUNT;
          case PERCENT -> PERCENT;
          case LAW -> LAW;
          case COURT -> COURT;
          case PARTY -> PARTY;
          case ADDRESS, TITLE, YESNO, CLAUSE -> List.of();
        };
    var found = new ArrayList<TypedValue>();
    String legible =
        switch (type) {
          case DATE, DURATION, NOTICE, AMOUNT, PERCENT -> legible(sentence);
          case LAW, COURT, PARTY, ADDRESS, TITLE, YESNO, CLAUSE -> sentence;
        };
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(legible);
      while (matcher.find()) {
        String text = sentence.substring(matcher.start(), matcher.end());
        int lead = text.length() - text.stripLeading().length();
        String bare = trimmed(text.strip());
        int start = matcher.start() + lead;
        if (bare.isEmpty() || type == AnswerType.DURATION && isArticle(bare)) {
          continue;
        }
        found.add(new TypedValue(type, start, start + bare.length(), bare));
      }
    }
    found.sort(
        Comparator.comparingInt((TypedValue value) -> value.start() - value.end())
            .thenComparingInt(TypedValue::start));
    var kept = new ArrayList<TypedValue>();
    for (TypedValue value : found) {
      if (kept.stream()
          .noneMatch(other -> other.start() < value.end() && value.start() < other.end())) {
        kept.add(value);
      }
    }
    kept.sort(Comparator.comparingInt(TypedValue::start));
    return kept;
  }

  /// The sentence as it is looked at for values: where OCR took figures of a number for letters,
  /// `l2,5OO`, with figures in their place. Only for finding: what is found is given as it was
  /// read, never mended.
  private static String legible(String sentence) {
    Matcher number = MISREAD.matcher(sentence);
    if (!number.find()) {
      return sentence;
    }
    var legible = new StringBuilder(sentence);
    do {
      for (int i = number.start(); i < number.end(); i++) {
        int figure = MISREAD_LETTERS.indexOf(sentence.charAt(i));
        if (figure >= 0) {
          legible.setCharAt(i, MISREAD_FIGURES.charAt(figure));
        }
      }
    } while (number.find());
    return legible.toString();
  }

  private static String trimmed(String text) {
    String bare = text;
    while (!bare.isEmpty() && ",，;；".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
      bare = bare.substring(0, bare.length() - 1).stripTrailing();
    }
    return bare;
  }

  private static boolean isArticle(String text) {
    return text.regionMatches(true, 0, "a ", 0, 2) || text.regionMatches(true, 0, "an ", 0, 3);
  }
}
