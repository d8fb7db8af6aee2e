package io.pincite.qa;

import io.pincite.samples.Sample;
import io.pincite.samples.Truth;
import java.util.stream.Stream;

/// A question that is answered in these words, of the document as it was written and of its scanned
/// copy.
///
/// @param opening how the answer begins
record SureAnswer(Sample sample, String id, String opening) {
  static Stream<SureAnswer> all() {
    return Stream.of(
        new SureAnswer(
            Sample.LEASE, "term", "Under Section 2.1, five (5) years: “The term of this Lease"),
        new SureAnswer(Sample.LEASE, "year-two", "Under Section 3.2, $29,011.67: "),
        new SureAnswer(Sample.PURCHASE_ZH, "term", "根据第三条，三年：“本合同有效期为三年"),
        new SureAnswer(Sample.PURCHASE_ZH, "price", "根据第二条，人民币肆佰玖拾万元整"),
        new SureAnswer(Sample.PURCHASE_ZH, "lathe", "根据第二条，235,000.00："),
        new SureAnswer(Sample.PURCHASE_ZH, "warranty", "根据第七条，二十四个月：“货物的质量保证期为二十四个月"));
  }

  /// Documents of these samples are silent on it.
  static Stream<SureAnswer> silent() {
    return Stream.of(
        new SureAnswer(Sample.LEASE, "parking", "The documents do not say. "),
        new SureAnswer(Sample.LEASE, "president", "The documents do not say. "),
        new SureAnswer(Sample.PURCHASE_ZH, "president", "文档中没有说明。"));
  }

  String question() {
    return sample.truth().question(id).text();
  }

  Truth.Expected expected() {
    return sample.truth().question(id).expected().orElseThrow();
  }
}
