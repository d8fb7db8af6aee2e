// Who is to read, and how: an engine, one of its modes, and what else it says it can be asked for.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { t, word } from '../lib/i18n.js';

/** What can be asked for besides a document, the like next to the like. */
const TASKS = ['OCR', 'FREE_OCR', 'PARSE_FIGURE', 'DESCRIBE', 'LOCATE'];

class PinEngines extends PinElement {
  static properties = {
    /** As `/admin/status` lists them, the one that reads unless another is named first. */
    engines: { attribute: false },
    /** @type {import('../lib/reader.js').Choice} */
    choice: { attribute: false },
    /** Without tasks and prompts: pages of documents are always read as documents. */
    plain: { type: Boolean },
    disabled: { type: Boolean },
  };

  static styles = [
    base,
    css`
      :host { display: block; min-width: 0; }
      .choices { display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: end; }
      .choices > div { flex: 1 1 150px; min-width: 0; max-width: 260px; }
      label.label { margin-bottom: 4px; font-size: 13px; color: var(--ink-soft); }
      .field { min-height: 38px; font-size: 14px; }
      .choices > .words { flex: 1 1 100%; max-width: none; }
      textarea.field { min-height: 38px; resize: vertical; line-height: 1.45; }
      .hint { margin-top: 5px; font-size: 12.5px; line-height: 1.45; color: var(--ink-soft); }
      .untrained { display: inline-block; margin-left: 6px; padding: 1px 8px; border-radius: 9px; background: var(--warn-soft); color: var(--warn); font: 600 11.5px/1.5 var(--sans); }
    `,
  ];

  /** @param {Partial<import('../lib/reader.js').Choice>} change */
  #change(change) {
    const choice = { ...this.choice, ...change };
    const engine = this.engines.find((one) => one.engine === choice.engine) ?? this.engines[0];
    // What another engine was asked for may be nothing to this one.
    if (!engine?.modes.includes(choice.mode)) choice.mode = '';
    if (!engine?.tasks.includes(choice.task)) choice.task = '';
    if (!engine?.prompts) choice.prompt = '';
    this.emit('choice', choice);
  }

  focusTarget() {
    this.renderRoot.querySelector('#target')?.focus();
  }

  render() {
    const { engines = [], choice, disabled } = this;
    const engine = engines.find((one) => one.engine === choice.engine) ?? engines[0];
    if (!engine) return nothing;
    const modes = [...engine.modes].sort();
    const tasks = this.plain ? [] : TASKS.filter((task) => engine.tasks.includes(task));
    return html`<div class="choices">
      <div><label class="label" for="engine">${t('engines.engine')}</label><select class="field" id="engine" ?disabled=${disabled} @change=${(event) => this.#change({ engine: event.target.value })}>
        ${engines.map((one, index) => html`<option value=${index === 0 ? '' : one.engine} ?selected=${one === engine}>${one.engine}${index === 0 && engines.length > 1 ? t('engines.standard') : ''}</option>`)}
      </select></div>
      ${modes.length > 0
        ? html`<div><label class="label" for="mode">${t('engines.mode')}</label><select class="field" id="mode" ?disabled=${disabled} @change=${(event) => this.#change({ mode: event.target.value })}>
            <option value="" ?selected=${!choice.mode}>${t('engines.asSet')}</option>
            ${modes.map((mode) => html`<option value=${mode} ?selected=${mode === choice.mode}>${mode}</option>`)}
          </select></div>`
        : nothing}
      ${tasks.length > 0
        ? html`<div><label class="label" for="task">${t('engines.task')}</label><select class="field" id="task" ?disabled=${disabled} @change=${(event) => this.#change({ task: event.target.value })}>
            <option value="" ?selected=${!choice.task}>${word('task', 'DOCUMENT')}</option>
            ${tasks.map((task) => html`<option value=${task} ?selected=${task === choice.task}>${word('task', task)}</option>`)}
          </select></div>`
        : nothing}
      ${!this.plain && choice.task === 'LOCATE'
        ? html`<div><label class="label" for="target">${t('engines.target')}</label><input class="field" id="target" maxlength="2000" autocomplete="off" placeholder=${t('engines.targetExample')} ?disabled=${disabled} .value=${choice.target} @input=${(event) => this.#change({ target: event.target.value })}></div>`
        : nothing}
      ${!this.plain && engine.prompts
        ? html`<div class="words"><label class="label" for="prompt">${t('engines.prompt')}${choice.prompt.trim() ? html`<span class="untrained">${t('engines.untrained')}</span>` : nothing}</label>
            <textarea class="field" id="prompt" rows="1" maxlength="2000" ?disabled=${disabled} aria-describedby="hint" .value=${choice.prompt} @input=${(event) => this.#change({ prompt: event.target.value })}></textarea>
            <p class="hint" id="hint">${t('engines.promptHint')}</p></div>`
        : nothing}
    </div>`;
  }
}

customElements.define('pin-engines', PinEngines);
