// The figures of a page in the viewer: a sign on each, and what models say that it shows.
import { css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';
import './figure.js';
import { api, isAborted } from '../lib/api.js';
import { ended, takeAnswer } from '../lib/library.js';
import { said, t } from '../lib/i18n.js';

const percent = (fraction) => `${(fraction * 100).toFixed(4)}%`;

/** Nothing is asked, and nothing went wrong. */
const CALM = { busy: '', problem: null };

class PinFigures extends PinElement {
  static properties = {
    document: {},
    /** The page as the list of pages tells it. */
    page: { attribute: false },
    /** Whether it is in view, and has been for a moment. */
    settled: { type: Boolean },
    /** How wide the page is drawn, in pixels. */
    width: { type: Number },
    _figures: { state: true },
    _open: { state: true },
    _engines: { state: true },
    /** Why the engines are not known. */
    _unknown: { state: true },
    /** How asking goes, by the number of the figure. */
    _asked: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: contents; }
      .sign { position: absolute; z-index: 2; width: 26px; height: 26px; padding: 0; display: grid; place-items: center; border: 1px solid #a02c6c; border-radius: 7px; background: rgb(255 255 255 / 0.94); color: #a02c6c; cursor: pointer; transform: translate(-100%, 0); }
      .sign:hover, .sign[aria-expanded='true'] { background: #a02c6c; color: #fff; }
      .sign.answered::after { content: ''; position: absolute; right: -4px; top: -4px; width: 9px; height: 9px; border-radius: 50%; background: #a02c6c; border: 1.5px solid #fff; }
      .sign .icon { width: 15px; height: 15px; }
      .panel { position: absolute; z-index: 5; max-height: min(70vh, 460px); overflow-y: auto; padding: 12px; display: grid; gap: 10px; background: var(--raised); color: var(--ink); border: 1px solid var(--line-strong); border-radius: 10px; box-shadow: var(--shadow); font-size: 14px; }
      .top { display: flex; align-items: start; gap: 8px; }
      .top strong { flex: 1; min-width: 0; font-weight: 600; line-height: 1.4; padding-top: 4px; overflow-wrap: anywhere; }
    `,
  ];

  #known = '';

  /** Ends the waiting for answers. */
  #left = new AbortController();

  #of = '';

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave();
  }

  #leave() {
    this.#left.abort();
    this.#left = new AbortController();
    this._asked = new Map();
  }

  willUpdate() {
    const of = `${this.document}/${this.page.number}`;
    if (of !== this.#of) {
      this.#of = of;
      this.#leave();
      this._open = 0;
      this._figures = [];
    }
    const now = `${of}/${this.page.revision}`;
    if (this.settled && now !== this.#known) {
      this.#known = now;
      if (this.page.figures) this.#fetch(now);
      else this._figures = [];
    }
  }

  /** @param {string} of */
  async #fetch(of) {
    try {
      const { items } = await api.figures(this.document, this.page.number);
      if (of === this.#known) this._figures = items;
    } catch {
      // The page stands without them until it is looked at again.
      if (of === this.#known) this.#known = '';
    }
  }

  /** @param {number} number 0 to close */
  async #show(number) {
    const left = this._open;
    this._open = number;
    if (left) this.#tell(left, { problem: null });
    await this.updateComplete;
    const target = number ? '.panel button' : `.sign[data-figure="${left}"]`;
    /** @type {HTMLElement|null} */ (this.renderRoot.querySelector(target))?.focus({ preventScroll: !number });
    if (!number || this._engines) return;
    this._unknown = null;
    try {
      this._engines = (await api.status()).ocr?.engines ?? [];
    } catch (error) {
      this._unknown = error.message;
    }
  }

  /** @param {number} number @param {Partial<typeof CALM>} change */
  #tell(number, change) {
    this._asked = new Map(this._asked).set(number, { ...(this._asked.get(number) ?? CALM), ...change });
  }

  /** @param {number} number @param {string} task */
  async #ask(number, task) {
    const { signal } = this.#left;
    this.#tell(number, { busy: task, problem: null });
    try {
      const { job } = await api.readFigure(this.document, this.page.number, number, task);
      takeAnswer(job);
      signal.throwIfAborted();
      const over = await ended(job.id, signal);
      if (over.state !== 'DONE') throw new Error(over.problem ? said(over.problem) : t('figures.stopped'));
      this.#changed();
      this.#tell(number, CALM);
    } catch (error) {
      // Who looks at another page by now sees the answer when coming back.
      if (isAborted(error) || signal.aborted) return;
      this.#tell(number, { busy: '', problem: error.message });
    }
  }

  /** @param {number} number */
  async #takeBack(number) {
    this.#tell(number, { problem: null });
    try {
      await api.forgetFigure(this.document, this.page.number, number);
      this.#changed();
    } catch (error) {
      this.#tell(number, { problem: error.message });
    }
  }

  #changed() {
    this.#fetch(this.#known);
    this.emit('page-stale');
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // Keys pressed here are no shortcuts of the page around it.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#show(0);
    }
  }

  render() {
    const open = (this._figures ?? []).find(({ number }) => number === this._open);
    return html`${(this._figures ?? []).map(({ number, box, readings }) => html`
      <button class="sign ${readings.length > 0 ? 'answered' : ''}" data-figure=${number} aria-expanded=${number === this._open ? 'true' : 'false'} title=${t('figures.open', { number })} aria-label=${t('figures.open', { number })}
        .style=${`left:calc(${percent(box[2])} - 4px);top:calc(${percent(box[1])} + 4px)`} @click=${() => this.#show(number === this._open ? 0 : number)} @dblclick=${(event) => event.stopPropagation()}>${icon('search')}</button>`)}
      ${open ? this.#panel(open) : nothing}`;
  }

  #panel(figure) {
    const { busy, problem } = this._asked.get(figure.number) ?? CALM;
    const [, y0, x1, y1] = figure.box;
    const width = Math.min(380, Math.max(200, this.width - 16));
    const left = Math.min(Math.max(8, x1 * this.width - width), Math.max(8, this.width - 8 - width));
    const beside = y1 > 0.6 ? `bottom:calc(${percent(1 - y0)} + 6px)` : `top:calc(${percent(y1)} + 6px)`;
    return html`<section class="panel" role="dialog" aria-label=${t('figures.title', { number: figure.number })} .style=${`left:${left.toFixed(1)}px;width:${width.toFixed(1)}px;${beside}`} @keydown=${this.#key} @dblclick=${(event) => event.stopPropagation()}>
      <div class="top"><strong>${figure.caption ?? t('figures.title', { number: figure.number })}</strong>
        <button class="tool" title=${t('action.close')} aria-label=${t('action.close')} @click=${() => this.#show(0)}>${icon('close')}</button></div>
      ${keyed(figure.number, html`<pin-figure .readings=${figure.readings} .engines=${this._engines ?? null} .busy=${busy} .problem=${problem ?? this._unknown} .hint=${t('figures.hint')} revocable
        @figure-asked=${(event) => this.#ask(figure.number, event.detail)} @figure-revoked=${() => this.#takeBack(figure.number)}></pin-figure>`)}
    </section>`;
  }
}

customElements.define('pin-figures', PinFigures);
