// All documents, and what is being done with them.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { confirm, prompt } from '../ui/dialogs.js';
import { collectPhotographs } from './photos.js';
import { notify } from '../lib/store.js';
import { api } from '../lib/api.js';
import { collectionName, forgetUpload, isBusy, jobs, keep, library, loadLibrary, move, pageCount, readAgain, readWaiting, remove, rename, standing, takeAnswer, tidyUploads, upload, uploads, waitingForOcr, workOn } from '../lib/library.js';
import { go, links, route, stand } from '../lib/router.js';
import { exactly, many, said, size, t, when } from '../lib/i18n.js';

const OCR = ['AUTO', 'ALWAYS', 'NEVER'];

/** @param {unknown} error */
export const complain = (error) => notify(error instanceof Error ? error.message : String(error), 'error');

/**
 * What can be done with a document, for its menu.
 * @param {any} document
 * @param {() => void} [gone] after it was deleted
 */
export function actionsFor(document, gone) {
  const job = workOn(document.id);
  return [
    { label: t('document.ask'), icon: 'ask', href: links.askDocument(document.id) },
    { label: t('action.rename'), icon: 'edit', run: () => askName(document) },
    ...(library.state.collections.length > 1 ? [{ label: t('document.move'), icon: 'folder', run: () => askCollection(document) }] : []),
    { label: t('action.download'), icon: 'download', href: api.fileUrl(document.id), download: true },
    ...(job && isBusy(document)
      ? [{ label: t('document.cancel'), icon: 'stop', run: () => cancel(job, document) }]
      : document.state === 'FAILED' || document.state === 'CANCELLED'
        ? [{ label: t('action.retry'), icon: 'retry', run: () => readAgain(document).catch(complain) }]
        : [{ label: t('document.readAgain'), icon: 'retry', run: () => askReading(document) }]),
    { label: t('action.delete'), icon: 'trash', danger: true, run: () => askDelete(document, gone) },
  ];
}

async function askName(document) {
  const name = await prompt({ title: t('document.rename'), label: t('document.name'), value: document.name, action: t('action.rename') });
  if (name && name !== document.name) rename(document, name).catch(complain);
}

async function askCollection(document) {
  const collection = await prompt({
    title: t('document.moveTitle', { name: document.name }),
    label: t('document.collection'),
    value: document.collection,
    choices: library.state.collections.map((item) => ({ value: item.id, label: collectionName(item) })),
    action: t('document.move'),
  });
  if (collection && collection !== document.collection) move(document, collection).catch(complain);
}

async function askReading(document) {
  const ocr = await prompt({
    title: t('document.readAgainTitle', { name: document.name }),
    text: t('document.readAgainText'),
    label: t('document.ocr'),
    value: document.ocr,
    choices: OCR.map((value) => ({ value, label: t(`ocr.${value}`) })),
    action: t('document.read'),
  });
  if (ocr) readAgain(document, ocr).catch(complain);
}

async function askDelete(document, gone) {
  const sure = await confirm({
    title: t('document.deleteTitle', { name: document.name }),
    text: t('document.deleteText', { pages: pageCount(document) || many('pages', 0) }),
    action: t('action.delete'),
    danger: true,
  });
  if (!sure) return;
  try {
    await remove(document);
    gone?.();
  } catch (error) {
    complain(error);
  }
}

async function cancel(job, document) {
  try {
    const now = await api.cancelJob(job.id);
    if (now?.id) takeAnswer(now, job);
    keep(await api.document(document.id));
  } catch (error) {
    complain(error);
  }
}

class PinLibrary extends PinElement {
  static properties = { _find: { state: true }, _only: { state: true } };

  get looksAt() {
    return [library, jobs, uploads, route];
  }

  static styles = [
    base,
    css`
      :host { display: block; height: 100%; overflow-y: auto; }
      .page { max-width: 1060px; margin: 0 auto; padding: 30px 32px 80px; }
      header { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; margin-bottom: 20px; }
      header h1 { flex: 1; min-width: 180px; }
      .tools { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; margin-bottom: 14px; }
      .find { flex: 1; min-width: 200px; position: relative; }
      .find .icon { position: absolute; left: 11px; top: 11px; color: var(--ink-soft); }
      .find .field { padding-left: 37px; }
      .collections { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 18px; align-items: center; }
      .pill { display: inline-flex; align-items: center; gap: 7px; min-height: 32px; padding: 0 13px; border: 1px solid var(--line); border-radius: 16px; background: none; font-size: 13.5px; text-decoration: none; color: var(--ink); cursor: pointer; }
      .pill:hover { border-color: var(--line-strong); color: var(--ink); }
      .pill[aria-current='true'] { background: var(--accent-soft); border-color: transparent; color: var(--accent-strong); font-weight: 600; }
      .pill .count { color: var(--ink-soft); font-weight: 400; }
      .list { border: 1px solid var(--line); border-radius: 13px; overflow: clip; background: var(--raised); }
      .row { display: grid; grid-template-columns: minmax(0, 1fr) 212px 40px; gap: 4px 18px; align-items: center; padding: 12px 10px 12px 18px; }
      .row + .row { border-top: 1px solid var(--line); }
      .row:hover { background: var(--hover); }
      .name { display: block; font-weight: 600; font-size: 15px; color: var(--ink); text-decoration: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      a.name:hover { color: var(--accent-strong); text-decoration: underline; }
      .meta { margin-top: 2px; font-size: 13px; color: var(--ink-soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .meta span + span::before { content: '·'; margin: 0 7px; }
      .state { font-size: 13px; display: grid; gap: 6px; }
      .state .line { display: flex; align-items: center; gap: 7px; }
      .dot { width: 8px; height: 8px; border-radius: 50%; flex: none; background: var(--line-strong); }
      .dot.ready { background: var(--accent); }
      .dot.busy { background: none; border: 2px solid var(--accent); }
      .dot.ill { background: var(--danger); border-radius: 2px; transform: rotate(45deg); }
      .doubtful { color: var(--warn); }
      .doubtful:hover { color: var(--warn); }
      .reason { grid-column: 1 / -1; margin-top: 4px; }
      .drop { display: grid; justify-items: center; gap: 12px; padding: 64px 24px; border: 1.5px dashed var(--line-strong); border-radius: 16px; background: var(--paper); text-align: center; }
      .drop > .icon { width: 34px; height: 34px; color: var(--accent); }
      .drop strong { font: 600 19px/1.35 var(--serif); }
      .uploads, .ocr-note { margin-bottom: 16px; }
      .ocr-note { align-items: center; }
      .ocr-note span { flex: 1; }
      .ocr-note .icon { margin-top: 0; }
      .uploads .list { background: var(--surface); }
      .uploads .head { display: flex; justify-content: space-between; align-items: center; margin-bottom: 8px; }
      .none { padding: 40px 20px; text-align: center; color: var(--ink-soft); }
      @media (max-width: 700px) {
        .page { padding: 20px 14px 60px; }
        header .button { flex: 1; }
        header h1 { flex-basis: 100%; }
        .find { min-width: 0; flex-basis: 100%; }
        .tools select { flex: 1; min-width: 0; }
        .row { grid-template-columns: minmax(0, 1fr) 40px; padding: 12px 4px 12px 14px; }
        .state { grid-column: 1; grid-row: 2; }
        .row pin-menu, .row > .tool { grid-column: 2; grid-row: 1; }
        .name { white-space: normal; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow-wrap: anywhere; }
        .meta { white-space: normal; }
        .meta .date { display: none; }
      }
    `,
  ];

  constructor() {
    super();
    this._find = '';
    this._only = '';
  }

  focusFirst() {
    this.renderRoot.querySelector('input[type=search]')?.focus();
  }

  get #collection() {
    return route.state.place.query.get('collection');
  }

  #choose() {
    this.renderRoot.querySelector('input[type=file]')?.click();
  }

  async #newCollection() {
    const name = await prompt({ title: t('collection.new'), label: t('collection.name'), value: '', action: t('action.create') });
    if (!name) return;
    try {
      const made = await api.createCollection(name);
      library.set({ collections: await api.collections() });
      go(`${links.library}?collection=${made.id}`);
    } catch (error) {
      complain(error);
    }
  }

  async #renameCollection(collection) {
    const name = await prompt({ title: t('collection.rename'), label: t('collection.name'), value: collection.name, action: t('action.rename') });
    if (!name) return;
    try {
      await api.renameCollection(collection.id, name);
      library.set({ collections: await api.collections() });
    } catch (error) {
      complain(error);
    }
  }

  async #deleteCollection(collection) {
    const sure = await confirm({ title: t('collection.deleteTitle', { name: collection.name }), text: t('collection.deleteText'), action: t('action.delete'), danger: true });
    if (!sure) return;
    try {
      await api.deleteCollection(collection.id);
      stand(links.library);
      await loadLibrary();
    } catch (error) {
      complain(error);
    }
  }

  render() {
    const { documents, collections, loaded, problem } = library.state;
    const all = [...documents.values()];
    const chosen = this.#collection;
    const here = chosen ? all.filter((document) => document.collection === chosen) : all;
    const shown = here.filter((document) => document.name.toLowerCase().includes(this._find.toLowerCase()) && (!this._only || (this._only === 'problem' ? document.state === 'FAILED' : this._only === 'busy' ? isBusy(document) : document.state === 'INDEXED')));
    const collection = collections.find((candidate) => candidate.id === chosen);
    const count = (id) => all.filter((document) => document.collection === id).length;
    return html`<div class="page">
      <header>
        <h1>${t('nav.library')}</h1>
        <button class="button photos" @click=${() => collectPhotographs(chosen ?? undefined)}>${icon('camera')}${t('photos.action')}</button>
        <button class="button primary" @click=${() => this.#choose()}>${icon('upload')}${t('upload.action')}</button>
      </header>
      ${problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${problem}</span></div>` : nothing}
      ${this.#uploads()}
      ${this.#ocrNote()}
      ${loaded && (all.length > 0 || collections.length > 1)
        ? html`<div class="collections" role="group" aria-label=${t('scope.collections')}>
            <a class="pill" href=${links.library} aria-current=${chosen ? 'false' : 'true'}>${t('library.all')}<span class="count">${all.length}</span></a>
            ${collections.length > 1 ? collections.map((item) => html`<a class="pill" href="${links.library}?collection=${item.id}" aria-current=${item.id === chosen ? 'true' : 'false'}>${collectionName(item)}<span class="count">${count(item.id)}</span></a>`) : nothing}
            <button class="pill" @click=${() => this.#newCollection()}>${icon('plus')}${t('collection.new')}</button>
            ${collection && collection.name !== 'default'
              ? html`<pin-menu .label=${t('collection.actions', { name: collection.name })} .items=${[
                  { label: t('action.rename'), icon: 'edit', run: () => this.#renameCollection(collection) },
                  ...(count(collection.id) === 0 ? [{ label: t('action.delete'), icon: 'trash', danger: true, run: () => this.#deleteCollection(collection) }] : []),
                ]}></pin-menu>`
              : nothing}
          </div>`
        : nothing}
      ${all.length > 0
        ? html`<div class="tools">
            <div class="find">${icon('search')}<input class="field" type="search" placeholder=${t('library.find')} aria-label=${t('library.find')} .value=${this._find} @input=${(event) => (this._find = event.target.value)}></div>
            <select class="field" aria-label=${t('library.state')} .style=${'width:auto'} @change=${(event) => (this._only = event.target.value)}>
              <option value="">${t('library.anyState')}</option><option value="ready">${t('state.INDEXED')}</option><option value="busy">${t('library.busy')}</option><option value="problem">${t('state.FAILED')}</option>
            </select>
            ${this.#ocrChoice()}
          </div>`
        : nothing}
      ${!loaded
        ? problem ? nothing : html`<p class="none" role="status">${t('state.loading')}</p>`
        : here.length === 0
          ? html`<div class="drop">${icon('upload')}<strong>${t('upload.drop')}</strong><span class="soft">${t('upload.kinds')}</span><button class="button" @click=${() => this.#choose()}>${t('upload.choose')}</button>${all.length > 0 ? nothing : this.#ocrChoice()}</div>`
          : shown.length === 0
            ? html`<p class="none">${t('library.noneFound')}</p>`
            : html`<div class="list" role="list" aria-label=${many('documents', shown.length)}>${repeat(shown, (document) => document.id, (document) => this.#row(document, collections))}</div>`}
      <input type="file" multiple hidden @change=${(event) => {
        upload(event.target.files, chosen ?? undefined);
        event.target.value = '';
      }}>
    </div>`;
  }

  /** When the pages of what is added next are read from their images. */
  #ocrChoice() {
    return html`<select class="field ocr" aria-label=${t('upload.ocr')} title=${t('upload.ocr')} .style=${'width:auto'} @change=${(event) => uploads.set({ ocr: event.target.value })}>
      ${OCR.map((value) => html`<option value=${value} ?selected=${uploads.state.ocr === value}>${t(`upload.ocr.${value}`)}</option>`)}
    </select>`;
  }

  /** Pages that were stored before they could be read, and one way to have them all read. */
  #ocrNote() {
    const waiting = waitingForOcr();
    if (waiting.length === 0) return nothing;
    const pages = waiting.reduce((sum, document) => sum + document.pagesNeedingOcr, 0);
    return html`<div class="note ocr-note" role="note">${icon('alert')}<span>${many('library.waitingForOcr', pages, { documents: many('documents', waiting.length) })}</span>
      <button class="button small" @click=${() => readWaiting().catch(complain)}>${t('library.readAll')}</button></div>`;
  }

  #row(document, collections) {
    const state = standing(document);
    const collection = collections.length > 1 ? collections.find((item) => item.id === document.collection) : null;
    const opens = document.pagesRead > 0 || document.state === 'INDEXED' || document.state === 'READABLE';
    return html`<div class="row" role="listitem" data-document=${document.id}>
      <div .style=${'min-width:0'}>
        <a class="name" href=${links.document(document.id)} title=${document.name}>${document.name}</a>
        <div class="meta">${[pageCount(document), document.pagesReadByOcr > 0 ? t(document.pagesReadByOcr < document.pages ? 'library.partlyScanned' : 'library.scanned') : '', size(document.bytes), collection ? collectionName(collection) : ''].filter(Boolean).map((part) => html`<span>${part}</span>`)}<span class="date" title=${exactly(document.createdAt)}>${when(document.createdAt)}</span></div>
      </div>
      <div class="state" role="status">
        <span class="line"><i class="dot ${state.kind === 'problem' ? 'ill' : state.kind}"></i>${state.text}</span>
        ${state.kind === 'busy' ? html`<div class="bar ${state.fraction === null ? 'unknown' : ''}" role="progressbar" aria-label=${state.text} aria-valuenow=${state.fraction === null ? nothing : Math.round(state.fraction * 100)}><i .style=${state.fraction === null ? '' : `width:${Math.round(state.fraction * 100)}%`}></i></div>` : nothing}
        ${document.pagesNeedingOcr > 0 && opens && state.kind !== 'busy' ? html`<span class="soft">${many('library.needOcr', document.pagesNeedingOcr)}</span>` : nothing}
        ${document.pagesDoubtful > 0 && state.kind !== 'busy' ? html`<a class="doubtful" href=${links.document(document.id)}>${many('library.doubtful', document.pagesDoubtful)}</a>` : nothing}
        ${document.pagesFailed > 0 ? html`<span class="soft">${many('library.pagesFailed', document.pagesFailed)}</span>` : nothing}
      </div>
      <pin-menu .label=${t('document.actions', { name: document.name })} .items=${actionsFor(document)}></pin-menu>
      ${document.problem ? html`<div class="reason problem">${icon('alert')}<span title=${document.problem.detail ?? ''}>${said(document.problem)}</span></div>` : nothing}
    </div>`;
  }

  #uploads() {
    // Accepted files are rows of the list below by now.
    const items = uploads.state.items.filter((item) => item.state !== 'accepted');
    if (items.length === 0) return nothing;
    const done = items.every((item) => item.state === 'refused' || item.state === 'duplicate');
    return html`<section class="uploads" aria-label=${t('upload.title')}>
      <div class="head"><h2>${t('upload.title')}</h2>${done ? html`<button class="button small quiet" @click=${() => tidyUploads()}>${t('action.dismiss')}</button>` : nothing}</div>
      <div class="list">${items.map((item) => html`<div class="row">
        <div .style=${'min-width:0'}><span class="name">${item.name}</span><div class="meta">${size(item.bytes)}</div></div>
        <div class="state" role="status">
          <span class="line"><i class="dot ${item.state === 'refused' ? 'ill' : item.state === 'duplicate' ? '' : 'busy'}"></i>${t(`upload.${item.state}`)}</span>
          ${item.state === 'sending' ? html`<div class="bar"><i .style=${`width:${Math.round(item.fraction * 100)}%`}></i></div>` : nothing}
          ${item.state === 'duplicate' ? html`<a href=${links.document(item.document)}>${t('action.open')}</a>` : nothing}
        </div>
        <button class="tool" aria-label=${item.state === 'sending' || item.state === 'waiting' ? t('action.cancel') : t('action.dismiss')} @click=${() => forgetUpload(item.id)}>${icon('close')}</button>
        ${item.reason ? html`<div class="reason problem" role="alert">${icon('alert')}<span>${item.reason}</span></div>` : nothing}
      </div>`)}</div>
    </section>`;
  }
}

customElements.define('pin-library', PinLibrary);
