package io.pincite.ingest.internal.pdf;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/// Which layers of a document are switched off when it is opened.
final class OptionalContent {
  private static final COSName OCPROPERTIES = COSName.getPDFName("OCProperties");
  private static final COSName MEMBERSHIP = COSName.getPDFName("OCMD");
  private static final COSName GROUPS = COSName.getPDFName("OCGs");
  private static final COSName POLICY = COSName.getPDFName("P");

  private final Set<COSDictionary> off = Collections.newSetFromMap(new IdentityHashMap<>());

  OptionalContent(PDDocument document) {
    COSDictionary properties =
        document.getDocumentCatalog().getCOSObject().getCOSDictionary(OCPROPERTIES);
    COSDictionary configuration =
        properties == null ? null : properties.getCOSDictionary(COSName.D);
    if (properties == null || configuration == null) {
      return;
    }
    if (COSName.OFF.equals(configuration.getCOSName(COSName.BASE_STATE))) {
      add(properties.getCOSArray(GROUPS));
      COSArray on = configuration.getCOSArray(COSName.ON);
      for (int i = 0; on != null && i < on.size(); i++) {
        if (on.getObject(i) instanceof COSDictionary group) {
          off.remove(group);
        }
      }
    }
    add(configuration.getCOSArray(COSName.OFF));
  }

  private void add(@Nullable COSArray groups) {
    for (int i = 0; groups != null && i < groups.size(); i++) {
      if (groups.getObject(i) instanceof COSDictionary group) {
        off.add(group);
      }
    }
  }

  /// Whether content under this group, or membership of groups, is not shown.
  boolean isHidden(@Nullable COSDictionary content) {
    if (content == null || off.isEmpty()) {
      return false;
    }
    if (!MEMBERSHIP.equals(content.getCOSName(COSName.TYPE))) {
      return off.contains(content);
    }
    COSBase groups = content.getDictionaryObject(GROUPS);
    if (groups instanceof COSDictionary group) {
      return off.contains(group);
    }
    if (!(groups instanceof COSArray array) || array.size() == 0) {
      return false;
    }
    int members = 0;
    int hidden = 0;
    for (int i = 0; i < array.size(); i++) {
      if (array.getObject(i) instanceof COSDictionary group) {
        members++;
        hidden += off.contains(group) ? 1 : 0;
      }
    }
    String policy = content.getNameAsString(POLICY, "AnyOn");
    return switch (policy) {
      case "AllOn" -> hidden > 0;
      case "AnyOff" -> hidden == 0;
      case "AllOff" -> hidden < members;
      default -> members > 0 && hidden == members;
    };
  }
}
