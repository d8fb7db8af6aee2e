// What is being uploaded and read, while the reader is elsewhere.
import { css, html, nothing } from 'lit';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { canAsk, forgetUpload, jobs, library, standing, tidyUploads, uploads } from '../lib/library.js';
import { links } from '../lib/router.js';
import { many, number, said, t } from '../lib/i18n.js';

class PinUploads extends PinElement {
  static properties = { _small: { state: true } };

  get looksAt() {
    return [uploads, library, jobs];
  }

  static styles = [
    base,
    css`
      :host { display: block; min-width: 0; }
      .tray { margin: 8px 0; background: var(--raised); border: 1px solid var(--line); border-radius: 11px; overflow: hidden; }
      header { display: flex; align-items: center; gap: 2px; padding: 3px 3px 3px 12px; }
      header h2 { flex: 1; min-width: 0; font-size: 13px; }
      header h2 span { font-weight: 400; color: var(--ink-soft); margin-left: 6px; }
      header .tool { width: 28px; height: 28px; }
      ul { list-style: none; max-height: 34vh; overflow-y: auto; border-top: 1px solid var(--line); }
      li { padding: 8px 12px 9px; display: grid; gap: 4px; font-size: 13px; }
      li + li { border-top: 1px solid var(--line); }
      .line { display: flex; flex-wrap: wrap; align-items: center; gap: 1px 8px; min-width: 0; }
      .name { flex: 1 1 auto; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500; color: var(--ink); text-decoration: none; }
      a.name:hover { text-decoration: underline; }
      .state { color: var(--ink-soft); font-size: 12.5px; }
      .reason { color: var(--danger); overflow-wrap: anywhere; }
      .doubtful, .doubtful:hover { color: var(--warn); }
      .ready { color: var(--accent); display: inline-flex; gap: 5px; align-items: center; }
      .ready .icon { width: 14px; height: 14px; }
      li .tool { width: 24px; height: 24px; }
      @media (max-width: 899px) {
        .tray { margin: 0; border-width: 1px 0 0; border-radius: 0; background: var(--paper); }
        header .tool { width: 36px; height: 32px; }
        ul { max-height: 22vh; }
      }
    `,
  ];

  render() {
    const { items } = uploads.state;
    if (items.length === 0) return nothing;
    return html`<section class="tray" aria-label=${t('upload.title')}>
      <header><h2>${t('upload.title')}${items.length > 1 ? html`<span>${this.#count(items)}</span>` : nothing}</h2>
        <button class="tool" aria-label=${t('upload.fold')} aria-expanded=${this._small ? 'false' : 'true'} @click=${() => (this._small = !this._small)}>${icon(this._small ? 'up' : 'down')}</button>
        <button class="tool" aria-label=${t('action.dismiss')} @click=${() => tidyUploads()}>${icon('close')}</button></header>
      ${this._small ? nothing : html`<ul role="status">${items.map((item) => this.#item(item))}</ul>`}
    </section>`;
  }

  /** How many have come to an end. @param {import('../lib/library.js').Upload[]} items */
  #count(items) {
    const ended = items.filter((item) => {
      const document = item.document ? library.state.documents.get(item.document) : null;
      return item.state === 'refused' || (document && standing(document).kind !== 'busy');
    });
    return t('upload.count', { done: number(ended.length), all: number(items.length) });
  }

  #item(item) {
    const document = item.document ? library.state.documents.get(item.document) : null;
    if (document && item.state !== 'refused') {
      const state = standing(document);
      const ready = canAsk(document);
      return html`<li>
        <div class="line"><a class="name" href=${links.document(document.id)} title=${document.name}>${document.name}</a>
          ${ready && state.kind === 'ready' ? html`<span class="state ready">${icon('check')}${t('state.INDEXED')}</span>` : html`<span class="state">${item.state === 'duplicate' ? t('upload.duplicate') : state.text}</span>`}</div>
        ${state.kind === 'busy' ? html`<div class="bar ${state.fraction === null ? 'unknown' : ''}"><i .style=${state.fraction === null ? '' : `width:${Math.round(state.fraction * 100)}%`}></i></div>` : nothing}
        ${state.kind !== 'busy' && document.pagesDoubtful > 0 ? html`<a class="doubtful" href=${links.document(document.id)}>${many('library.doubtful', document.pagesDoubtful)}</a>` : nothing}
        ${state.kind !== 'busy' && document.pagesNeedingOcr > 0 ? html`<div class="state">${many('library.needOcr', document.pagesNeedingOcr)}</div>` : nothing}
        ${document.problem ? html`<div class="reason">${said(document.problem)}</div>` : nothing}
      </li>`;
    }
    return html`<li>
      <div class="line"><span class="name" title=${item.name}>${item.name}</span><span class="state">${t(`upload.${item.state}`)}</span>
        <button class="tool" aria-label=${t('action.dismiss')} @click=${() => forgetUpload(item.id)}>${icon('close')}</button></div>
      ${item.state === 'sending' ? html`<div class="bar"><i .style=${`width:${Math.round(item.fraction * 100)}%`}></i></div>` : nothing}
      ${item.reason ? html`<div class="reason" role="alert">${item.reason}</div>` : nothing}
    </li>`;
  }
}

customElements.define('pin-uploads', PinUploads);
