// The pages of a document, one below the other, only those near the eye drawn.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isDialogOpen, isTyping, PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';
import { KINDS } from './page.js';
import './effort.js';
import { api } from '../lib/api.js';
import { links } from '../lib/router.js';
import { percentOf, readingsOf } from '../lib/reading.js';
import { turned } from '../lib/turns.js';
import { many, number, t, word, whyRead } from '../lib/i18n.js';

const GAP = 14;
const MARGIN = 14;
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3];

/**
 * @typedef {object} Mark something drawn on the pages
 * @property {string} key
 * @property {number} marker 0 for none
 * @property {string} title
 * @property {boolean} [weak] whether it rests on weakly read words
 * @property {{page: number, turn?: number, boxes: number[][]}[]} spans
 */

class PinViewer extends PinElement {
  static properties = {
    document: {},
    version: { type: Number },
    name: {},
    /** Which mark, where to: `{page, stamp}`; a new stamp is a new wish to be taken there. */
    marks: { attribute: false },
    active: {},
    target: { attribute: false },
    closable: { type: Boolean },
    linked: { type: Boolean },
    _pages: { state: true },
    _problem: { state: true },
    _zoom: { state: true },
    _top: { state: true },
    _size: { state: true },
    _layers: { state: true },
    _menu: { state: true },
    _chunks: { state: true },
    _settled: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; height: 100%; min-width: 0; background: var(--sunken); position: relative; }
      .head { display: flex; align-items: center; gap: 2px; min-height: 50px; padding: 6px 8px 6px 14px; background: var(--surface); border-bottom: 1px solid var(--line); position: relative; z-index: 3; }
      .name { flex: 1; min-width: 60px; font-weight: 600; font-size: 14px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--ink); text-decoration: none; }
      a.name:hover { text-decoration: underline; color: var(--ink); }
      .pager, .zoom { display: flex; align-items: center; }
      .pager input { width: 3.2em; height: 30px; text-align: right; padding: 0 6px; border: 1px solid var(--line); border-radius: 7px; background: var(--raised); color: var(--ink); font: inherit; font-size: 13px; font-variant-numeric: tabular-nums; }
      .pager span { font-size: 13px; color: var(--ink-soft); padding: 0 6px; white-space: nowrap; font-variant-numeric: tabular-nums; }
      .zoom button.percent { width: 52px; font-size: 12.5px; font-variant-numeric: tabular-nums; }
      .scroller { flex: 1; overflow: auto; position: relative; overscroll-behavior: contain; scrollbar-gutter: stable; }
      .scroller:focus-visible { outline-offset: -2px; }
      .canvas { position: relative; margin: 0 auto; }
      .empty { position: absolute; inset: 50px 0 0; display: grid; place-content: center; padding: 24px; text-align: center; color: var(--ink-soft); }
      .menu { position: absolute; top: 46px; right: 8px; z-index: 5; width: 272px; max-width: calc(100% - 16px); max-height: calc(100% - 60px); overflow-y: auto; padding: 8px; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); }
      .menu label { display: flex; gap: 10px; align-items: center; padding: 7px 8px; border-radius: 7px; cursor: pointer; font-size: 14px; }
      .menu label:hover { background: var(--hover); }
      input[type='checkbox'] { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; }
      .menu hr { margin: 7px 8px; border: 0; border-top: 1px solid var(--line); }
      .menu .hint { padding: 0 8px 4px 34px; font-size: 12px; line-height: 1.45; color: var(--ink-soft); }
      .read { padding: 4px 8px 6px; font-size: 13px; line-height: 1.45; display: grid; gap: 3px; overflow-wrap: anywhere; }
      .read b { font-weight: 600; }
      .read span { color: var(--ink-soft); }
      .legend { display: grid; grid-template-columns: 1fr 1fr; gap: 3px 8px; padding: 4px 8px 6px 34px; font-size: 12px; color: var(--ink-soft); list-style: none; }
      .legend li { display: flex; align-items: center; gap: 6px; }
      .legend svg { flex: none; }
      .foot { display: flex; align-items: center; justify-content: center; gap: 6px; padding: 7px 10px; background: var(--surface); border-top: 1px solid var(--line); font-size: 13px; color: var(--ink-soft); padding-bottom: calc(7px + env(safe-area-inset-bottom)); }
      .foot .at { min-width: 9em; text-align: center; font-variant-numeric: tabular-nums; }
      @container (max-width: 520px) { .wide-only { display: none; } }
      .box { container-type: inline-size; }
      /* A phone has no room for the name beside the tools. */
      @media (max-width: 440px) {
        .head { flex-wrap: wrap; padding-top: 8px; padding-bottom: 4px; }
        .name { flex: 1 1 100%; padding-right: 6px; }
        .zoom { margin-left: auto; }
        .menu { top: 76px; max-height: calc(100% - 90px); }
        .empty { top: 80px; }
      }
    `,
  ];

  #observer = new ResizeObserver(() => this.#measure());
  #tops = [];
  #settle = 0;
  #done = '';
  #fetched = '';

  constructor() {
    super();
    this.marks = [];
    this._zoom = 1;
    this._top = 0;
    this._size = { width: 0, height: 0 };
    this._layers = { words: false, blocks: false, chunks: false, weak: false, doubts: true, correct: false };
    this._settled = true;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
    this.updateComplete.then(() => {
      const scroller = this.#scroller;
      if (scroller) this.#observer.observe(scroller);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey);
    this.#observer.disconnect();
  }

  get #scroller() {
    return /** @type {HTMLElement|null} */ (this.renderRoot.querySelector('.scroller'));
  }

  firstUpdated() {
    // Not through the template: it has to be able to keep the browser from zooming the whole page.
    this.#scroller?.addEventListener('wheel', (event) => this.#onWheel(event), { passive: false });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('document') || changed.has('version')) this.#fetch();
    this.#layout();
  }

  updated() {
    const wish = this.target && this._pages && this._size.width > 0 ? `${this.document}/${this.target.stamp}` : '';
    if (wish && wish !== this.#done && this.#fetched === `${this.document}/${this.version}`) {
      this.#done = wish;
      this.#goTo();
    }
  }

  async #fetch() {
    const { document, version } = this;
    this._pages = null;
    this._problem = null;
    this._chunks = null;
    this._top = 0;
    if (!document) return;
    try {
      const pages = await api.pages(document, version);
      if (document !== this.document || version !== this.version) return;
      this.#fetched = `${document}/${version}`;
      this._pages = pages.length > 0 ? pages : null;
      if (pages.length === 0) this._problem = t('viewer.noPages');
      if (this._layers.chunks) this.#fetchChunks();
    } catch (error) {
      if (document === this.document) this._problem = error.message;
    }
  }

  async #fetchChunks() {
    const { document } = this;
    try {
      const byPage = new Map();
      (await api.chunks(document)).forEach((chunk, index) => {
        for (const span of chunk.spans) {
          if (!byPage.has(span.page)) byPage.set(span.page, []);
          byPage.get(span.page).push({ odd: index % 2 === 1, boxes: span.boxes ?? [] });
        }
      });
      if (document === this.document) this._chunks = byPage;
    } catch (error) {
      this.emit('problem', error.message);
    }
  }

  /** Takes up what has been read since, without moving what the reader looks at. */
  async refresh() {
    const { document, version } = this;
    if (!this._pages) {
      this.#fetch();
      return;
    }
    try {
      const pages = await api.pages(document, version);
      if (document !== this.document || version !== this.version || pages.length === 0) return;
      const held = this.#held();
      this._pages = pages;
      this.#hold(held);
      if (this._layers.chunks) this.#fetchChunks();
      else this._chunks = null;
    } catch {
      // What is shown stays; it was read once and is still true of that revision.
    }
  }

  #measure() {
    const scroller = this.#scroller;
    if (!scroller || scroller.clientWidth === 0) return;
    if (scroller.clientWidth === this._size.width && scroller.clientHeight === this._size.height) return;
    const held = this.#held();
    this._size = { width: scroller.clientWidth, height: scroller.clientHeight };
    this.#hold(held);
  }

  /** Where everything is. Each page is as wide as the pane, times the zoom: landscape pages as well. */
  #layout() {
    const width = Math.max(120, (this._size.width - 2 * MARGIN) * this._zoom);
    let top = GAP;
    this.#tops = (this._pages ?? []).map((page) => {
      const height = (width * page.height) / page.width;
      const place = { top, width, height };
      top += height + GAP;
      return place;
    });
    this._total = top;
    this._width = width;
  }

  /** What is in the middle of the view, to keep it there when sizes change. */
  #held() {
    const scroller = this.#scroller;
    if (!scroller || this.#tops.length === 0) return null;
    const middle = scroller.scrollTop + scroller.clientHeight / 2;
    const index = this.#at(middle);
    return { index, share: (middle - this.#tops[index].top) / this.#tops[index].height, x: (scroller.scrollLeft + scroller.clientWidth / 2) / Math.max(1, scroller.scrollWidth) };
  }

  /** @param {{index: number, share: number, x: number}|null} held */
  async #hold(held) {
    if (!held) return;
    await this.updateComplete;
    const scroller = this.#scroller;
    const place = this.#tops[held.index];
    if (!scroller || !place) return;
    scroller.scrollTop = place.top + held.share * place.height - scroller.clientHeight / 2;
    scroller.scrollLeft = held.x * scroller.scrollWidth - scroller.clientWidth / 2;
  }

  /** @param {number} y @returns {number} the index of the page there */
  #at(y) {
    let low = 0;
    let high = this.#tops.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle].top <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  get #current() {
    return this.#tops.length === 0 ? 0 : this.#at(this._top + this._size.height * 0.4) + 1;
  }

  /** Brings the active mark, or else the wanted page, into view. */
  #goTo() {
    const scroller = this.#scroller;
    const mark = this.marks.find((candidate) => candidate.key === this.active);
    const span = mark?.spans.find((candidate) => candidate.page === this.target.page) ?? mark?.spans[0];
    const page = span?.page ?? this.target.page ?? 1;
    const place = this.#tops[page - 1];
    if (!scroller || !place) return;
    let y = place.top - GAP;
    let x = scroller.scrollLeft;
    const boxes = span ? this.#boxesOf(span) : [];
    if (boxes.length > 0) {
      const top = Math.min(...boxes.map((box) => box[1]));
      const left = Math.min(...boxes.map((box) => box[0]));
      const right = Math.max(...boxes.map((box) => box[2]));
      y = place.top + top * place.height - scroller.clientHeight * 0.32;
      const from = MARGIN + left * place.width;
      const to = MARGIN + right * place.width;
      if (from < x || to > x + scroller.clientWidth) x = Math.max(0, Math.min(from - 24, to - scroller.clientWidth + 24));
    }
    const near = Math.abs(y - scroller.scrollTop) < scroller.clientHeight * 1.5;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller.scrollTo({ top: y, left: x, behavior: near && !calm ? 'smooth' : 'instant' });
    this.#onScroll();
  }

  #onScroll() {
    const scroller = this.#scroller;
    if (!scroller) return;
    this._top = scroller.scrollTop;
    this._settled = false;
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => (this._settled = true), 140);
  }

  /** @param {WheelEvent} event */
  #onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#setZoom(this._zoom * Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.0022 : 0.06)));
  }

  /** @param {number} zoom */
  #setZoom(zoom) {
    const held = this.#held();
    this._zoom = Math.min(4, Math.max(0.3, zoom));
    this.#hold(held);
  }

  /** @param {1|-1} step */
  #stepZoom(step) {
    const next = step > 0 ? ZOOMS.find((zoom) => zoom > this._zoom + 0.01) : ZOOMS.findLast((zoom) => zoom < this._zoom - 0.01);
    this.#setZoom(next ?? this._zoom);
  }

  /** @param {number} page */
  showPage(page) {
    const place = this.#tops[Math.min(Math.max(1, page), this.#tops.length) - 1];
    if (place) this.#scroller?.scrollTo({ top: place.top - GAP });
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || isDialogOpen()) return;
    if (event.key === '+' || event.key === '=') this.#stepZoom(1);
    else if (event.key === '-') this.#stepZoom(-1);
    else if (event.key === '0') this.#setZoom(1);
    else if (event.key === 'e') this.#correct();
    else if (event.key === 'Escape' && this._layers.correct) this.#toggle('correct');
    else if (event.key === 'Escape' && this._menu) this._menu = false;
    else return;
    event.preventDefault();
  };

  /** Shows which lines can be corrected, and goes to the first of the page in view. */
  async #correct() {
    this._menu = false;
    this.#toggle('correct');
    if (!this._layers.correct) return;
    await this.updateComplete;
    /** @type {any} */ (this.renderRoot.querySelector(`pin-page[data-page="${this.#current}"]`))?.focusLine();
  }

  /** @param {any} page as it stands after a correction */
  #corrected(page) {
    this._pages = this._pages.map((known) => (known.number === page.number ? page : known));
    if (this._layers.chunks) this.#fetchChunks();
  }

  /** @param {'words'|'blocks'|'chunks'|'weak'|'doubts'|'correct'} layer */
  #toggle(layer) {
    this._layers = { ...this._layers, [layer]: !this._layers[layer] };
    if (layer === 'chunks' && this._layers.chunks && !this._chunks) this.#fetchChunks();
  }

  /** @param {ClipboardEvent} event */
  #onCopy(event) {
    // The words are one element each; what is copied is the text as it is read.
    const text = String(this.renderRoot.getSelection?.() ?? getSelection() ?? '');
    if (!text) return;
    event.clipboardData?.setData('text/plain', text.replace(/[ \t]*\n[ \t]*/g, '\n').replace(/\n{3,}/g, '\n\n'));
    event.preventDefault();
  }

  render() {
    const { _pages: pages, _size: size } = this;
    const from = this._top - size.height;
    const to = this._top + size.height * 2;
    const inView = (place) => place.top + place.height > this._top - 40 && place.top < this._top + size.height + 40;
    const drawn = (pages ?? []).map((page, index) => ({ page, place: this.#tops[index] })).filter(({ place }) => place && size.width > 0 && place.top + place.height > from && place.top < to);
    return html`
      <div class="box"><div class="head" role="toolbar" aria-label=${t('viewer.toolbar')}>
        ${this.linked
          ? html`<a class="name" href=${links.page(this.document, this.#current || 1)} title=${this.name}>${this.name}</a>`
          : html`<span class="name" title=${this.name}>${this.name}</span>`}
        ${pages
          ? html`<div class="pager">
                <button class="tool wide-only" title=${t('viewer.previousPage')} aria-label=${t('viewer.previousPage')} ?disabled=${this.#current <= 1} @click=${() => this.showPage(this.#current - 1)}>${icon('up')}</button>
                <input inputmode="numeric" aria-label=${t('viewer.page')} .value=${String(this.#current)} @focus=${(event) => event.target.select()} @change=${(event) => {
                  this.showPage(Number(event.target.value) || this.#current);
                  event.target.value = String(this.#current);
                }}><span>/ ${number(pages.length)}</span>
                <button class="tool wide-only" title=${t('viewer.nextPage')} aria-label=${t('viewer.nextPage')} ?disabled=${this.#current >= pages.length} @click=${() => this.showPage(this.#current + 1)}>${icon('down')}</button>
              </div>
              <div class="zoom">
                <button class="tool" title=${t('viewer.zoomOut')} aria-label=${t('viewer.zoomOut')} @click=${() => this.#stepZoom(-1)}>${icon('minus')}</button>
                <button class="tool percent wide-only" title=${t('viewer.fit')} aria-label=${t('viewer.fit')} @click=${() => this.#setZoom(1)}>${Math.round(this._zoom * 100)}%</button>
                <button class="tool" title=${t('viewer.zoomIn')} aria-label=${t('viewer.zoomIn')} @click=${() => this.#stepZoom(1)}>${icon('plus')}</button>
              </div>
              <button class="tool find" title=${t('viewer.find')} aria-label=${t('viewer.find')} @click=${() => this.emit('reading-asked', { document: this.document, version: this.version, name: this.name, page: this.#current, pages: pages.length, find: true })}>${icon('search')}</button>
              <button class="tool" title=${t('viewer.layers')} aria-label=${t('viewer.layers')} aria-expanded=${this._menu ? 'true' : 'false'} aria-pressed=${Object.entries(this._layers).some(([layer, on]) => on && layer !== 'doubts') ? 'true' : 'false'} @click=${() => (this._menu = !this._menu)}>${icon('layers')}</button>`
          : nothing}
        ${this.closable ? html`<button class="tool" title="${t('viewer.close')} (Esc)" aria-label=${t('viewer.close')} @click=${() => this.emit('viewer-close')}>${icon('close')}</button>` : nothing}
      </div></div>
      ${this._menu ? this.#layersMenu() : nothing}
      <div class="scroller" tabindex="0" role="region" aria-label=${t('viewer.pages')} aria-busy=${pages || this._problem ? 'false' : 'true'} @scroll=${this.#onScroll} @copy=${this.#onCopy}>
        <div class="canvas" .style=${pages ? `height:${this._total}px;width:${this._width + 2 * MARGIN}px` : ''}>
          ${repeat(drawn, ({ page }) => `${this.document}/${page.number}`, ({ page, place }) => html`<pin-page
            data-page=${page.number}
            .style=${`top:${place.top}px;left:${MARGIN}px;width:${place.width}px;height:${place.height}px`}
            .document=${this.document} .version=${this.version} .page=${page} .width=${place.width}
            .marks=${this.#marksOn(page.number)} .chunks=${this._chunks?.get(page.number)} .layers=${this._layers}
            .settled=${this._settled && inView(place)}
            @source-asked=${() => (this._menu = true)} @page-corrected=${(event) => this.#corrected(event.detail)} @page-stale=${() => this.refresh()}></pin-page>`)}
        </div>
      </div>
      ${this._problem ? html`<div class="empty">${this._problem}</div>` : nothing}
      <slot name="foot"></slot>`;
  }

  #layersMenu() {
    const row = (layer) => html`<label><input type="checkbox" .checked=${this._layers[layer]} @change=${() => this.#toggle(layer)}>${t(`viewer.layer.${layer}`)}</label>`;
    const pages = this._pages ?? [];
    const page = pages[this.#current - 1];
    return html`<div class="menu" role="group" aria-label=${t('viewer.layers')}>
      ${row('words')} ${row('blocks')}
      ${this._layers.blocks
        ? html`<ul class="legend">${Object.entries(KINDS).filter(([kind]) => !['PAGE_FOOTER', 'PAGE_NUMBER', 'OTHER', 'CAPTION'].includes(kind)).map(([kind, colour]) => html`
            <li><svg width="11" height="11" aria-hidden="true"><rect x="1" y="1" width="9" height="9" rx="2" fill=${colour} fill-opacity="0.25" stroke=${colour}></rect></svg>${word('block', kind)}</li>`)}</ul>`
        : nothing}
      ${row('chunks')}
      ${pages.some(({ source, corrected }) => source === 'OCR' || source === 'MIXED' || corrected > 0)
        ? html`${row('weak')}${this._layers.weak ? html`<p class="hint">${t('viewer.weakHint')}</p>` : nothing}
            ${pages.some(({ doubts }) => doubts?.length > 0) ? row('doubts') : nothing}`
        : nothing}
      <hr><button class="button small quiet correct" aria-pressed=${this._layers.correct ? 'true' : 'false'} @click=${() => this.#correct()}>${icon('edit')}${this._layers.correct ? t('correct.stop') : t('correct.begin')}<kbd>e</kbd></button>
      ${page ? html`<hr>${this.#reading(page)}` : nothing}
    </div>`;
  }

  /** Where the text of a page came from, and why from there. */
  #reading(page) {
    const by = [page.source === 'NONE' ? '' : page.engine, page.mode, page.confidence === undefined ? '' : t('viewer.sureness', { percent: percentOf(page.confidence) })].filter(Boolean).join(' · ');
    const kinds = [...new Set((page.doubts ?? []).map(({ kind }) => word('doubt', kind)))];
    return html`<div class="read" data-page=${page.number}>
      <b>${t('viewer.read', { page: page.number, source: t(`source.${page.source}.long`) })}</b>
      ${by ? html`<span>${by}</span>` : nothing}
      ${page.turn ? html`<span>${t('viewer.turned', { degrees: page.turn })}</span>` : nothing}
      ${kinds.length > 0 ? html`<span>${t('viewer.doubts', { kinds: kinds.join(t('list.comma')) })}</span>` : nothing}
      ${(page.doubts ?? []).filter(({ readings }) => readings).map(({ readings }) => html`<span class="disputed">${readingsOf(readings)}</span>`)}
      ${page.corrected > 0 ? html`<span>${many('viewer.corrected', page.corrected)}</span>` : nothing}
      ${page.sourceReason ? html`<span>${whyRead(page)}</span>` : nothing}
      <pin-effort .document=${this.document} .version=${this.version} .name=${this.name} .page=${page} .pages=${this._pages.length} @reading-asked=${() => (this._menu = false)}></pin-effort>
    </div>`;
  }

  /** The boxes of a span on the page as it is shown: another reading may have turned it since.
   * @param {{page: number, turn?: number, boxes?: number[][]}} span */
  #boxesOf({ page, turn, boxes }) {
    return turned(boxes ?? [], turn ?? 0, this._pages?.[page - 1]?.turn ?? 0);
  }

  /** @param {number} page */
  #marksOn(page) {
    const found = [];
    for (const mark of this.marks) {
      mark.spans.forEach((span, index) => {
        if (span.page === page) found.push({ key: mark.key, marker: mark.marker, title: mark.title, weak: mark.weak, boxes: this.#boxesOf(span), active: mark.key === this.active, first: index === 0 });
      });
    }
    // The active one last, so that it lies above those it overlaps.
    return found.sort((a, b) => Number(a.active) - Number(b.active));
  }
}

customElements.define('pin-viewer', PinViewer);
