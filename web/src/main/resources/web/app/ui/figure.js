// One figure: what models say that it shows, and the buttons to have them say it.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { formulaStyles } from './formula.js';
import { icon } from './icons.js';
import { markdown } from '../lib/rich.js';
import { exactly, t, word } from '../lib/i18n.js';

/** What a figure can be asked for. */
const TASKS = ['PARSE_FIGURE', 'DESCRIBE'];

class PinFigure extends PinElement {
  static properties = {
    /** What was said of it, newest first: `{task, engine, model, mode, at, written, escaped}`. */
    readings: { attribute: false },
    /** All engines; null while they are not known. @type {any[]|null} */
    engines: { attribute: false },
    /** The task that is under way; empty for none. */
    busy: {},
    problem: {},
    /** What becomes of an answer. */
    hint: {},
    /** Whether what was said can be taken back. */
    revocable: { type: Boolean },
  };

  static styles = [
    base,
    formulaStyles,
    css`
      :host { display: grid; gap: 10px; color: var(--ink); font: 400 14px/1.5 var(--sans); }
      .said { display: grid; gap: 6px; padding: 10px 12px; border: 1px dashed var(--warn); border-radius: 8px; background: var(--paper); }
      .said .how { font-size: 12.5px; line-height: 1.4; color: var(--ink-soft); overflow-wrap: anywhere; }
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

  constructor() {
    super();
    this.readings = [];
    this.engines = null;
    this.busy = '';
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const was = changed.get('busy');
    // The button could not keep the keyboard while it was busy; who went elsewhere meanwhile stays there.
    if (!was || this.busy || document.activeElement !== document.body) return;
    /** @type {HTMLElement|null} */ (this.renderRoot.querySelector(`button[data-task="${was}"]`))?.focus({ preventScroll: true });
  }

  render() {
    return html`
      ${this.readings.map((reading) => html`<div class="said">
        <span class="how"><b>${t('figures.described')}</b> ${[word('task', reading.task), reading.engine, reading.model, reading.mode, reading.at ? exactly(reading.at) : ''].filter(Boolean).join(' · ')}</span>
        <div class="text" lang="">${markdown(reading.written, undefined, { raw: !reading.escaped })}</div></div>`)}
      ${this.problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${this.problem}</span></div>` : nothing}
      ${this.#actions()}`;
  }

  #actions() {
    const { engines, busy } = this;
    if (!engines) return this.problem ? nothing : html`<p class="hint" role="status">${t('state.loading')}</p>`;
    const able = (task) => engines.some(({ tasks }) => tasks.includes(task));
    const unable = TASKS.filter((task) => !able(task));
    return html`<div class="row">
        ${TASKS.map((task) => html`<button class="button small" data-task=${task} ?disabled=${Boolean(busy) || !able(task)} aria-describedby=${able(task) ? nothing : 'unable'} @click=${() => this.emit('figure-asked', task)}>${busy === task ? t('figures.busy') : word('task', task)}</button>`)}
        ${this.revocable && this.readings.length > 0 ? html`<button class="button small quiet" ?disabled=${Boolean(busy)} @click=${() => this.emit('figure-revoked')}>${icon('trash')}${t('figures.takeBack')}</button>` : nothing}
      </div>
      <p class="hint" id="unable">${unable.length > 0 ? t('figures.unable', { tasks: unable.map((task) => word('task', task)).join(t('list.comma')) }) : this.hint}</p>`;
  }
}

customElements.define('pin-figure', PinFigure);
