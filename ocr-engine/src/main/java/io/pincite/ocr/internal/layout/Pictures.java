package io.pincite.ocr.internal.layout;

import io.pincite.ocr.BoundingBox;
import io.pincite.ocr.PageContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Images that are figures: not specks, not the scan of the whole page, not what text stands on.
final class Pictures {

  private static final double LEAST_SIDE_POINTS = 24;
  private static final double MOST_OF_PAGE = 0.7;
  private static final int MOST = 200;

  private Pictures() {}

  static List<Picture> of(PageContent page, Frame frame) {
    List<Area> areas = new ArrayList<>();
    for (BoundingBox image : page.images()) {
      if (areas.size() < MOST && image.area() < MOST_OF_PAGE) {
        areas.add(frame.area(image));
      }
    }
    List<Picture> pictures = new ArrayList<>();
    double pageArea = frame.width() * frame.height();
    for (Area area : joined(areas)) {
      boolean reasonable =
          Math.min(area.width(), area.height()) >= LEAST_SIDE_POINTS
              && area.width() * area.height() < MOST_OF_PAGE * pageArea;
      if (reasonable && !carriesText(page, frame, area)) {
        pictures.add(new Picture(area));
      }
    }
    return pictures;
  }

  /// Programs cut images into strips and tiles.
  private static List<Area> joined(List<Area> areas) {
    List<Area> open = new ArrayList<>(areas);
    open.sort(Comparator.comparingDouble(Area::y0).thenComparingDouble(Area::x0));
    List<Area> result = new ArrayList<>();
    for (Area area : open) {
      Area grown = area;
      boolean again = true;
      while (again) {
        again = false;
        for (int i = result.size() - 1; i >= 0; i--) {
          Area other = result.get(i);
          if (other.overlapX(grown) > -1.5 && other.overlapY(grown) > -1.5) {
            grown = grown.union(other);
            result.remove(i);
            again = true;
          }
        }
      }
      result.add(grown);
    }
    return result;
  }

  private static boolean carriesText(PageContent page, Frame frame, Area area) {
    int words = 0;
    for (PageContent.StyledWord word : page.words()) {
      Area box = frame.area(word.word().box());
      if (area.contains(box.centerX(), box.centerY()) && ++words > 3) {
        return true;
      }
    }
    return false;
  }
}
