package io.pincite.qa.internal.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DATE     | entered into as of October 22, 2010 (the “Effective Date”) | October 22, 2010
          DATE     | made this 15th day of December, 1997 by and between        | 15th day of December, 1997
          DATE     | due on 2026-03-01 at the latest                            | 2026-03-01
          DATE     | 自 2026 年 3 月 1 日起生效                                    | 2026 年 3 月 1 日
          DATE     | 本合同于二〇二六年三月一日签订                                    | 二〇二六年三月一日
          DURATION | for a period of three (3) years thereafter                 | three (3) years
          DURATION | continue for thirty-six (36) months                        | thirty-six (36) months
          DURATION | within 36 months of delivery                               | 36 months
          DURATION | not less than ninety (90) calendar days                    | ninety (90) calendar days
          DURATION | 本合同有效期为三年                                             | 三年
          DURATION | 质量保证期为二十四个月                                          | 二十四个月
          DURATION | 应在十五个工作日内支付                                          | 十五个工作日
          AMOUNT   | a monthly rent of $1,200.00 in advance                     | $1,200.00
          AMOUNT   | shall not exceed US$ 2,500,000.                            | US$ 2,500,000
          AMOUNT   | 总价款为人民币壹佰贰拾万元整                                      | 人民币壹佰贰拾万元整
          AMOUNT   | 金额为￥680,000.00                                           | ￥680,000.00
          AMOUNT   | 押金 5,000 元                                               | 5,000 元
          PERCENT  | increase by three percent (3%) each year                   | three percent (3%)
          PERCENT  | 支付合同总价款的百分之三十                                       | 百分之三十
          PERCENT  | 按千分之三支付违约金                                            | 千分之三
          LAW      | governed by the laws of the State of New York, without     | the laws of the State of New York
          LAW      | 适用中华人民共和国法律                                          | 中华人民共和国法律
          PARTY    | by and between Harborview Properties LLC, as Landlord      | Harborview Properties LLC
          PARTY    | 甲方（买方）：华信智能装备有限公司                                 | 华信智能装备有限公司
          """)
  void theValueIsFoundAtItsPlace(AnswerType type, String sentence, String expected) {
    assertThat(TypedValues.find(type, sentence))
        .singleElement()
        .satisfies(
            value -> {
              assertThat(value.text()).isEqualTo(expected);
              assertThat(sentence.substring(value.start(), value.end())).isEqualTo(expected);
            });
  }

  /// As OCR read them: not a figure is mended, none is cut off.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AMOUNT   | a monthly rent of $l,2O0.00 in advance  | $l,2O0.00
          AMOUNT   | a deposit of $84,S00.00 is due          | $84,S00.00
          AMOUNT   | 押金 5,O00 元                            | 5,O00 元
          DURATION | within 3O days of delivery              | 3O days
          DURATION | for l2 months thereafter                | l2 months
          DATE     | dated March 1O, 2O26 (the “Date”)       | March 1O, 2O26
          PERCENT  | increase by 1O % each year              | 1O %
          """)
  void aValueWithMisreadFiguresIsGivenAsItWasRead(
      AnswerType type, String sentence, String expected) {
    assertThat(TypedValues.find(type, sentence))
        .singleElement()
        .returns(expected, TypedValue::text);
  }

  @ParameterizedTest
  @CsvSource({"DURATION,2026 年 3 月 1 日", "AMOUNT,Section 12.4 applies", "DATE,May it please you"})
  void whatOnlyLooksLikeOneIsNone(AnswerType type, String sentence) {
    assertThat(TypedValues.find(type, sentence)).isEmpty();
  }
}
