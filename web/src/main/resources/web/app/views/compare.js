// One page of a document at large: its image with the blocks, its text beside it, a phrase looked for, and what
// another engine or an earlier reading makes of it.
import { css, html, nothing } from 'lit';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { formulaStyles } from '../ui/formula.js';
import { readText } from '../ui/text.js';
import { icon } from '../ui/icons.js';
import { pointer } from '../ui/blocks.js';
import '../ui/engines.js';
import { api, isAborted } from '../lib/api.js';
import { differences, placesOf } from '../lib/differences.js';
import { ended, takeAnswer } from '../lib/library.js';
import { NO_CHOICE, onlyPage } from '../lib/reader.js';
import { effort, percentOf } from '../lib/reading.js';
import { markdown } from '../lib/rich.js';
import { Store } from '../lib/store.js';
import { turned } from '../lib/turns.js';
import { many, number, said, t } from '../lib/i18n.js';

const IMAGE_WIDTH = 1280;

/** @type {Store<{of: {document: string, version: number, name: string, page: number, pages: number, find?: boolean}|null}>} */
const wish = new Store({ of: null });

/** Opens a page at large, with `find` to look for a phrase on it. @param {{document: string, version: number, name: string, page: number, pages: number, find?: boolean}} of */
export function openReading(of) {
  wish.set({ of });
}

class PinCompare extends PinElement {
  static properties = {
    _ocr: { state: true },
    _choice: { state: true },
    _page: { state: true },
    _words: { state: true },
    _earlier: { state: true },
    _phrase: { state: true },
    /** What an engine was asked to point at: `{phrase, engine, boxes}`, without boxes while it looks. */
    _pointed: { state: true },
    _busy: { state: true },
    _problem: { state: true },
    _said: { state: true },
  };

  get looksAt() {
    return [wish];
  }

  static styles = [
    base,
    readText,
    formulaStyles,
    css`
      dialog { width: calc(100vw - 32px); height: calc(100dvh - 32px); max-width: 1500px; max-height: none; padding: 0; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink); box-shadow: var(--shadow); overflow: hidden; }
      dialog[open] { display: flex; flex-direction: column; }
      dialog::backdrop { background: rgb(15 15 10 / 0.45); }
      header { display: flex; align-items: center; gap: 4px; padding: 10px 12px 10px 20px; border-bottom: 1px solid var(--line); }
      h2 { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 600 17px/1.45 var(--serif); }
      header span { font-size: 13.5px; color: var(--ink-soft); white-space: nowrap; font-variant-numeric: tabular-nums; padding: 0 4px; }
      .tools { display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: end; padding: 12px 20px; border-bottom: 1px solid var(--line); background: var(--paper); }
      .tools pin-engines { flex: 0 1 auto; }
      .tools .earlier { flex: 0 1 230px; min-width: 0; margin-left: auto; }
      .tools .earlier .field { min-height: 38px; font-size: 14px; }
      .tools label.label { margin-bottom: 4px; font-size: 13px; color: var(--ink-soft); }
      .body { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
      .body.three { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1fr); }
      .pane { overflow-y: auto; padding: 16px 20px 32px; min-width: 0; }
      .pane + .pane { border-left: 1px solid var(--line); }
      h3 { font: 600 14px/1.4 var(--sans); }
      .took { margin: 2px 0 12px; font-size: 12.5px; color: var(--ink-soft); overflow-wrap: anywhere; }
      .find { display: flex; align-items: center; gap: 10px; margin-bottom: 10px; }
      .find .field { min-height: 36px; padding: 5px 12px; font-size: 14px; }
      .find .button { flex: none; }
      .located { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: -2px 0 10px; font-size: 13px; line-height: 1.45; color: var(--ink-soft); }
      .located svg { flex: none; }
      .find span { flex: none; font-size: 13px; color: var(--ink-soft); font-variant-numeric: tabular-nums; }
      .tell { padding: 0 20px; }
      .tell > * { margin: 12px 0 0; }
      .waiting { padding: 20px 0; color: var(--ink-soft); }
      @media (max-width: 899px) {
        dialog { width: 100vw; height: 100dvh; max-width: none; border: 0; border-radius: 0; }
        dialog[open] { display: block; overflow-y: auto; }
        header { position: sticky; top: 0; z-index: 2; background: var(--surface); padding-left: 16px; }
        .tools { padding: 12px 16px; }
        .tools pin-engines, .tools .earlier { flex: 1 1 100%; }
        .body, .body.three { grid-template-columns: minmax(0, 1fr); }
        .pane { overflow: visible; padding: 14px 16px; }
        .pane + .pane { border-left: 0; border-top: 1px solid var(--line); }
        .tell { padding: 0 16px; }
      }
    `,
  ];

  #of = null;

  constructor() {
    super();
    this._choice = { ...NO_CHOICE };
  }

  willUpdate() {
    const { of } = wish.state;
    if (of === this.#of) return;
    // On another page of the same document the same is looked for.
    if (of?.document !== this.#of?.document) this._phrase = '';
    this.#of = of;
    this.#looking?.abort();
    this._pointed = null;
    this._page = null;
    this._words = null;
    this._earlier = null;
    this._problem = null;
    this._said = null;
    this._busy = false;
    if (!of) return;
    this.#fetch(of);
    if (!this._ocr) this.#fetchEngines();
  }

  updated() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
      this.#toFind = Boolean(this.#of?.find);
    }
    const find = this.#toFind && /** @type {HTMLElement|null} */ (this.renderRoot.querySelector('.find input'));
    if (!find) return;
    this.#toFind = false;
    find.focus();
  }

  /** Whether the phrase is to be typed as soon as there is where. */
  #toFind = false;

  /** @type {AbortController|null} */
  #looking = null;

  /** Who can be asked where something is: who read the page, or the first who can. @returns {string} empty for nobody */
  get #pointing() {
    const able = (this._ocr?.engines ?? []).filter(({ tasks }) => tasks.includes('LOCATE')).map(({ engine }) => engine);
    return able.includes(this._page?.engine) ? this._page.engine : (able[0] ?? '');
  }

  /** Has an engine look at the page for what the words do not tell: a seal, a signature, what was misread. */
  async #point() {
    const of = this.#of;
    const phrase = this._phrase.trim();
    const engine = this.#pointing;
    if (!phrase || !engine) return;
    this.#looking?.abort();
    const looking = new AbortController();
    this.#looking = looking;
    this._problem = null;
    this._pointed = { phrase, engine };
    try {
      const { job } = await api.locate(of.document, of.page, of.version, phrase, engine);
      const seen = await onlyPage(job.id, looking.signal);
      // The image that was looked at stood as the page is shown; the engine may have turned it once more.
      const boxes = turned(seen.blocks.map(({ box }) => box), seen.turn ?? 0, 0);
      if (this.#looking === looking) this._pointed = { phrase, engine, boxes };
    } catch (error) {
      if (isAborted(error) || this.#looking !== looking) return;
      this._pointed = null;
      this._problem = error.message;
    }
  }

  async #fetchEngines() {
    try {
      this._ocr = (await api.status()).ocr;
    } catch (error) {
      this._problem = error.message;
    }
  }

  /** The page as it was last read. */
  async #fetch(of) {
    try {
      const page = await api.page(of.document, of.page, of.version);
      if (of !== this.#of) return;
      this._page = page;
      this._words = null;
      if (this._phrase) this.#fetchWords();
    } catch (error) {
      if (of === this.#of) this._problem = error.message;
    }
  }

  async #fetchWords() {
    const of = this.#of;
    const page = this._page;
    if (!of || !page || this._words) return;
    try {
      const words = await api.words(of.document, of.page, of.version, page.revision);
      if (page === this._page) this._words = words;
    } catch (error) {
      if (of === this.#of) this._problem = error.message;
    }
  }

  /** @param {number} revision 0 for none */
  async #compareWith(revision) {
    const of = this.#of;
    this._said = null;
    if (!revision) {
      this._earlier = null;
      return;
    }
    try {
      const earlier = await api.page(of.document, of.page, of.version, revision);
      if (of === this.#of) this._earlier = earlier;
    } catch (error) {
      if (of === this.#of) this._problem = error.message;
    }
  }

  async #readAgain() {
    const of = this.#of;
    const before = this._page;
    this._busy = true;
    this._problem = null;
    this._said = null;
    try {
      const engine = this._choice.engine || this._ocr.engines[0].engine;
      const { job } = await api.readPages(of.document, [of.page], engine, this._choice.mode || undefined);
      takeAnswer(job);
      const over = await ended(job.id);
      if (of !== this.#of) return;
      if (over.state !== 'DONE') throw new Error(over.problem ? said(over.problem) : t('compare.notRead'));
      await this.#fetch(of);
      if (of !== this.#of) return;
      if (this._page.revision === before.revision) {
        const problem = (await api.pageProblems(of.document, of.version)).find((one) => one.page === of.page);
        if (problem) throw new Error(said(problem.problem));
        this._said = t('compare.same');
      } else this._earlier = before;
    } catch (error) {
      if (of === this.#of) this._problem = error.message;
    } finally {
      if (of === this.#of) {
        this._busy = false;
        // The button was out of reach meanwhile, and the keyboard with it.
        await this.updateComplete;
        if (!this.renderRoot.activeElement) this.renderRoot.querySelector('.again')?.focus();
      }
    }
  }

  /** @param {number} page */
  #goTo(page) {
    wish.set({ of: { ...this.#of, page } });
  }

  #close() {
    wish.set({ of: null });
  }

  render() {
    const { of } = wish.state;
    if (!of) return nothing;
    const { _page: page, _earlier: earlier, _busy: busy } = this;
    const places = page && this._phrase && this._words ? placesOf(this._words, this._phrase) : [];
    const compared = page && earlier ? differences(earlier.text, page.text) : null;
    // Its keys are its own: what lies beneath has shortcuts of the same names.
    return html`<dialog aria-labelledby="title" @keydown=${(event) => event.stopPropagation()} @cancel=${(event) => {
      event.preventDefault();
      this.#close();
    }}>
      <header>
        <h2 id="title" title=${of.name}>${of.name}</h2>
        <button class="tool" title=${t('viewer.previousPage')} aria-label=${t('viewer.previousPage')} ?disabled=${busy || of.page <= 1} @click=${() => this.#goTo(of.page - 1)}>${icon('left')}</button>
        <span aria-live="polite">${t('read.at', { page: number(of.page), total: number(of.pages) })}</span>
        <button class="tool" title=${t('viewer.nextPage')} aria-label=${t('viewer.nextPage')} ?disabled=${busy || of.page >= of.pages} @click=${() => this.#goTo(of.page + 1)}>${icon('right')}</button>
        <button class="tool close" title="${t('action.close')} (Esc)" aria-label=${t('action.close')} @click=${() => this.#close()}>${icon('close')}</button>
      </header>
      <div class="tools">
        ${this._ocr?.engines.length > 0
          ? html`<pin-engines plain .engines=${this._ocr.engines} .choice=${this._choice} .disabled=${busy} @choice=${(event) => (this._choice = event.detail)}></pin-engines>
              <button class="button primary again" ?disabled=${busy || !page} @click=${() => this.#readAgain()}>${icon('retry')}${t(busy ? 'compare.reading' : 'compare.again')}</button>`
          : nothing}
        ${page?.revision > 1
          ? html`<div class="earlier"><label class="label" for="earlier">${t('compare.with')}</label><select class="field" id="earlier" ?disabled=${busy} .value=${String(earlier?.revision ?? 0)} @change=${(event) => this.#compareWith(Number(event.target.value))}>
              <option value="0" ?selected=${!earlier}>${t('compare.nothing')}</option>
              ${Array.from({ length: page.revision - 1 }, (_, index) => page.revision - 1 - index).map((revision) => html`<option value=${revision} ?selected=${revision === earlier?.revision}>${t('compare.reading.n', { n: number(revision) })}</option>`)}
            </select></div>`
          : nothing}
      </div>
      <div class="tell" role="status">
        ${busy ? html`<div class="bar unknown"><i></i></div>` : nothing}
        ${this._problem ? html`<div class="problem">${icon('alert')}<span>${this._problem}</span></div>` : nothing}
        ${this._said ? html`<div class="note">${icon('check')}<span>${this._said}</span></div>` : nothing}
      </div>
      ${page
        ? html`<div class="body ${compared ? 'three' : ''}">
            <div class="pane" tabindex="0" role="region" aria-label=${t('viewer.pageImage', { page: of.page })}>
              <div class="find"><input class="field" type="search" aria-label=${t('compare.find')} placeholder=${t('compare.find')} autocomplete="off" maxlength="200" .value=${this._phrase} @input=${(event) => {
                this._phrase = event.target.value;
                this.#fetchWords();
              }} @keydown=${(event) => event.key === 'Enter' && !event.isComposing && this.#point()}>${this._phrase.trim() && this._words ? html`<span role="status">${places.length > 0 ? many('compare.found', places.length) : t('compare.notFound')}</span>` : nothing}</div>
              ${this._phrase.trim() && this._ocr ? this.#located() : nothing}
              <pin-blocks .src=${api.imageUrl(of.document, of.page, IMAGE_WIDTH, of.version, page.revision)} .number=${of.page} .shape=${page.width / page.height} .blocks=${page.blocks} .found=${places.flat()} .pointed=${this.#boxes}></pin-blocks>
            </div>
            ${compared ? html`${this.#side(earlier, compared.before, 'del')}${this.#side(page, compared.after, 'ins', compared.changes)}` : this.#beside(page)}
          </div>`
        : this._problem
          ? nothing
          : html`<p class="waiting tell">${t('state.loading')}</p>`}
    </dialog>`;
  }

  /** What was pointed at, as long as it is what is looked for. */
  get #asked() {
    return this._pointed?.phrase === this._phrase.trim() ? this._pointed : null;
  }

  get #boxes() {
    return this.#asked?.boxes ?? [];
  }

  /** Where an engine says that it is, besides where the words stand. */
  #located() {
    const engine = this.#pointing;
    const asked = this.#asked;
    if (!engine) return html`<p class="located">${t('locate.wordsOnly')}</p>`;
    if (!asked) return html`<p class="located"><button class="button small point" @click=${() => this.#point()}>${icon('scan')}${t('locate.ask', { engine })}</button></p>`;
    if (!asked.boxes) return html`<p class="located" role="status">${pointer}${t('locate.asking')}</p>`;
    return html`<p class="located" role="status">${pointer}${asked.boxes.length > 0 ? many('locate.found', asked.boxes.length, { engine: asked.engine }) : t('locate.nothing', { engine: asked.engine })}</p>`;
  }

  #heading(page) {
    const by = [...effort(page), page.confidence === undefined ? '' : t('viewer.sureness', { percent: percentOf(page.confidence) })].filter(Boolean);
    return html`<h3>${t('compare.reading.n', { n: number(page.revision) })}</h3><p class="took">${page.source === 'TEXT_LAYER' ? t('source.TEXT_LAYER.long') : by.join(' · ')}</p>`;
  }

  #beside(page) {
    return html`<div class="pane beside" tabindex="0" role="region" aria-label=${t('document.tab.text')}>
      ${this.#heading(page)}
      ${page.markdown.trim() ? html`<div class="text" lang="">${markdown(page.markdown)}</div>` : html`<p class="waiting">${t('read.empty')}</p>`}
    </div>`;
  }

  /** @param {any} page @param {import('../lib/differences.js').Piece[]} pieces @param {'del'|'ins'} mark @param {number} [changes] */
  #side(page, pieces, mark, changes) {
    return html`<div class="pane ${mark === 'del' ? 'old' : 'new'}" tabindex="0" role="region" aria-label=${t('compare.reading.n', { n: number(page.revision) })}>
      ${this.#heading(page)}
      ${changes === 0 ? html`<p class="waiting">${t('compare.sameText')}</p>` : nothing}
      <div class="plain" lang="">${pieces.map(({ text, changed }) => (!changed ? text : mark === 'del' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`))}</div>
    </div>`;
  }
}

customElements.define('pin-compare', PinCompare);
