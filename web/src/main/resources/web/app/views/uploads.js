// What is being uploaded and read, in a corner, while the reader is elsewhere.
import { css, html, nothing } from 'lit';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { canAsk, forgetUpload, jobs, library, standing, tidyUploads, uploads } from '../lib/library.js';
import { links } from '../lib/router.js';
import { t } from '../lib/i18n.js';

class PinUploads extends PinElement {
  static properties = { _small: { state: true } };

  get looksAt() {
    return [uploads, library, jobs];
  }

  static styles = [
    base,
    css`
      :host { position: fixed; right: 20px; bottom: 20px; z-index: 30; width: min(360px, calc(100vw - 24px)); }
      .tray { background: var(--raised); border: 1px solid var(--line); border-radius: 13px; box-shadow: var(--shadow); overflow: hidden; }
      header { display: flex; align-items: center; gap: 4px; padding: 6px 6px 6px 16px; border-bottom: 1px solid var(--line); }
      header h2 { flex: 1; font-size: 14px; }
      ul { list-style: none; max-height: 300px; overflow-y: auto; }
      li { padding: 10px 16px; display: grid; gap: 5px; font-size: 13.5px; }
      li + li { border-top: 1px solid var(--line); }
      .line { display: flex; align-items: center; gap: 8px; min-width: 0; }
      .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500; color: var(--ink); }
      .state { color: var(--ink-soft); white-space: nowrap; font-size: 12.5px; }
      .reason { color: var(--danger); overflow-wrap: anywhere; }
      .ready { color: var(--accent); display: inline-flex; gap: 5px; align-items: center; }
      .ready .icon { width: 14px; height: 14px; }
      @media (max-width: 899px) { :host { right: 12px; bottom: 150px; } }
    `,
  ];

  render() {
    const { items } = uploads.state;
    if (items.length === 0) return nothing;
    return html`<section class="tray" aria-label=${t('upload.title')}>
      <header><h2>${t('upload.title')}</h2>
        <button class="tool" aria-label=${t('upload.fold')} aria-expanded=${this._small ? 'false' : 'true'} @click=${() => (this._small = !this._small)}>${icon(this._small ? 'up' : 'down')}</button>
        <button class="tool" aria-label=${t('action.dismiss')} @click=${() => tidyUploads()}>${icon('close')}</button></header>
      ${this._small ? nothing : html`<ul role="status">${items.map((item) => this.#item(item))}</ul>`}
    </section>`;
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
        ${document.problem ? html`<div class="reason">${document.problem.detail || document.problem.code}</div>` : nothing}
      </li>`;
    }
    return html`<li>
      <div class="line"><span class="name" title=${item.name}>${item.name}</span><span class="state">${t(`upload.${item.state}`)}</span>
        <button class="tool" .style=${'width:26px;height:26px'} aria-label=${t('action.dismiss')} @click=${() => forgetUpload(item.id)}>${icon('close')}</button></div>
      ${item.state === 'sending' ? html`<div class="bar"><i .style=${`width:${Math.round(item.fraction * 100)}%`}></i></div>` : nothing}
      ${item.reason ? html`<div class="reason" role="alert">${item.reason}</div>` : nothing}
    </li>`;
  }
}

customElements.define('pin-uploads', PinUploads);
