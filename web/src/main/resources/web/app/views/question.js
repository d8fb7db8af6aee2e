// Where a question is written, and which documents it is put to.
import { css, html, nothing } from 'lit';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { chat } from '../lib/chat.js';
import { canAsk, collectionName, library } from '../lib/library.js';
import { many, t } from '../lib/i18n.js';

class PinQuestion extends PinElement {
  static properties = { busy: { attribute: false }, _scoping: { state: true }, _filter: { state: true } };

  get looksAt() {
    return [chat, library];
  }

  static styles = [
    base,
    css`
      :host { display: block; position: relative; }
      form { border: 1px solid var(--line-strong); border-radius: 16px; background: var(--raised); box-shadow: 0 1px 2px rgb(20 20 10 / 0.05), 0 6px 22px rgb(20 20 10 / 0.06); transition: border-color 120ms; }
      form:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent), 0 6px 22px rgb(20 20 10 / 0.08); }
      textarea { display: block; width: 100%; max-height: 40vh; min-height: 52px; padding: 14px 18px 4px; border: 0; background: none; color: var(--ink); font: inherit; font-size: 16px; resize: none; field-sizing: content; }
      textarea:focus-visible { outline: none; }
      textarea::placeholder { color: var(--ink-soft); opacity: 0.9; }
      .row { display: flex; align-items: center; gap: 8px; padding: 4px 8px 8px 10px; }
      .scope { display: inline-flex; align-items: center; gap: 7px; min-width: 0; max-width: 70%; min-height: 32px; padding: 0 10px; border: 0; border-radius: 8px; background: none; color: var(--ink-soft); font-size: 13.5px; cursor: pointer; }
      .scope:hover { background: var(--hover); color: var(--ink); }
      .scope.limited { color: var(--accent-strong); background: var(--accent-soft); }
      .scope span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .scope .icon { width: 16px; height: 16px; }
      .go { margin-left: auto; width: 38px; height: 38px; display: grid; place-items: center; border: 0; border-radius: 11px; background: var(--accent); color: var(--on-accent); cursor: pointer; transition: background 120ms; }
      .go:hover { background: var(--accent-strong); }
      .go:disabled { background: var(--sunken); color: var(--ink-soft); cursor: default; }
      .picker { position: absolute; left: 0; bottom: calc(100% + 8px); z-index: 20; width: min(420px, 100%); max-height: min(440px, 60vh); display: flex; flex-direction: column; background: var(--raised); border: 1px solid var(--line); border-radius: 13px; box-shadow: var(--shadow); overflow: hidden; }
      .picker .find { padding: 10px; border-bottom: 1px solid var(--line); }
      .picker .find .field { min-height: 36px; }
      .picker .list { overflow-y: auto; padding: 6px; }
      .picker h3 { padding: 9px 10px 4px; font: 600 12.5px/1.4 var(--sans); color: var(--ink-soft); }
      .picker label { display: flex; align-items: center; gap: 10px; padding: 7px 10px; border-radius: 8px; cursor: pointer; font-size: 14px; }
      .picker label:hover { background: var(--hover); }
      .picker label span { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .picker label .count { margin-left: auto; color: var(--ink-soft); font-size: 13px; }
      .picker label.off { color: var(--ink-soft); cursor: default; }
      input[type='checkbox'], input[type='radio'] { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; flex: none; }
      .done { display: flex; justify-content: flex-end; padding: 8px; border-top: 1px solid var(--line); }
      .hint { padding: 6px 4px 0; font-size: 12.5px; color: var(--ink-soft); text-align: center; }
      @media (max-width: 899px) { .hint { display: none; } }
    `,
  ];

  #outside = (event) => {
    if (this._scoping && !event.composedPath().some((part) => part instanceof Element && (part.classList.contains('picker') || part.classList.contains('scope')))) this._scoping = false;
  };

  connectedCallback() {
    super.connectedCallback();
    addEventListener('pointerdown', this.#outside);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('pointerdown', this.#outside);
  }

  get #text() {
    return /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector('textarea'));
  }

  focusFirst() {
    if (this.#text) this.#text.focus();
    else this.updateComplete.then(() => this.#text?.focus());
  }

  #send() {
    const question = this.#text.value.trim();
    if (!question || this.busy) return;
    this.#text.value = '';
    this.requestUpdate();
    this.emit('ask', question);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // `isComposing`: Enter also ends a word of an input method, as when writing Chinese.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (this.busy) this.emit('stop-asking');
      else this.#text.blur();
    }
  }

  #scopeName() {
    const { documents, collection } = chat.state.scope;
    if (documents.length === 1) return library.state.documents.get(documents[0])?.name ?? many('scope.documents', 1);
    if (documents.length > 1) return many('scope.documents', documents.length);
    if (collection) {
      const found = library.state.collections.find((candidate) => candidate.id === collection);
      return found ? collectionName(found) : t('scope.collection');
    }
    return t('scope.all');
  }

  render() {
    const { documents, collection } = chat.state.scope;
    const limited = documents.length > 0 || collection;
    return html`
      ${this._scoping ? this.#picker() : nothing}
      <form @submit=${(event) => (event.preventDefault(), this.#send())}>
        <textarea rows="1" aria-label=${t('chat.question')} placeholder=${chat.state.turns.length > 0 ? t('chat.followUp') : t('chat.placeholder')} @keydown=${this.#key} @input=${() => this.requestUpdate()}></textarea>
        <div class="row">
          <button type="button" class="scope ${limited ? 'limited' : ''}" aria-expanded=${this._scoping ? 'true' : 'false'} title=${t('scope.title')} @click=${() => (this._scoping = !this._scoping)}>${icon(limited ? 'folder' : 'library')}<span>${this.#scopeName()}</span>${icon('down')}</button>
          ${this.busy
            ? html`<button type="button" class="go stop" title=${t('chat.stop')} aria-label=${t('chat.stop')} @click=${() => this.emit('stop-asking')}>${icon('stop')}</button>`
            : html`<button type="submit" class="go send" title="${t('chat.send')} (Enter)" aria-label=${t('chat.send')} ?disabled=${!this.#text?.value.trim()}>${icon('send')}</button>`}
        </div>
      </form>
      <p class="hint">${t('chat.hint')}</p>`;
  }

  #picker() {
    const { scope } = chat.state;
    const filter = (this._filter ?? '').toLowerCase();
    const documents = [...library.state.documents.values()].filter((document) => document.name.toLowerCase().includes(filter));
    const set = (change) => chat.set({ scope: { documents: [], collection: null, ...change } });
    return html`<div class="picker" role="dialog" aria-label=${t('scope.title')} @keydown=${(event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this._scoping = false;
      this.renderRoot.querySelector('.scope')?.focus();
    }}>
      <div class="find"><input class="field" type="search" placeholder=${t('library.find')} aria-label=${t('library.find')} .value=${this._filter ?? ''} @input=${(event) => (this._filter = event.target.value)}></div>
      <div class="list">
        ${filter
          ? nothing
          : html`<label><input type="radio" name="scope" .checked=${scope.documents.length === 0 && !scope.collection} @change=${() => set({})}><span>${t('scope.all')}</span><span class="count">${library.state.documents.size}</span></label>
            ${library.state.collections.length > 1
              ? html`<h3>${t('scope.collections')}</h3>${library.state.collections.map((item) => html`<label><input type="radio" name="scope" .checked=${scope.collection === item.id} @change=${() => set({ collection: item.id })}><span>${collectionName(item)}</span><span class="count">${item.documents}</span></label>`)}`
              : nothing}
            <h3>${t('scope.chosen')}</h3>`}
        ${documents.map((document) => {
          const chosen = scope.documents.includes(document.id);
          return html`<label class=${canAsk(document) ? '' : 'off'} title=${document.name}><input type="checkbox" ?disabled=${!canAsk(document)} .checked=${chosen}
            @change=${() => set({ documents: chosen ? scope.documents.filter((id) => id !== document.id) : [...scope.documents, document.id] })}><span>${document.name}</span></label>`;
        })}
        ${documents.length === 0 ? html`<p class="soft small" .style=${'padding:8px 10px'}>${t('library.noneFound')}</p>` : nothing}
      </div>
      <div class="done"><button type="button" class="button small" @click=${() => {
        this._scoping = false;
        this._filter = '';
        this.focusFirst();
      }}>${t('action.done')}</button></div>
    </div>`;
  }
}

customElements.define('pin-question', PinQuestion);
