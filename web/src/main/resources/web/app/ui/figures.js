// The figures of a page: what models say that they show, and the way to have them say it.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { formulaStyles } from './formula.js';
import { icon } from './icons.js';
import { api, isAborted } from '../lib/api.js';
import { ended, takeAnswer } from '../lib/library.js';
import { markdown } from '../lib/rich.js';
import { exactly, said, t, word } from '../lib/i18n.js';

/** What a figure can be asked for. */
const TASKS = ['PARSE_FIGURE', 'DESCRIBE'];

const percent = (fraction) => `${(fraction * 100).toFixed(4)}%`;

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
    _problem: { state: true },
    _busy: { state: true },
  };

  static styles = [
    base,
    formulaStyles,
    css`
      :host { display: contents; }
      .sign { position: absolute; z-index: 2; width: 26px; height: 26px; padding: 0; display: grid; place-items: center; border: 1px solid #a02c6c; border-radius: 7px; background: rgb(255 255 255 / 0.94); color: #a02c6c; cursor: pointer; transform: translate(-100%, 0); }
      .sign:hover, .sign[aria-expanded='true'] { background: #a02c6c; color: #fff; }
      .sign.answered::after { content: ''; position: absolute; right: -4px; top: -4px; width: 9px; height: 9px; border-radius: 50%; background: #a02c6c; border: 1.5px solid #fff; }
      .sign .icon { width: 15px; height: 15px; }
      .panel { position: absolute; z-index: 5; max-height: min(70vh, 460px); overflow-y: auto; padding: 12px; display: grid; gap: 10px; background: var(--raised); color: var(--ink); border: 1px solid var(--line-strong); border-radius: 10px; box-shadow: var(--shadow); font-size: 14px; }
      .top { display: flex; align-items: start; gap: 8px; }
      .top strong { flex: 1; min-width: 0; font-weight: 600; line-height: 1.4; padding-top: 4px; overflow-wrap: anywhere; }
      .said { display: grid; gap: 6px; padding: 10px 12px; border: 1px dashed var(--warn); border-radius: 8px; background: var(--paper); }
      .said .how { font-size: 12.5px; line-height: 1.4; color: var(--ink-soft); }
      .said .how b { color: var(--warn); font-weight: 600; }
      .text { overflow-wrap: anywhere; line-height: 1.5; }
      .text .table { overflow-x: auto; }
      .text table { border-collapse: collapse; font-size: 13px; }
      .text th, .text td { border: 1px solid var(--line); padding: 3px 8px; text-align: left; vertical-align: top; }
      .row { display: flex; flex-wrap: wrap; gap: 8px; }
      .hint { font-size: 12.5px; line-height: 1.45; color: var(--ink-soft); }
      .problem { padding: 8px 10px; font-size: 13px; }
    `,
  ];

  #known = '';

  /** Ends the waiting for an answer. @type {AbortController|null} */
  #asking = null;

  #of = '';

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave();
  }

  #leave() {
    this.#asking?.abort();
    this.#asking = null;
    this._busy = null;
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
      this.#fetch(now);
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
    this._problem = null;
    await this.updateComplete;
    const target = number ? '.panel button' : `.sign[data-figure="${left}"]`;
    /** @type {HTMLElement|null} */ (this.renderRoot.querySelector(target))?.focus({ preventScroll: !number });
    if (!number || this._engines) return;
    try {
      this._engines = (await api.status()).ocr?.engines ?? [];
    } catch (error) {
      this._problem = error.message;
    }
  }

  /** @param {any} figure @param {string} task */
  async #ask(figure, task) {
    const asking = new AbortController();
    this.#asking = asking;
    this._busy = task;
    this._problem = null;
    try {
      const { job } = await api.readFigure(this.document, this.page.number, figure.number, task);
      takeAnswer(job);
      asking.signal.throwIfAborted();
      const over = await ended(job.id, asking.signal);
      if (over.state !== 'DONE') this._problem = over.problem ? said(over.problem) : t('figures.stopped');
      else this.#changed();
    } catch (error) {
      // Who looks at another page by now sees the answer when coming back.
      if (isAborted(error) || asking.signal.aborted) return;
      this._problem = error.message;
    } finally {
      if (this.#asking === asking) {
        this.#asking = null;
        this._busy = null;
      }
    }
    // The button could not keep the keyboard while it was busy.
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.renderRoot.querySelector(`button[data-task="${task}"]`))?.focus({ preventScroll: true });
  }

  /** @param {any} figure */
  async #takeBack(figure) {
    this._problem = null;
    try {
      await api.forgetFigure(this.document, this.page.number, figure.number);
      this.#changed();
    } catch (error) {
      this._problem = error.message;
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
    const [, y0, x1, y1] = figure.box;
    const width = Math.min(380, Math.max(200, this.width - 16));
    const left = Math.min(Math.max(8, x1 * this.width - width), Math.max(8, this.width - 8 - width));
    const beside = y1 > 0.6 ? `bottom:calc(${percent(1 - y0)} + 6px)` : `top:calc(${percent(y1)} + 6px)`;
    return html`<section class="panel" role="dialog" aria-label=${t('figures.title', { number: figure.number })} .style=${`left:${left.toFixed(1)}px;width:${width.toFixed(1)}px;${beside}`} @keydown=${this.#key} @dblclick=${(event) => event.stopPropagation()}>
      <div class="top"><strong>${figure.caption ?? t('figures.title', { number: figure.number })}</strong>
        <button class="tool" title=${t('action.close')} aria-label=${t('action.close')} @click=${() => this.#show(0)}>${icon('close')}</button></div>
      ${figure.readings.map((reading) => html`<div class="said">
        <span class="how"><b>${t('figures.described')}</b> ${[word('task', reading.task), reading.engine, reading.model, reading.mode, exactly(reading.at)].filter(Boolean).join(' · ')}</span>
        <div class="text" lang="">${markdown(reading.written, undefined, { raw: true })}</div></div>`)}
      ${this._problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${this._problem}</span></div>` : nothing}
      ${this.#actions(figure)}
    </section>`;
  }

  #actions(figure) {
    if (!this._engines) return this._problem ? nothing : html`<p class="hint" role="status">${t('state.loading')}</p>`;
    const able = (task) => this._engines.some(({ tasks }) => tasks.includes(task));
    const unable = TASKS.filter((task) => !able(task));
    return html`<div class="row">
        ${TASKS.map((task) => html`<button class="button small" data-task=${task} ?disabled=${Boolean(this._busy) || !able(task)} aria-describedby=${able(task) ? nothing : 'unable'} @click=${() => this.#ask(figure, task)}>${this._busy === task ? t('figures.busy') : word('task', task)}</button>`)}
        ${figure.readings.length > 0 ? html`<button class="button small quiet" ?disabled=${Boolean(this._busy)} @click=${() => this.#takeBack(figure)}>${icon('trash')}${t('figures.takeBack')}</button>` : nothing}
      </div>
      <p class="hint" id="unable">${unable.length > 0 ? t('figures.unable', { tasks: unable.map((task) => word('task', task)).join(t('list.comma')) }) : t('figures.hint')}</p>`;
  }
}

customElements.define('pin-figures', PinFigures);
