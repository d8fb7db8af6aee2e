// The lines of a page, as they can be corrected: those of its blocks, and those inside the cells of its tables.

/**
 * @typedef {object} Line
 * @property {number} start code points of the page's text
 * @property {number} end
 * @property {string} text
 * @property {number[]} box
 */

/** Whether a word in a cell stands on the line of the one before it; the limit is the server's. */
const beside = ([, top, , bottom], [, nextTop, , nextBottom]) => Math.min(bottom, nextBottom) - Math.max(top, nextTop) > 0.3 * Math.min(bottom - top, nextBottom - nextTop);

/** @param {any} page with its text and blocks @param {any[]} words @returns {Line[]} in text order */
export function linesOf(page, words) {
  const letters = [...page.text];
  const lines = [];
  const add = (inside) => {
    if (inside.length === 0) return;
    const start = inside[0].start;
    const end = inside.at(-1).end;
    const box = [Math.min(...inside.map((word) => word.box[0])), Math.min(...inside.map((word) => word.box[1])), Math.max(...inside.map((word) => word.box[2])), Math.max(...inside.map((word) => word.box[3]))];
    lines.push({ start, end, text: letters.slice(start, end).join(''), box });
  };
  const within = ({ start, end }) => words.filter((word) => word.start >= start && word.end <= end);
  for (const block of page.blocks) {
    for (const line of block.lines) add(within(line));
    for (const cell of block.cells ?? []) {
      let line = [];
      for (const word of within(cell)) {
        if (line.length > 0 && !beside(line.at(-1).box, word.box)) {
          add(line);
          line = [];
        }
        line.push(word);
      }
      add(line);
    }
  }
  return lines;
}
