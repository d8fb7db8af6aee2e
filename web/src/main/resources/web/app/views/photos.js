// Photographs of the pages of one document: taken one after the other, put in order, sent as one.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { Store } from '../lib/store.js';
import { uploadTogether } from '../lib/library.js';
import { exactly, many, t } from '../lib/i18n.js';

/** @type {Store<{open: boolean, collection: string|undefined}>} */
const wish = new Store({ open: false, collection: undefined });

/** Opens the table on which photographs become a document. @param {string} [collection] */
export function collectPhotographs(collection) {
  wish.set({ open: true, collection });
}

let nextPicture = 1;

class PinPhotos extends PinElement {
  static properties = { _pictures: { state: true } };

  get looksAt() {
    return [wish];
  }

  static styles = [
    base,
    css`
      dialog { width: min(640px, calc(100vw - 20px)); max-height: calc(100dvh - 20px); padding: 0; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); color: var(--ink); box-shadow: var(--shadow); }
      dialog[open] { display: flex; flex-direction: column; }
      dialog::backdrop { background: rgb(15 15 10 / 0.45); }
      header { padding: 20px 22px 0; }
      h2 { font: 600 19px/1.35 var(--serif); }
      header p { margin-top: 4px; color: var(--ink-soft); font-size: 14px; text-wrap: pretty; }
      form { display: flex; flex-direction: column; min-height: 0; }
      .pages { flex: 1; min-height: 0; overflow-y: auto; display: grid; grid-template-columns: repeat(auto-fill, minmax(136px, 1fr)); gap: 12px; padding: 16px 22px; list-style: none; }
      li { display: grid; gap: 2px; }
      .picture { position: relative; height: 168px; border: 1px solid var(--line); border-radius: 9px; background: var(--sunken); overflow: hidden; }
      img { width: 100%; height: 100%; object-fit: contain; display: block; }
      .at { position: absolute; left: 6px; top: 6px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); font: 600 12px/1 var(--sans); }
      .unseen { display: grid; place-content: center; height: 100%; padding: 12px; font-size: 12.5px; color: var(--ink-soft); text-align: center; overflow-wrap: anywhere; }
      .moves { display: flex; justify-content: space-between; }
      .add { display: flex; flex-wrap: wrap; gap: 10px; padding: 16px 22px 0; }
      .empty { padding: 30px 22px; text-align: center; color: var(--ink-soft); }
      footer { display: grid; gap: 14px; padding: 14px 22px 18px; border-top: 1px solid var(--line); padding-bottom: calc(18px + env(safe-area-inset-bottom)); }
      .actions { display: flex; justify-content: flex-end; gap: 10px; }
    `,
  ];

  constructor() {
    super();
    /** @type {{id: number, file: File, url: string, seen: boolean}[]} */
    this._pictures = [];
  }

  updated() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** @param {HTMLInputElement} input */
  #add(input) {
    const added = [...(input.files ?? [])].map((file) => ({ id: nextPicture++, file, url: URL.createObjectURL(file), seen: true }));
    input.value = '';
    this._pictures = [...this._pictures, ...added];
    this.updateComplete.then(() => this.renderRoot.querySelector('li:last-child')?.scrollIntoView({ block: 'nearest' }));
  }

  /** @param {number} from @param {number} to */
  #move(from, to) {
    const pictures = [...this._pictures];
    const [picture] = pictures.splice(from, 1);
    pictures.splice(to, 0, picture);
    this._pictures = pictures;
    // The keyboard stays with the picture that was moved.
    const forward = to > from;
    this.updateComplete.then(() => {
      const buttons = [...this.renderRoot.querySelectorAll(`li[data-picture='${picture.id}'] .move`)];
      (buttons.find((button) => button.classList.contains(forward ? 'later' : 'earlier') && !button.disabled) ?? buttons.find((button) => !button.disabled))?.focus();
    });
  }

  /** @param {number} index */
  #drop(index) {
    URL.revokeObjectURL(this._pictures[index].url);
    this._pictures = this._pictures.filter((_, at) => at !== index);
  }

  #close() {
    for (const { url } of this._pictures) URL.revokeObjectURL(url);
    this._pictures = [];
    wish.set({ open: false, collection: undefined });
  }

  /** @param {SubmitEvent} event */
  #send(event) {
    event.preventDefault();
    if (this._pictures.length === 0) return;
    const name = event.target.elements.name.value.trim() || this.#suggestion();
    uploadTogether(this._pictures.map(({ file }) => file), name, wish.state.collection);
    this.#close();
  }

  #suggestion() {
    return t('photos.name', { time: exactly(new Date(this._pictures[0]?.file.lastModified ?? Date.now()).toISOString()) });
  }

  /** @param {string} kind */
  #pick(kind) {
    /** @type {HTMLInputElement} */ (this.renderRoot.querySelector(`input.${kind}`)).click();
  }

  render() {
    if (!wish.state.open) return nothing;
    const pictures = this._pictures;
    return html`<dialog aria-labelledby="title" @cancel=${(event) => {
      event.preventDefault();
      this.#close();
    }}>
      <form @submit=${this.#send}>
        <header><h2 id="title">${t('photos.title')}</h2><p>${t('photos.lead')}</p></header>
        <div class="add">
          <button type="button" class="button ${pictures.length === 0 ? 'primary' : ''}" @click=${() => this.#pick('camera')}>${icon('camera')}${t(pictures.length === 0 ? 'photos.take' : 'photos.takeNext')}</button>
          <button type="button" class="button" @click=${() => this.#pick('files')}>${icon('plus')}${t('photos.choose')}</button>
        </div>
        ${pictures.length === 0
          ? html`<p class="empty">${t('photos.none')}</p>`
          : html`<ol class="pages">${repeat(pictures, (picture) => picture.id, (picture, index) => html`<li data-picture=${picture.id}>
              <div class="picture">${picture.seen
                ? html`<img src=${picture.url} alt=${t('viewer.pageImage', { page: index + 1 })} @error=${() => {
                    picture.seen = false;
                    this.requestUpdate();
                  }}>`
                : html`<span class="unseen">${picture.file.name}</span>`}<span class="at">${index + 1}</span></div>
              <div class="moves">
                <button type="button" class="tool move earlier" aria-label=${t('photos.earlier', { page: index + 1 })} title=${t('photos.earlier', { page: index + 1 })} ?disabled=${index === 0} @click=${() => this.#move(index, index - 1)}>${icon('left')}</button>
                <button type="button" class="tool" aria-label=${t('photos.remove', { page: index + 1 })} title=${t('photos.remove', { page: index + 1 })} @click=${() => this.#drop(index)}>${icon('trash')}</button>
                <button type="button" class="tool move later" aria-label=${t('photos.later', { page: index + 1 })} title=${t('photos.later', { page: index + 1 })} ?disabled=${index === pictures.length - 1} @click=${() => this.#move(index, index + 1)}>${icon('right')}</button>
              </div>
            </li>`)}</ol>`}
        <footer>
          ${pictures.length > 0 ? html`<div><label class="label" for="name">${t('document.name')}</label><input class="field" id="name" name="name" autocomplete="off" maxlength="200" placeholder=${this.#suggestion()}></div>` : nothing}
          <div class="actions">
            <button type="button" class="button quiet" @click=${() => this.#close()}>${t('action.cancel')}</button>
            ${pictures.length > 0 ? html`<button type="submit" class="button primary">${many('photos.send', pictures.length)}</button>` : nothing}
          </div>
        </footer>
        <input class="camera" type="file" accept="image/*" capture="environment" hidden @change=${(event) => this.#add(event.target)}>
        <input class="files" type="file" accept="image/*,.tif,.tiff" multiple hidden @change=${(event) => this.#add(event.target)}>
      </form>
    </dialog>`;
  }
}

customElements.define('pin-photos', PinPhotos);
