package io.pincite.samples.internal.generate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// A Chinese contract of one of five kinds.
public final class ChineseManuscript {
  private static final String DIGITS = "零一二三四五六七八九";
  private static final String FORMAL = "零壹贰叁肆伍陆柒捌玖";
  private static final String[] CITY = {
    "北京", "上海", "广州", "深圳", "杭州", "南京", "苏州", "成都", "重庆", "武汉", "西安", "天津", "青岛", "厦门", "长沙", "郑州"
  };
  private static final String FIRST = "华信恒力云岭东方明远立诚中天海瑞金科盛达宏图安泰嘉业同创新元博文正源卓越启航";
  private static final String[] TRADE = {
    "机械设备", "电子科技", "信息技术", "物流", "建筑工程", "医疗器械", "食品", "新材料", "环保科技", "文化传媒", "能源", "贸易"
  };
  private static final String[] FORM = {"有限公司", "股份有限公司", "有限责任公司", "集团有限公司"};

  private record Kind(
      String title, String first, String second, String subject, String fee, String silent) {}

  private static final Kind[] KINDS = {
    new Kind("产品购销合同", "买方", "卖方", "机电产品及备品备件的购销", "合同总金额", "房屋的租金是多少？"),
    new Kind("技术服务合同", "委托方", "受托方", "信息系统的开发、实施与运行维护服务", "技术服务费总额", "货物的质量保证期多长？"),
    new Kind("房屋租赁合同", "承租方", "出租方", "办公用房的租赁及配套物业服务", "年租金", "竞业限制的期限是多久？"),
    new Kind("仓储服务合同", "存货方", "保管方", "货物的仓储、装卸及配送服务", "年度仓储服务费", "股权转让的价格是多少？"),
    new Kind("广告发布合同", "广告主", "发布方", "户外及网络媒体广告的制作与发布", "广告发布费总额", "工程的保修期是几年？"),
  };

  private final Random random;
  private final Kind kind;

  private ChineseManuscript(int seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 0x7654321L);
    kind = any(KINDS);
  }

  /// As [EnglishManuscript#parts].
  public static List<String> parts(int seed, int pages) {
    return new ChineseManuscript(seed).write(seed, pages);
  }

  private List<String> write(int seed, int pages) {
    String first = company(seed * 2L);
    String second = company(seed * 2L + 1);
    int year = 2023 + random.nextInt(4);
    int month = 1 + random.nextInt(12);
    int day = 1 + random.nextInt(28);
    boolean written = random.nextBoolean();
    String date =
        written
            ? "二〇" + digits(year % 100) + "年" + numeral(month) + "月" + numeral(day) + "日"
            : year + " 年 " + month + " 月 " + day + " 日";
    int years = 1 + random.nextInt(8);
    String term =
        random.nextInt(3) == 0 ? numeral(6 * (1 + random.nextInt(9))) + "个月" : numeral(years) + "年";
    long amount = 10_000L * (10 + random.nextInt(2990));
    String money = "人民币" + formal(amount) + "元整";
    String payment = numeral(5 + 5 * random.nextInt(12)) + "日内";
    String notice = numeral(30 + 15 * random.nextInt(5)) + "日";
    String city = any(CITY);
    String opening =
        """
        title: %s
        language: zh
        paper: a4
        size: %s
        leading: 1.55
        margin: 85
        headings: %s
        header: %s
        footer: %s
        ---
        # %s

        @left **甲方（%s）：**%s

        @left **乙方（%s）：**%s

        @space 4

        甲、乙双方根据《中华人民共和国民法典》及其他有关法律、法规的规定，在平等、自愿、协商一致的基础上，就%s事宜，于%s在%s市订立本合同，共同遵守。

        """
            .formatted(
                kind.title,
                any("11", "12"),
                any("left", "center"),
                any(
                    "",
                    kind.title,
                    kind.title + "||编号：" + year + "-" + (100 + random.nextInt(900))),
                any("|第 {page} 页　共 {pages} 页|", "|{page}|", "|— {page} —|"),
                kind.title,
                kind.first,
                first,
                kind.second,
                second,
                kind.subject,
                date,
                city);
    var essential = new ArrayList<String>();
    essential.add(
        section("合同期限")
            + clause(
                any(
                        "⟦term:本合同的有效期为⟦term.a:%s⟧，自双方签字盖章之日起计算。⟧",
                        "⟦term:合同期限为⟦term.a:%s⟧，自本合同签订之日起至期限届满之日止。⟧")
                    .formatted(term))
            + clause("合同期限届满，双方如需继续合作的，应当在届满前另行签订书面合同。"));
    essential.add(
        section("价款与支付")
            + clause(
                "⟦amount:%s为⟦amount.a:%s⟧（¥%,d.00）。⟧上述金额已包含乙方履行本合同所需的全部费用及税金。"
                    .formatted(kind.fee, money, amount))
            + clause(
                any(
                        "⟦payment:甲方应当在收到乙方开具的合法有效发票后⟦payment.a:%s⟧支付相应款项。⟧",
                        "⟦payment:每期款项由甲方在验收合格并收到发票之日起⟦payment.a:%s⟧以银行转账方式支付。⟧")
                    .formatted(payment)));
    essential.add(
        section("合同的解除")
            + clause("⟦notice:任何一方需要提前解除本合同的，应当提前⟦notice.a:%s⟧以书面形式通知对方。⟧".formatted(notice))
            + clause("一方严重违反本合同约定，经对方书面催告后仍未改正的，对方有权立即解除本合同，并要求赔偿损失。"));
    essential.add(
        section("适用法律与争议解决")
            + clause("⟦law:本合同适用⟦law.a:中华人民共和国法律⟧。⟧")
            + clause("因本合同发生的争议，双方应当协商解决；协商不成的，提交%s仲裁委员会仲裁。".formatted(city)));
    var optional = new ArrayList<>(optional());
    Collections.shuffle(optional, random);
    var others = new ArrayList<>(optional.subList(0, 3));
    optional.subList(0, 3).clear();
    others.addAll(essential);
    Collections.shuffle(others, random);
    var parts = new ArrayList<String>();
    parts.add(opening + String.join("", others));
    parts.addAll(optional);
    for (int number = 1; number <= 3 * pages; number++) {
      parts.add(appendix(number));
    }
    parts.add(
        """
        @left （以下无正文）

        @sign
        **甲方（盖章）：**%s
        授权代表（签字）： ____

        @sign
        **乙方（盖章）：**%s
        授权代表（签字）： ____

        @ask term | term | zh | 合同的有效期是多久？ | {term}

        @ask term-named | term | zh | %s与%s签订的%s有效期是多久？ | {term}

        @ask amount | amount | zh | %s是多少？ | {amount}

        @ask payment | payment | zh | 甲方应在收到发票后多少日内付款？ | {payment}

        @ask notice | notice | zh | 提前解除合同需要提前多少日通知？ | {notice}

        @ask law | law | zh | 本合同适用什么法律？ | {law}

        @ask silent | - | zh | %s
        """
            .formatted(first, second, first, second, kind.title, kind.fee, kind.silent));
    return parts;
  }

  private List<String> optional() {
    var all = new ArrayList<String>();
    all.add(
        section("合同标的")
            + clause("本合同的标的为%s，具体内容、数量及技术要求以双方确认的订单或者附件为准。".formatted(kind.subject))
            + clause("订单或者附件与本合同正文不一致的，以本合同正文为准，但双方另有书面约定的除外。"));
    all.add(
        section("双方的权利和义务")
            + clause("甲方应当按照约定向乙方提供必要的资料和条件，并按时支付款项。")
            + clause("乙方应当按照约定的质量和期限履行义务，接受甲方的监督和检查，并对其工作人员的安全负责。")
            + clause("未经甲方书面同意，乙方不得将本合同项下的义务转让给第三方。"));
    all.add(
        section("验收")
            + clause(
                "乙方完成阶段性工作或者交付成果后，应当书面通知甲方验收；甲方应当在收到通知后%s个工作日内组织验收。"
                    .formatted(numeral(5 + random.nextInt(10))))
            + clause("验收不合格的，乙方应当在甲方指定的期限内整改，并承担由此增加的费用。"));
    all.add(
        section("保密")
            + clause("双方对在订立和履行本合同过程中知悉的对方商业秘密负有保密义务，未经对方书面同意不得向第三方披露。")
            + clause("保密义务在本合同终止后%s年内继续有效。".formatted(numeral(2 + random.nextInt(4)))));
    all.add(
        section("违约责任")
            + clause(
                "乙方逾期履行的，每逾期一日，应当按照逾期部分价款的千分之%s向甲方支付违约金。".formatted(numeral(1 + random.nextInt(5))))
            + clause(
                "甲方逾期付款的，每逾期一日，应当按照逾期金额的万分之%s向乙方支付违约金。".formatted(numeral(2 + random.nextInt(6))))
            + clause("违约金不足以弥补对方损失的，违约方还应当赔偿不足部分。"));
    all.add(
        section("不可抗力")
            + clause("因不可抗力不能履行本合同的，根据不可抗力的影响部分或者全部免除责任，但法律另有规定的除外。")
            + clause(
                "遭受不可抗力的一方应当在%s日内通知对方，并提供有关机构出具的证明。".formatted(numeral(3 + random.nextInt(12)))));
    all.add(
        section("知识产权")
            + clause("乙方保证其提供的产品、服务和成果不侵犯任何第三方的知识产权，否则应当承担全部责任。")
            + clause("乙方为履行本合同所完成的成果，其知识产权在甲方付清款项后归甲方所有。"));
    all.add(
        section("通知与送达")
            + clause("双方的通知应当采用书面形式，按照本合同所列地址以专人、快递或者电子邮件方式送达。")
            + clause("一方变更通讯地址的，应当在变更后三日内书面通知对方，否则按照原地址发出的通知视为已经送达。"));
    all.add(
        section("廉洁条款")
            + clause("任何一方及其工作人员不得向对方人员索取、收受或者给付回扣、礼金等不正当利益。")
            + clause("一方违反前款约定的，对方有权立即解除本合同并要求赔偿。"));
    all.add(section("合同的变更") + clause("对本合同的任何修改、补充，应当由双方协商一致并签订书面补充协议。补充协议与本合同具有同等法律效力。"));
    all.add(
        section("保险与安全")
            + clause("乙方应当为其工作人员办理工伤保险，并按照国家规定采取安全措施。")
            + clause("在甲方场所作业的，乙方应当遵守甲方的安全、消防和环境保护制度。"));
    all.add(
        section("其他")
            + clause("本合同未尽事宜，由双方另行协商并签订补充协议。")
            + clause("本合同一式%s份，双方各执%s份，自双方签字盖章之日起生效。".formatted(any("肆", "陆"), any("贰", "叁"))));
    return all;
  }

  private String appendix(int number) {
    var text = new StringBuilder();
    text.append("## 附件").append(numeral(number)).append("　项目明细\n\n");
    text.append("下列项目的数量可以由甲方每季度书面调整一次。\n\n");
    text.append("@table grid cols=12c,40l,20c,28r header=1 shade=yes size=10.5\n");
    text.append("序号 | 项目名称 | 数量 | 单价（元）\n");
    int rows = 7 + random.nextInt(6);
    for (int row = 1; row <= rows; row++) {
      text.append(
          "%d | %s%s | %d | %,d.00\n"
              .formatted(
                  row,
                  any("标准型", "增强型", "便携式", "工业级", "一体化"),
                  any("控制器", "传感器", "服务器", "工作台", "货架", "显示屏", "电源模块", "过滤装置"),
                  1 + random.nextInt(200),
                  100 + random.nextInt(90000)));
    }
    return text.append('\n').toString();
  }

  private static String section(String heading) {
    return "## 第#条　" + heading + "\n\n";
  }

  private static String clause(String text) {
    return "#.#| " + text + "\n\n";
  }

  private String company(long number) {
    int pairs = FIRST.length() / 2;
    long spread =
        Math.floorMod(number * 7919, (long) CITY.length * pairs * TRADE.length * FORM.length);
    int pair = (int) (spread / CITY.length % pairs) * 2;
    return CITY[(int) (spread % CITY.length)]
        + FIRST.substring(pair, pair + 2)
        + TRADE[(int) (spread / CITY.length / pairs % TRADE.length)]
        + FORM[(int) (spread / CITY.length / pairs / TRADE.length % FORM.length)];
  }

  /// 十五, 二十, 一百零五: up to 999.
  public static String numeral(int number) {
    if (number < 10) {
      return DIGITS.substring(number, number + 1);
    }
    if (number < 20) {
      return "十" + (number == 10 ? "" : DIGITS.charAt(number - 10));
    }
    if (number < 100) {
      return DIGITS.charAt(number / 10)
          + "十"
          + (number % 10 == 0 ? "" : DIGITS.charAt(number % 10));
    }
    String hundreds = DIGITS.charAt(number / 100) + "百";
    int rest = number % 100;
    if (rest == 0) {
      return hundreds;
    }
    if (rest < 10) {
      return hundreds + "零" + DIGITS.charAt(rest);
    }
    return hundreds + (rest < 20 ? "一" : "") + numeral(rest);
  }

  /// Digit by digit: 26 is 二六.
  private static String digits(int number) {
    return "" + DIGITS.charAt(number / 10) + DIGITS.charAt(number % 10);
  }

  /// An amount of whole 万 written out: 壹佰贰拾万.
  static String formal(long amount) {
    return formalBelowTenThousand((int) (amount / 10_000)) + "万";
  }

  private static String formalBelowTenThousand(int number) {
    String[] units = {"仟", "佰", "拾", ""};
    int[] values = {number / 1000, number / 100 % 10, number / 10 % 10, number % 10};
    var text = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < 4; i++) {
      if (values[i] == 0) {
        gap = !text.isEmpty();
      } else {
        text.append(gap ? "零" : "").append(FORMAL.charAt(values[i])).append(units[i]);
        gap = false;
      }
    }
    return text.toString();
  }

  @SafeVarargs
  private <T> T any(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
