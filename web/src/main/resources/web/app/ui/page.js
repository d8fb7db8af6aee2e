// One page: its image, what is marked on it, and its text laid over the image invisibly, to be selected.
import { css, html, nothing, svg } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';
import { api } from '../lib/api.js';
import './correction.js';
import './figures.js';
import { linesOf } from '../lib/lines.js';
import { doubtOf, isSure, percentOf, WEAK } from '../lib/reading.js';
import { t, whyRead } from '../lib/i18n.js';

/** Widths page images are asked for in, so that zooming finds most of them in the cache. */
const WIDTHS = [480, 720, 960, 1280, 1600, 2000];

/** The colour of each kind of block; kinds that are read alike share one. */
export const KINDS = {
  HEADING: '#7a3fb0',
  PARAGRAPH: '#2b6cb0',
  LIST_ITEM: '#0c7c86',
  TABLE: '#b4530a',
  FIGURE: '#a02c6c',
  CAPTION: '#a02c6c',
  FORMULA: '#5b6b00',
  FOOTNOTE: '#54606e',
  PAGE_HEADER: '#7d7d7d',
  PAGE_FOOTER: '#7d7d7d',
  PAGE_NUMBER: '#7d7d7d',
  SEAL: '#b3261e',
  OTHER: '#54606e',
};

/** Where a region is in doubt, and words that are: on paper in both themes. */
const DOUBT = '#b3400f';

/** What readers wrote, and what earlier corrections propose. */
const CORRECTED = '#14664b';
const PROPOSED = '#2b6cb0';

const percent = (fraction) => `${(fraction * 100).toFixed(4)}%`;
const rect = (box) => `left:${percent(box[0])};top:${percent(box[1])};width:${percent(box[2] - box[0])};height:${percent(box[3] - box[1])}`;
const outline = ([x0, y0, x1, y1], colour, fill, dash) => svg`<rect x=${x0} y=${y0} width=${x1 - x0} height=${y1 - y0}
  fill=${fill ? colour : 'none'} fill-opacity="0.12" stroke=${colour} stroke-width="1.2" stroke-dasharray=${dash ?? 'none'} vector-effect="non-scaling-stroke"></rect>`;

let ruler;

/** The sign of each kind of doubt; where two readers disagree it is ≠, and of other kinds a question mark. */
const DOUBTS = { HANDWRITING: 'edit', BELOW_RESOLUTION: 'search' };

/** How strongly a word is marked: not at all where its reading is sure, fully where it is a guess.
 * @param {number} confidence @returns {number} 0 to 1 */
const weakness = (confidence) => Math.min(1, Math.max(0, (0.9 - confidence) / 0.6));

/** What stands on the page, without what models say of its figures: that stands nowhere.
 * @param {any} found words, or a page with its blocks, or something else */
function standing(found) {
  const kept = (list) => list.filter(({ described }) => !described);
  if (Array.isArray(found)) return kept(found);
  return found?.blocks ? { ...found, blocks: kept(found.blocks) } : found;
}

/** @param {string} text @returns {number} its width at a font size of 100 */
function measured(text) {
  ruler ??= document.createElement('canvas').getContext('2d');
  ruler.font = '100px sans-serif';
  return ruler.measureText(text).width;
}

class PinPage extends PinElement {
  static properties = {
    document: {},
    version: { type: Number },
    page: { attribute: false },
    width: { type: Number },
    marks: { attribute: false },
    chunks: { attribute: false },
    layers: { attribute: false },
    settled: { type: Boolean },
    _broken: { state: true },
    _detail: { state: true },
    _words: { state: true },
    _proposals: { state: true },
    _editing: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: block; position: absolute; contain: layout style; }
      .sheet { position: absolute; inset: 0; background: #fff; box-shadow: 0 0 0 1px rgb(30 30 20 / 0.1), 0 2px 10px rgb(30 30 20 / 0.1); container-type: size; overflow: hidden; }
      img { position: absolute; inset: 0; width: 100%; height: 100%; display: block; user-select: none; }
      svg.shapes { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
      .mark { position: absolute; border-radius: 2px; background: var(--mark-faint); cursor: pointer; mix-blend-mode: multiply; }
      .mark::after { content: ''; position: absolute; inset: -2px; border-radius: 3px; border: 1px solid transparent; }
      .mark:hover { background: var(--mark); }
      .mark.active { background: var(--mark); }
      .mark.active::after { border: 1.5px solid var(--mark-line); }
      .mark.weak.active::after { border-style: dashed; border-color: #b3400f; }
      .marker { position: absolute; left: 8px; transform: translateY(-50%); min-width: 18px; height: 18px; padding: 0 5px; border-radius: 9px; display: grid; place-items: center; background: var(--mark-line); color: #fff; font: 600 11px/1 var(--sans); pointer-events: none; }
      .text { position: absolute; inset: 0; color: transparent; line-height: 1; }
      .text span { position: absolute; white-space: pre; transform-origin: 0 0; cursor: text; font-family: sans-serif; }
      .text span::selection { background: rgb(70 130 230 / 0.32); color: transparent; }
      .line { position: absolute; padding: 0; border: 1px dashed #14664b; border-radius: 3px; background: rgb(20 102 75 / 0.05); cursor: text; }
      .line:hover, .line:focus-visible { background: rgb(20 102 75 / 0.16); border-style: solid; }
      .missing { position: absolute; left: 50%; top: 12px; transform: translateX(-50%); width: calc(100% - 32px); max-width: 460px; z-index: 2; box-shadow: var(--shadow); }
      .broken { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 12px; padding: 24px; color: #55564f; text-align: center; font-size: 14px; }
      .doubt { position: absolute; border: 1.5px dashed #b3400f; border-radius: 4px; background: repeating-linear-gradient(135deg, rgb(179 64 15 / 0.1) 0 5px, transparent 5px 11px); pointer-events: none; }
      .doubt button { position: absolute; left: -9px; top: -9px; width: 16px; height: 16px; padding: 0; display: grid; place-items: center; border: 0; border-radius: 50%; background: #b3400f; color: #fff; font: 700 10px/1 var(--sans); cursor: pointer; pointer-events: auto; z-index: 1; }
      .doubt button .icon { width: 10px; height: 10px; stroke-width: 2.4; }
      .source { position: absolute; left: 8px; bottom: 6px; max-width: calc(100% - 60px); padding: 1px 8px; border: 0; border-radius: 8px; background: rgb(255 255 255 / 0.9); color: #55564f; font: 500 11px/1.6 var(--sans); cursor: pointer; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .source:hover { color: #1f211c; text-decoration: underline; text-underline-offset: 2px; }
      .source.weak { background: #b3400f; color: #fff; }
      .number { position: absolute; right: 8px; bottom: 6px; padding: 1px 7px; border-radius: 8px; background: rgb(255 255 255 / 0.86); color: #55564f; font-size: 11px; pointer-events: none; }
    `,
  ];

  constructor() {
    super();
    this.marks = [];
    this.layers = {};
    this._broken = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('document') || changed.has('page')) {
      this._broken = false;
      // Told anew about the same reading, it keeps what it has of it.
      if (this.#shown !== this.#known) {
        this.#known = this.#shown;
        this._detail = null;
        this._words = null;
        this._proposals = null;
      }
    }
  }

  updated() {
    if (!this.settled) return;
    if ((this.layers.blocks || this.layers.correct || this.page.source === 'NONE') && !this._detail) this.#load('_detail', () => api.page(this.document, this.page.number, this.version));
    if (!this._words && this.page.source !== 'NONE') this.#load('_words', () => api.words(this.document, this.page.number, this.version));
    if ((this.layers.weak || this.layers.correct) && !this._proposals && this.page.source !== 'NONE') this.#fetchProposals();
    const text = this.renderRoot.querySelector('.text');
    if (text && this._words && text.dataset.of !== this.#shown) this.#lay(text, this._words);
    this.#goBack();
  }

  /** What is on its way. @type {Map<string, Promise<void>>} */
  #loading = new Map();

  /** The line to go back to, once the lines of that revision are there. @type {{index: number, revision: number}|null} */
  #left = null;

  #known = '';

  /** What the page shows: another reading of it is other words. */
  get #shown() {
    return `${this.document}/${this.version ?? ''}/${this.page.number}/${this.page.revision}`;
  }

  /** @param {string} property @param {() => Promise<any>} load */
  #load(property, load) {
    const of = `${property}/${this.#shown}`;
    if (!this.#loading.has(of)) this.#loading.set(of, this.#loadOnce(property, of, load));
    return this.#loading.get(of);
  }

  /** @param {string} property @param {string} of @param {() => Promise<any>} load */
  async #loadOnce(property, of, load) {
    try {
      const found = await load();
      if (of === `${property}/${this.#shown}`) this[property] = standing(found);
    } catch {
      // The layer is an extra; the page image stands without it.
    } finally {
      this.#loading.delete(of);
    }
  }

  #fetchProposals() {
    return this.#load('_proposals', async () => (await api.proposals(this.document, this.page.number)).items);
  }

  /** Opens the line of the word that was pointed at, whatever lies over it. @param {MouseEvent} event */
  async #choose(event) {
    const sheet = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const x = (event.clientX - sheet.left) / sheet.width;
    const y = (event.clientY - sheet.top) / sheet.height;
    const word = this._words?.find(({ box: [x0, y0, x1, y1] }) => x0 <= x && x <= x1 && y0 <= y && y <= y1);
    if (!word) return;
    if (!this._detail) await this.#load('_detail', () => api.page(this.document, this.page.number, this.version));
    const line = this.#lines().find(({ start, end }) => start <= word.start && word.end <= end);
    if (line) this.#edit(line);
  }

  /** @param {import('../lib/lines.js').Line} line */
  #edit(line) {
    // What was loaded since is of this revision, or the server refuses.
    this._editing = { line, revision: this.page.revision };
    if (!this._proposals) this.#fetchProposals();
  }

  #lines() {
    return this._detail && this._words ? linesOf(this._detail, this._words) : [];
  }

  /** @param {CustomEvent} event with the page as it stands now, where it was corrected */
  #leave({ detail }) {
    const index = this.#lines().findIndex(({ start }) => start === this._editing.line.start);
    this.#left = this.layers.correct ? { index, revision: detail?.revision ?? this.page.revision } : null;
    this._editing = null;
  }

  /** Takes the keyboard back to the line that was left, where lines are shown. */
  #goBack() {
    const lines = /** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll('.line'));
    if (!this.#left || this._editing || lines.length === 0 || this.page.revision < this.#left.revision) return;
    lines[Math.min(Math.max(0, this.#left.index), lines.length - 1)].focus({ preventScroll: true });
    this.#left = null;
  }

  /** Takes the keyboard to the first line. */
  async focusLine() {
    if (!this._words) await this.#load('_words', () => api.words(this.document, this.page.number, this.version));
    if (!this._detail) await this.#load('_detail', () => api.page(this.document, this.page.number, this.version));
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.renderRoot.querySelector('.line'))?.focus({ preventScroll: true });
  }

  /** Sets the words over the image: font size in shares of the page, so that zooming needs no new layout.
   * @param {HTMLElement} layer @param {any[]} words */
  #lay(layer, words) {
    const { width, height } = this.page;
    const parts = document.createDocumentFragment();
    words.forEach((word, index) => {
      const [x0, y0, x1, y1] = word.box;
      const next = words[index + 1];
      const apart = next && next.start > word.end;
      const newLine = next && next.box[1] > (y0 + y1) / 2;
      const span = document.createElement('span');
      span.textContent = word.text + (newLine ? '\n' : apart ? ' ' : '');
      const natural = measured(word.text) * (y1 - y0) * height;
      const stretch = natural > 0 ? ((x1 - x0) * width * 100) / natural : 1;
      if (word.corrected) span.title = t('word.corrected');
      else if (word.confidence < 1) span.title = t('word.confidence', { percent: percentOf(word.confidence) });
      span.style.cssText = `left:${percent(x0)};top:${percent(y0)};font-size:${((y1 - y0) * 100).toFixed(3)}cqh;transform:scaleX(${stretch.toFixed(4)})`;
      parts.append(span);
    });
    layer.replaceChildren(parts);
    layer.dataset.of = this.#shown;
  }

  render() {
    const wanted = this.width * (window.devicePixelRatio || 1);
    const width = WIDTHS.find((step) => step >= wanted * 0.98) ?? WIDTHS.at(-1);
    const { page } = this;
    return html`<div class="sheet" role="img" aria-label=${t('viewer.pageImage', { page: page.number })} @dblclick=${this.#choose}>
      ${this._broken
        ? html`<div class="broken"><p>${t('viewer.imageBroken')}</p><button class="button small" @click=${() => (this._broken = false)}>${icon('retry')}${t('action.retry')}</button></div>`
        : html`<img alt="" draggable="false" src=${api.imageUrl(this.document, page.number, width, this.version, page.revision)} @error=${() => (this._broken = true)}>`}
      ${this.#shapes()}
      <div class="text" lang=""></div>
      ${this.layers.correct ? this.#lines().map((line) => html`<button class="line" lang="" aria-label=${t('correct.line', { text: line.text })} title=${t('correct.title')} .style=${rect(line.box)} @click=${() => this.#edit(line)}></button>`) : nothing}
      ${this.marks.map((mark) => mark.boxes.map((box, index) => html`
        <div class="mark ${mark.active ? 'active' : ''} ${mark.weak ? 'weak' : ''}" data-mark=${mark.key} title=${mark.title} .style=${rect(box)} @click=${() => this.emit('mark-chosen', mark.key)}></div>
        ${mark.active && mark.marker && index === 0 && mark.first ? html`<div class="marker" .style=${`top:${percent((box[1] + box[3]) / 2)}`}>${mark.marker}</div>` : nothing}`))}
      ${this.layers.doubts ? (page.doubts ?? []).map((doubt) => html`<div class="doubt" .style=${rect(doubt.box)}><button title=${doubtOf(doubt)} aria-label=${doubtOf(doubt)} @click=${() => this.emit('source-asked', page.number)}>${doubt.readings ? '≠' : DOUBTS[doubt.kind] ? icon(DOUBTS[doubt.kind]) : '?'}</button></div>`) : nothing}
      ${page.source === 'NONE' ? html`<div class="note missing" role="note">${icon('alert')}<span><strong>${t('viewer.needsOcr')}</strong> ${whyRead(this._detail ?? page)}</span></div>` : nothing}
      ${page.source === 'OCR' || page.source === 'MIXED'
        ? html`<button class="source ${isSure(page) ? '' : 'weak'}" title=${whyRead(page)} @click=${() => this.emit('source-asked', page.number)}>${[page.confidence === undefined ? t(`source.${page.source}`) : t('source.at', { source: t(`source.${page.source}`), percent: percentOf(page.confidence) }), page.corrected > 0 ? t('source.corrected') : ''].filter(Boolean).join(' · ')}</button>`
        : page.corrected > 0
          ? html`<button class="source" @click=${() => this.emit('source-asked', page.number)}>${t('source.corrected')}</button>`
          : nothing}
      <span class="number" aria-hidden="true">${page.number}</span>
    </div><pin-figures .document=${this.document} .page=${page} .settled=${this.settled} .width=${this.width}></pin-figures>${this._editing ? this.#editor(this._editing) : nothing}`;
  }

  /** Below the line, and above it near the end of the page, where the next page would lie over it. */
  #editor({ line, revision }) {
    const [x0, y0, x1, y1] = line.box;
    const room = Math.max(160, this.width - 16);
    const width = Math.min(room, Math.max(300, (x1 - x0) * this.width + 24));
    const left = Math.min(Math.max(8, x0 * this.width - 12), Math.max(8, this.width - 8 - width));
    const beside = y1 > 0.7 ? `bottom:calc(${percent(1 - y0)} + 6px)` : `top:calc(${percent(y1)} + 6px)`;
    const proposals = (this._proposals ?? []).filter(({ start, end }) => start >= line.start && end <= line.end);
    return html`<pin-correction .style=${`left:${left.toFixed(1)}px;width:${width.toFixed(1)}px;${beside}`} .document=${this.document} .page=${this.page.number} .revision=${revision} .line=${line} .proposals=${proposals}
      @correction-left=${this.#leave} @page-corrected=${this.#leave}></pin-correction>`;
  }

  #shapes() {
    const { words, blocks, chunks, weak, correct } = this.layers;
    if (!words && !blocks && !chunks && !weak && !correct) return nothing;
    return html`<svg class="shapes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      ${chunks ? (this.chunks ?? []).map((chunk) => chunk.boxes.map((box) => outline(box, chunk.odd ? '#b4530a' : '#2b6cb0', true))) : nothing}
      ${blocks && this._detail
        ? this._detail.blocks.map((block) => [outline(block.box, KINDS[block.type] ?? KINDS.OTHER, true), (block.cells ?? []).map((cell) => outline(cell.box, KINDS.TABLE, false, '2 2'))])
        : nothing}
      ${weak && this._words
        ? this._words.filter((word) => weakness(word.confidence) > 0).map(({ box: [x0, y0, x1, y1], confidence }) => svg`<rect class="weak" x=${x0} y=${y0} width=${x1 - x0} height=${y1 - y0} fill=${DOUBT}
            fill-opacity=${(0.08 + 0.4 * weakness(confidence)).toFixed(2)} stroke=${confidence < WEAK ? DOUBT : 'none'} stroke-width="1.4" vector-effect="non-scaling-stroke"></rect>`)
        : nothing}
      ${weak && this._words ? this._words.filter((word) => word.corrected).map(({ box: [x0, y0, x1, y1] }) => svg`<rect class="corrected" x=${x0} y=${y0} width=${x1 - x0} height=${y1 - y0} fill=${CORRECTED} fill-opacity="0.14"></rect>
            <line x1=${x0} y1=${y1} x2=${x1} y2=${y1} stroke=${CORRECTED} stroke-width="1.6" vector-effect="non-scaling-stroke"></line>`) : nothing}
      ${weak || correct ? (this._proposals ?? []).map(({ box: [x0, y0, x1, y1] }) => svg`<rect class="proposed" x=${x0} y=${y0} width=${x1 - x0} height=${y1 - y0} fill="none" stroke=${PROPOSED} stroke-width="1.4" stroke-dasharray="2 2" vector-effect="non-scaling-stroke"></rect>`) : nothing}
      ${words && this._words ? this._words.map((word) => outline(word.box, '#c02670', false)) : nothing}
    </svg>`;
  }
}

customElements.define('pin-page', PinPage);
