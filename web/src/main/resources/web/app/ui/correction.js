// A line of a page, being corrected where it stands.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';
import { api } from '../lib/api.js';
import { t } from '../lib/i18n.js';

class PinCorrection extends PinElement {
  static properties = {
    document: {},
    /** Number and revision of the page that the line was taken from. */
    page: { type: Number },
    revision: { type: Number },
    line: { attribute: false },
    /** What was corrected elsewhere when it was read like this, on this line. */
    proposals: { attribute: false },
    _text: { state: true },
    _problem: { state: true },
    _busy: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: block; position: absolute; z-index: 4; }
      form { padding: 10px; background: var(--raised); border: 1px solid var(--accent); border-radius: 10px; box-shadow: var(--shadow); display: grid; gap: 8px; }
      .row { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; }
      .was { font-size: 13px; line-height: 1.4; color: var(--ink-soft); overflow-wrap: anywhere; }
      .proposal { justify-content: flex-start; white-space: normal; text-align: left; height: auto; }
      .problem { padding: 8px 10px; font-size: 13px; }
    `,
  ];

  firstUpdated() {
    const input = this.renderRoot.querySelector('input');
    input?.focus({ preventScroll: true });
    this.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  get #value() {
    return this._text ?? this.line.text;
  }

  /** @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    if (this._busy || this.#value.trim() === this.line.text) return;
    this._busy = true;
    this._problem = null;
    try {
      const { page } = await api.correct(this.document, this.page, { revision: this.revision, start: this.line.start, end: this.line.end, text: this.#value });
      this.emit('page-corrected', page);
    } catch (error) {
      this._problem = error.message;
      if (error.code === 'page-changed') this.emit('page-stale');
    } finally {
      this._busy = false;
    }
  }

  /** @param {any} proposal its place counts in the page's text */
  #take({ start, end, proposed }) {
    const letters = [...this.line.text];
    letters.splice(start - this.line.start, end - start, proposed);
    this._text = letters.join('');
    this.renderRoot.querySelector('input')?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // What is typed here is no shortcut of the page around it.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.emit('correction-left');
    }
  }

  render() {
    return html`<form aria-label=${t('correct.title')} @submit=${this.#save} @keydown=${this.#key} @dblclick=${(event) => event.stopPropagation()}>
      <span class="was" lang="" id="was">${t('correct.was', { text: this.line.text })}</span>
      <input class="field" lang="" autocomplete="off" spellcheck="false" maxlength="2000" aria-label=${t('correct.text')} aria-describedby="was" .value=${this.#value} @input=${(event) => (this._text = event.target.value)}>
      ${(this.proposals ?? []).map((proposal) => html`<button type="button" class="button small proposal" @click=${() => this.#take(proposal)}>${icon('edit')}${t('correct.proposal', { read: proposal.read, proposed: proposal.proposed })}</button>`)}
      ${this._problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${this._problem}</span></div>` : nothing}
      <div class="row">
        <button type="button" class="button small quiet" @click=${() => this.emit('correction-left')}>${t('action.cancel')}</button>
        <button type="submit" class="button small primary" ?disabled=${this._busy || this.#value.trim() === this.line.text}>${t('action.save')}</button>
      </div>
    </form>`;
  }
}

customElements.define('pin-correction', PinCorrection);
