// Where two texts differ, word by word; in scripts without spaces letter by letter.

/** More cells than this are compared line by line: a table of them takes 2 bytes a cell. */
const MOST_CELLS = 16_000_000;

/** @param {string} text @returns {string[]} pieces that make up the text */
const words = (text) => text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+|\s+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];

/** @param {string} text */
const lines = (text) => text.match(/[^\n]*\n|[^\n]+/g) ?? [];

/**
 * @typedef {{text: string, changed: boolean}} Piece
 * @param {string} before
 * @param {string} after
 * @returns {{before: Piece[], after: Piece[], changes: number}} pieces that make up each text, and how many pieces are
 *     changed in either
 */
export function differences(before, after) {
  let a = words(before);
  let b = words(after);
  if (a.length * b.length > MOST_CELLS) {
    a = lines(before);
    b = lines(after);
  }
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const common = matched(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const old = joined(a, (index) => index < start || index >= a.length - end || common.a.has(index - start));
  const now = joined(b, (index) => index < start || index >= b.length - end || common.b.has(index - start));
  return { before: old, after: now, changes: [...old, ...now].filter((piece) => piece.changed).length };
}

/** The longest common subsequence: indices of the pieces in it. @param {string[]} a @param {string[]} b */
function matched(a, b) {
  const width = b.length + 1;
  const found = { a: new Set(), b: new Set() };
  if (a.length * b.length > MOST_CELLS) return found;
  // length[i][j]: of what a from i on and b from j on have in common.
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1] + 1 : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      found.a.add(i++);
      found.b.add(j++);
    } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i++;
    else j++;
  }
  return found;
}

/** @param {string[]} pieces @param {(index: number) => boolean} same @returns {Piece[]} */
function joined(pieces, same) {
  const out = [];
  pieces.forEach((text, index) => {
    const changed = !same(index);
    const last = out.at(-1);
    // Space alone is no change worth a mark.
    if (last && (last.changed === changed || text.trim() === '')) last.text += text;
    else out.push({ text, changed: changed && text.trim() !== '' });
  });
  return out;
}

/** The text as it is sought: letters only, in one width and case, without space. @param {string} text */
const bare = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/**
 * Where a phrase stands among the words of a page.
 * @param {any[]} page its words in reading order, as the server tells them
 * @param {string} phrase
 * @returns {number[][][]} for each place the boxes of its words
 */
export function placesOf(page, phrase) {
  const sought = bare(phrase);
  if (!sought) return [];
  let text = '';
  const at = [];
  page.forEach((word, index) => {
    const letters = bare(word.text);
    text += letters;
    for (let i = 0; i < letters.length; i++) at.push(index);
  });
  const places = [];
  for (let found = text.indexOf(sought); found >= 0; found = text.indexOf(sought, found + sought.length)) {
    places.push([...new Set(at.slice(found, found + sought.length))].map((index) => page[index].box));
  }
  return places;
}
