// Questions to the user that stop everything else: is this meant, and what shall it be called.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { Store } from '../lib/store.js';
import { t } from '../lib/i18n.js';

/** @type {Store<{now: any}>} */
const current = new Store({ now: null });

/**
 * @param {{title: string, text: string, action: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function confirm(question) {
  return new Promise((resolve) => current.set({ now: { ...question, resolve: (answer) => resolve(answer !== null) } }));
}

/**
 * @param {{title: string, text?: string, label: string, value: string, action: string, choices?: {value: string, label: string}[]}} question
 * @returns {Promise<string|null>} trimmed; null when it was left
 */
export function prompt(question) {
  return new Promise((resolve) => current.set({ now: { ...question, asks: true, resolve: (answer) => resolve(answer === null ? null : answer.trim() || null) } }));
}

class PinDialogs extends PinElement {
  get looksAt() {
    return [current];
  }

  static styles = [
    base,
    css`
      dialog { width: min(440px, calc(100vw - 32px)); padding: 24px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink); box-shadow: var(--shadow); }
      dialog::backdrop { background: rgb(15 15 10 / 0.45); }
      h2 { font: 600 19px/1.35 var(--serif); margin-bottom: 10px; overflow-wrap: anywhere; }
      p + label { margin-top: 16px; }
      p { color: var(--ink-soft); overflow-wrap: anywhere; white-space: pre-line; }
      .actions { display: flex; justify-content: flex-end; gap: 10px; margin-top: 22px; }
    `,
  ];

  updated() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) {
      dialog.showModal();
      const input = dialog.querySelector('input');
      input?.select();
    }
  }

  #end(answer) {
    const { now } = current.state;
    current.set({ now: null });
    now?.resolve(answer);
  }

  render() {
    const { now } = current.state;
    if (!now) return nothing;
    return html`<dialog aria-labelledby="title" @cancel=${() => this.#end(null)} @click=${(event) => event.target === event.currentTarget && this.#end(null)}>
      <form method="dialog" @submit=${(event) => {
        event.preventDefault();
        this.#end(now.asks ? event.target.elements.value.value : '');
      }}>
        <h2 id="title">${now.title}</h2>
        ${now.text ? html`<p>${now.text}</p>` : nothing}
        ${now.asks
          ? html`<label class="label" for="value">${now.label}</label>${now.choices
              ? html`<select class="field" id="value" name="value">${now.choices.map((choice) => html`<option value=${choice.value} ?selected=${choice.value === now.value}>${choice.label}</option>`)}</select>`
              : html`<input class="field" id="value" name="value" autocomplete="off" maxlength="300" .value=${now.value}>`}`
          : nothing}
        <div class="actions">
          <button type="button" class="button quiet" @click=${() => this.#end(null)}>${t('action.cancel')}</button>
          <button type="submit" class="button ${now.danger ? 'danger' : 'primary'}" ?autofocus=${!now.danger && !now.asks}>${now.action}</button>
        </div>
      </form>
    </dialog>`;
  }
}

customElements.define('pin-dialogs', PinDialogs);
