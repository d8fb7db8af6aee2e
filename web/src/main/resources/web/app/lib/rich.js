// Text from documents and models, as Lit templates: built node by node, so that no text can become markup.
import { html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import DOMPurify from 'dompurify';
import '../ui/formula.js';

const formula = (latex, display = false) => html`<pin-formula .latex=${latex.trim()} .display=${display}></pin-formula>`;

/** Formulas as models write them: `\\( … \\)` in text, `\\[ … \\]` and `$$ … $$` apart. A single dollar is money. */
const WRITTEN = /\\\(((?:(?!\\[()]).)+?)\\\)|\\\[((?:(?!\\[[\]]).)+?)\\\]|\$\$(.+?)\$\$/gs;

/** A formula on lines of its own, without a blank one in it. */
const APART = /^(?:\$\$\n(?:[^\n$]+\n)+\$\$|\\\[\n(?:[^\n]+\n)+?\\\])$/gm;

/** Formulas in Markdown of documents, where every dollar that was printed has a backslash before it, and every backslash another. */
const ESCAPED = /\$\$((?:\\.|[^\\$])+)\$\$|\$((?:\\.|[^\\$])+)\$|\\./gs;

/**
 * Text whose formulas are taken out, so that nothing else is looked for in them.
 * @param {string} value
 * @param {RegExp} pattern whose groups are the formulas
 * @returns {{ text: string, drawn: unknown[] }} the text with a mark for each formula
 */
function taken(value, pattern) {
  const drawn = [];
  const text = value.replace(pattern, (whole, ...groups) => {
    const latex = groups.slice(0, 3).find((group) => typeof group === 'string');
    if (!latex?.trim()) return whole;
    drawn.push(formula(latex, /^(\$\$|\\\[)/.test(whole)));
    return `\uE000${drawn.length - 1}\uE001`;
  });
  return { text, drawn };
}

/** Plain text, as of a quote, with the formulas in it. @param {string} text */
export function withFormulas(text) {
  if (!text.includes('\\(')) return text;
  const { text: rest, drawn } = taken(text, WRITTEN);
  return rest.split(/\uE000(\d+)\uE001/).map((part, i) => (i % 2 === 1 ? (drawn[Number(part)] ?? part) : part));
}

/**
 * Inline text: `[1]` markers, **bold**, *italic*, `code`.
 * @param {string} text
 * @param {(marker: number) => unknown} [marker] what stands for a marker; markers stay text without it
 * @param {unknown[]} [drawn] formulas that were taken out
 */
export function inline(text, marker, drawn = []) {
  const out = [];
  const pattern = /\uE000(\d+)\uE001|\[(\d{1,3})\]|\*\*([^*\n]+)\*\*|`([^`\n]+)`|(?<![\w*])\*([^*\s][^*\n]*)\*(?!\w)/g;
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) out.push(text.slice(at, match.index));
    if (match[1]) out.push(drawn[Number(match[1])] ?? match[0]);
    else if (match[2]) out.push(marker ? marker(Number(match[2])) : match[0]);
    else if (match[3]) out.push(html`<strong>${inline(match[3], marker, drawn)}</strong>`);
    else if (match[4]) out.push(html`<code>${match[4]}</code>`);
    else out.push(html`<em>${inline(match[5], marker, drawn)}</em>`);
    at = match.index + match[0].length;
  }
  if (at < text.length) out.push(text.slice(at));
  return out;
}

/** Only what a table is made of survives. @param {string} source */
function table(source) {
  const clean = DOMPurify.sanitize(source, {
    ALLOWED_TAGS: ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'caption', 'br', 'b', 'strong', 'i', 'em', 'p'],
    ALLOWED_ATTR: ['rowspan', 'colspan'],
  });
  return html`<div class="table">${clean.includes('\\(') ? withDrawn(clean) : unsafeHTML(clean)}</div>`;
}

/** A table with the formulas of its cells drawn. @param {string} clean */
function withDrawn(clean) {
  const table = document.createRange().createContextualFragment(clean);
  const walker = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (walker.currentNode.data.includes('\\(')) texts.push(walker.currentNode);
  for (const text of texts) text.replaceWith(...pieces(text.data));
  return table;
}

/** @param {string} text */
function pieces(text) {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(WRITTEN)) {
    const element = document.createElement('pin-formula');
    element.latex = (match[1] ?? match[2] ?? match[3]).trim();
    out.push(text.slice(at, match.index), element);
    at = match.index + match[0].length;
  }
  return [...out, text.slice(at)];
}

const cells = (row) => row.replace(/^\s*\||\|\s*$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));

/** What Markdown escapes is shown without its backslash. @param {string} text */
const plain = (text) => text.replace(/\\([\\`*_{}[\]()#+\-.!|<>~$&:@=])/g, '$1');

/** A figure, fetched from this server and from nowhere else. */
const FIGURE = /^!\[(.*)\]\((\/api\/v1\/(?:documents|ocr)\/[\da-f-]{36}\/pages\/\d+\/figures\/(\d+)(?:\?[\w=&]*)?)\)$/;

/**
 * Markdown as the reader of documents writes it: headings, paragraphs, lists, tables, quotes, figures.
 * @param {string} source
 * @param {(marker: number) => unknown} [marker]
 * @param {{raw?: boolean, figure?: (number: number) => unknown}} [how] `raw` where a model wrote it: nothing in it is
 *   escaped, and a dollar is money; `figure` for what stands under a figure, which is numbered on its page
 */
export function markdown(source, marker, { raw = Boolean(marker), figure: under } = {}) {
  const lines = source.replaceAll('\r', '').replace(APART, (whole) => whole.replaceAll('\n', ' ')).split('\n');
  const out = [];
  const text = (value) => {
    const { text: rest, drawn } = taken(value, raw ? WRITTEN : ESCAPED);
    return inline(marker ? rest : plain(rest), marker, drawn);
  };
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    const heading = line.match(/^(#{1,6})\s+(.*)$/);
    // Models show no pictures.
    const figure = raw ? null : line.match(FIGURE);
    if (line.trim() === '') {
      i++;
    } else if (figure) {
      out.push(html`<img class="figure" loading="lazy" alt=${plain(figure[1])} src=${figure[2]}>`);
      if (under) out.push(under(Number(figure[3])));
      i++;
    } else if (!marker && /^>/.test(line)) {
      const quoted = [];
      for (; i < lines.length && lines[i].startsWith('>'); i++) quoted.push(lines[i].replace(/^> ?/, ''));
      out.push(html`<blockquote>${markdown(quoted.join('\n'), marker, { raw })}</blockquote>`);
    } else if (heading) {
      const level = heading[1].length;
      out.push(html`<p class="h h${level}" role="heading" aria-level=${Math.min(6, level + 1)}>${text(heading[2])}</p>`);
      i++;
    } else if (/^\s*<table/i.test(line)) {
      let end = i;
      while (end < lines.length - 1 && !/<\/table>/i.test(lines[end])) end++;
      out.push(table(lines.slice(i, end + 1).join('\n')));
      i = end + 1;
    } else if (line.includes('|') && /^[\s|:-]+$/.test(lines[i + 1] ?? '') && (lines[i + 1] ?? '').includes('-')) {
      const head = cells(line);
      const rows = [];
      for (i += 2; i < lines.length && lines[i].includes('|'); i++) rows.push(cells(lines[i]));
      out.push(html`<div class="table"><table>
        <thead><tr>${head.map((cell) => html`<th>${text(cell)}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${text(cell)}</td>`)}</tr>`)}</tbody>
      </table></div>`);
    } else if (/^\s*([-*+]|\d+[.)])\s+/.test(line)) {
      const items = [];
      for (; i < lines.length && /^\s*([-*+]|\d+[.)])\s+/.test(lines[i]); i++) {
        const [, mark, rest] = lines[i].match(/^\s*([-*+]|\d+[.)])\s+(.*)$/) ?? [];
        items.push(html`<li>${/\d/.test(mark) ? html`<span class="number">${mark}</span> ` : ''}${text(rest)}</li>`);
      }
      out.push(html`<ul>${items}</ul>`);
    } else if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) {
      out.push(html`<hr>`);
      i++;
    } else {
      const paragraph = [];
      for (; i < lines.length && lines[i].trim() !== '' && !/^(#{1,6}\s|\s*<table|\s*([-*+])\s)/.test(lines[i]); i++) paragraph.push(lines[i].replace(/^>\s?/, ''));
      if (paragraph.length === 0) paragraph.push(lines[i++]);
      out.push(html`<p>${paragraph.map((part, index) => html`${index > 0 ? html`<br>` : ''}${text(part)}`)}</p>`);
    }
  }
  return out;
}
