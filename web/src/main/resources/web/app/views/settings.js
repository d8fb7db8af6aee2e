// What the user can change: the language model, and how this looks.
import { css, html, nothing } from 'lit';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { notify, preferences } from '../lib/store.js';
import { api } from '../lib/api.js';
import { duration, t } from '../lib/i18n.js';

class PinSettings extends PinElement {
  static properties = { _model: { state: true }, _problem: { state: true }, _outcome: { state: true }, _busy: { state: true } };

  static styles = [
    base,
    css`
      :host { display: block; height: 100%; overflow-y: auto; }
      .page { max-width: 680px; margin: 0 auto; padding: 30px 32px 80px; display: grid; gap: 40px; }
      .page > * { min-width: 0; }
      section h2 { font-size: 17px; margin-bottom: 4px; }
      section > p { color: var(--ink-soft); font-size: 14.5px; max-width: 60ch; text-wrap: pretty; }
      form { display: grid; gap: 18px; margin-top: 20px; }
      .hint { margin-top: 5px; font-size: 13px; color: var(--ink-soft); }
      .actions { display: flex; flex-wrap: wrap; gap: 10px; }
      .now { display: flex; gap: 10px; align-items: center; padding: 11px 14px; margin-top: 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); font-size: 14.5px; overflow-wrap: anywhere; }
      .now .icon { color: var(--accent); }
      .outcome { display: flex; gap: 10px; padding: 11px 14px; border-radius: 9px; background: var(--accent-soft); color: var(--accent-strong); font-size: 14px; overflow-wrap: anywhere; }
      .choice { display: grid; gap: 8px; margin-top: 16px; }
      .segments { display: inline-flex; justify-self: start; padding: 3px; border-radius: 11px; background: var(--sunken); }
      .segments label { position: relative; }
      .segments input { position: absolute; inset: 0; opacity: 0; margin: 0; cursor: pointer; }
      .segments span { display: block; padding: 6px 16px; border-radius: 8px; font-size: 14px; font-weight: 500; color: var(--ink-soft); }
      .segments input:checked + span { background: var(--raised); color: var(--ink); box-shadow: 0 1px 3px rgb(20 20 10 / 0.14); }
      .segments input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 1px; }
      @media (max-width: 700px) { .page { padding: 20px 16px 50px; } }
    `,
  ];

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      const model = await api.model();
      this._model = model?.baseUrl ? model : null;
      this._problem = null;
    } catch (error) {
      if (error.status === 404) this._model = null;
      else this._problem = error.message;
    }
  }

  #form() {
    const form = /** @type {HTMLFormElement} */ (this.renderRoot.querySelector('form.model'));
    if (!form.reportValidity()) return null;
    const { baseUrl, model, apiKey } = Object.fromEntries(new FormData(form));
    return { baseUrl: baseUrl.trim(), model: model.trim(), ...(apiKey.trim() ? { apiKey: apiKey.trim() } : {}) };
  }

  async #do(what, action) {
    this._busy = what;
    this._outcome = null;
    try {
      await action();
    } catch (error) {
      this._outcome = { worked: false, detail: error.message };
    } finally {
      this._busy = null;
    }
  }

  #try() {
    const model = this.#form();
    if (!model) return;
    this.#do('try', async () => {
      const outcome = await api.tryModel(model);
      this._outcome = outcome;
    });
  }

  #save(event) {
    event.preventDefault();
    const model = this.#form();
    if (!model) return;
    this.#do('save', async () => {
      await api.changeModel(model);
      await this.#load();
      notify(t('settings.saved'));
    });
  }

  #forget() {
    this.#do('forget', async () => {
      await api.forgetModel();
      await this.#load();
      this.renderRoot.querySelector('form.model').reset();
      notify(t('settings.forgotten'));
    });
  }

  render() {
    const model = this._model;
    const loaded = model !== undefined;
    const segments = (name, now, choices, change) => html`<div class="segments" role="radiogroup" aria-label=${t(`settings.${name}`)}>${choices.map(([value, label]) => html`<label><input type="radio" name=${name} .checked=${now === value} @change=${() => change(value)}><span>${label}</span></label>`)}</div>`;
    return html`<div class="page">
      <h1>${t('nav.settings')}</h1>
      <section aria-labelledby="model-title">
        <h2 id="model-title">${t('settings.model')}</h2>
        <p>${t('settings.modelWhy')}</p>
        ${loaded ? html`<div class="now" role="status">${icon('ask')}<span>${model ? t('settings.modelNow', { model: model.model, url: model.baseUrl }) : t('settings.modelNone')}</span></div>` : nothing}
        <form class="model" @submit=${this.#save} autocomplete="off">
          <div><label class="label" for="url">${t('settings.url')}</label><input class="field" id="url" name="baseUrl" type="url" required placeholder="http://localhost:11434/v1" .value=${model?.baseUrl ?? ''}><p class="hint">${t('settings.urlHint')}</p></div>
          <div><label class="label" for="name">${t('settings.name')}</label><input class="field" id="name" name="model" required placeholder="qwen3:8b" .value=${model?.model ?? ''}></div>
          <div><label class="label" for="key">${t('settings.key')}</label><input class="field" id="key" name="apiKey" type="password" autocomplete="off" placeholder=${model?.hasKey ? t('settings.keyKept') : t('settings.keyOptional')}><p class="hint">${t('settings.keyHint')}</p></div>
          ${this._outcome
            ? this._outcome.worked
              ? html`<div class="outcome" role="status">${icon('check')}<span>${t('settings.worked', { time: duration(this._outcome.millis) })} ${this._outcome.detail ?? ''}</span></div>`
              : html`<div class="problem" role="alert">${icon('alert')}<span>${t('settings.failed')} ${this._outcome.detail}</span></div>`
            : nothing}
          ${this._problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${this._problem}</span></div>` : nothing}
          <div class="actions">
            <button class="button primary" type="submit" ?disabled=${Boolean(this._busy)}>${t('action.save')}</button>
            <button class="button try" type="button" ?disabled=${Boolean(this._busy)} @click=${() => this.#try()}>${this._busy === 'try' ? t('settings.trying') : t('settings.try')}</button>
            ${model ? html`<button class="button quiet" type="button" ?disabled=${Boolean(this._busy)} @click=${() => this.#forget()}>${t('settings.forget')}</button>` : nothing}
          </div>
        </form>
      </section>
      <section aria-labelledby="look-title">
        <h2 id="look-title">${t('settings.look')}</h2>
        <div class="choice"><span class="label">${t('settings.language')}</span>${segments('language', preferences.state.language ?? 'auto', [['auto', t('settings.auto')], ['en', 'English'], ['zh', '中文']], (value) => preferences.set({ language: value === 'auto' ? null : value }))}</div>
        <div class="choice"><span class="label">${t('settings.theme')}</span>${segments('theme', preferences.state.theme ?? 'auto', [['auto', t('settings.auto')], ['light', t('settings.light')], ['dark', t('settings.dark')]], (value) => preferences.set({ theme: value === 'auto' ? null : value }))}</div>
      </section>
    </div>`;
  }
}

customElements.define('pin-settings', PinSettings);
