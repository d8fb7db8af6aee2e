package io.pincite.web.documents;

import java.nio.charset.StandardCharsets;

/// The header that gives a download its name, whatever characters the name is made of (RFC 6266).
final class ContentDisposition {
  private static final String UNRESERVED = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  static String attachment(String name) {
    var plain = new StringBuilder();
    var encoded = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> plain.append(c >= ' ' && c < 127 && "\"\\/:;%".indexOf(c) < 0 ? (char) c : '_'));
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean kept = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      if (kept) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
  }
}
