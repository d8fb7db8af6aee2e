// What reading a page took, fetched when somebody looks; and the way to its reading at large.
import { css, html, nothing } from 'lit';
import { PinElement } from './element.js';
import { base } from './styles.js';
import { icon } from './icons.js';
import { api } from '../lib/api.js';
import { effort } from '../lib/reading.js';
import { t } from '../lib/i18n.js';

class PinEffort extends PinElement {
  static properties = {
    document: {},
    version: { type: Number },
    name: {},
    /** The page as the list of pages tells it. */
    page: { attribute: false },
    /** How many pages the document has. */
    pages: { type: Number },
    _usage: { state: true },
  };

  static styles = [
    base,
    css`
      :host { display: grid; gap: 6px; font-size: 13px; line-height: 1.45; }
      .took { color: var(--ink-soft); overflow-wrap: anywhere; }
      .button { justify-self: start; margin-top: 4px; }
    `,
  ];

  #known = '';

  willUpdate() {
    const { document, version, page } = this;
    const now = `${document}/${version}/${page.number}/${page.revision}`;
    if (now === this.#known) return;
    this.#known = now;
    this._usage = null;
    if (page.source === 'OCR' || page.source === 'MIXED') this.#fetch(now);
  }

  /** @param {string} of */
  async #fetch(of) {
    try {
      const { usage } = await api.page(this.document, this.page.number, this.version, this.page.revision);
      if (of === this.#known) this._usage = usage;
    } catch {
      // What it took is an extra.
    }
  }

  render() {
    const { document, version, name, page, pages } = this;
    return html`
      ${this._usage ? html`<span class="took">${effort({ usage: this._usage }).filter((part) => part !== this.page.mode).join(' · ')}</span>` : nothing}
      <button class="button small open" @click=${() => this.emit('reading-asked', { document, version, name, page: page.number, pages })}>${icon('panel')}${t('compare.open')}</button>`;
  }
}

customElements.define('pin-effort', PinEffort);
