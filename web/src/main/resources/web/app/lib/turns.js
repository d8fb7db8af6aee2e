// Boxes on pages that another reading turned otherwise.

/**
 * Where boxes lie once the page under them is turned.
 * @param {number[][]} boxes fractions of the page as turned by `from`
 * @param {number} from clockwise degrees: 0, 90, 180 or 270
 * @param {number} to likewise
 * @returns {number[][]} fractions of the page as turned by `to`
 */
export function turned(boxes, from, to) {
  switch ((to - from + 360) % 360) {
    case 90:
      return boxes.map(([x0, y0, x1, y1]) => [1 - y1, x0, 1 - y0, x1]);
    case 180:
      return boxes.map(([x0, y0, x1, y1]) => [1 - x1, 1 - y1, 1 - x0, 1 - y0]);
    case 270:
      return boxes.map(([x0, y0, x1, y1]) => [y0, 1 - x1, y1, 1 - x0]);
    default:
      return boxes;
  }
}
