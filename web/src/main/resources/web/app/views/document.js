// One document: what the contract says in short, its text, its facts, and its pages beside them.
import { css, html, nothing } from 'lit';
import { PinElement, wide } from '../ui/element.js';
import { badge, base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { notify } from '../lib/store.js';
import { api } from '../lib/api.js';
import { actionsFor, complain } from './library.js';
import { pagesOf, stateBadge } from './answer.js';
import { canAsk, collectionName, isBusy, jobs, keep, library, pageCount, readAgain, standing } from '../lib/library.js';
import { isSure, strength } from '../lib/reading.js';
import { go, links, route, stand } from '../lib/router.js';
import { markdown } from '../lib/rich.js';
import { formulaStyles } from '../ui/formula.js';
import { exactly, many, number, said, size, t, word } from '../lib/i18n.js';

const TABS = ['brief', 'text', 'details'];

class PinDocument extends PinElement {
  static properties = {
    document: {},
    page: { type: Number },
    _tab: { state: true },
    _brief: { state: true },
    _briefProblem: { state: true },
    _paper: { state: true },
    _markdown: { state: true },
    _missing: { state: true },
    _active: { state: true },
    _stamp: { state: true },
    _target: { state: true },
    _sheet: { state: true },
    _doubtful: { state: true },
    _pageProblems: { state: true },
  };

  get looksAt() {
    return [library, jobs, route];
  }

  static styles = [
    base,
    badge,
    formulaStyles,
    css`
      :host { display: block; height: 100%; }
      .column { height: 100%; overflow-y: auto; }
      .inner { max-width: 780px; margin: 0 auto; padding: 22px 28px 60px; }
      .back { display: inline-flex; align-items: center; gap: 4px; margin-left: -6px; font-size: 13.5px; color: var(--ink-soft); text-decoration: none; padding: 4px 8px 4px 0; }
      .back:hover { color: var(--ink); }
      .title { display: flex; align-items: flex-start; gap: 8px; margin-top: 8px; }
      .title h1 { flex: 1; min-width: 0; overflow-wrap: anywhere; font-size: 23px; }
      .meta { margin-top: 6px; font-size: 13.5px; color: var(--ink-soft); display: flex; flex-wrap: wrap; gap: 2px 0; }
      .meta span + span::before { content: '·'; margin: 0 7px; }
      .actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
      .progress { margin-top: 18px; display: grid; gap: 8px; font-size: 14px; max-width: 420px; }
      .problem, .note { margin-top: 18px; }
      .note a, .inline { color: inherit; font-weight: 600; text-decoration: underline; text-underline-offset: 3px; }
      .inline { padding: 0; border: 0; background: none; cursor: pointer; }
      [role='tablist'] { display: flex; gap: 22px; margin: 26px 0 18px; border-bottom: 1px solid var(--line); }
      [role='tab'] { padding: 8px 2px 9px; margin-bottom: -1px; border: 0; border-bottom: 2px solid transparent; background: none; font-weight: 500; font-size: 14.5px; color: var(--ink-soft); cursor: pointer; }
      [role='tab']:hover { color: var(--ink); }
      [role='tab'][aria-selected='true'] { color: var(--ink); border-color: var(--accent); }
      .brief { border: 1px solid var(--line); border-radius: 12px; overflow: clip; background: var(--raised); }
      .fact { display: grid; grid-template-columns: 148px minmax(0, 1fr); gap: 4px 18px; padding: 13px 18px; border: 0; background: none; width: 100%; text-align: left; font: inherit; color: inherit; }
      .fact + .fact { border-top: 1px solid var(--line); }
      button.fact { cursor: pointer; }
      button.fact:hover { background: var(--hover); }
      button.fact.active { background: var(--accent-soft); }
      button.fact:focus-visible { outline-offset: -2px; border-radius: 12px; }
      .fact .topic { font-size: 14px; color: var(--ink-soft); padding-top: 1px; }
      .fact .value { font-weight: 600; font-size: 15.5px; overflow-wrap: anywhere; }
      .fact .none { color: var(--ink-soft); font-style: italic; }
      .fact .quote { display: block; margin-top: 3px; font: 400 14.5px/1.5 var(--serif); color: var(--ink-soft); overflow-wrap: anywhere; }
      .fact:not(.active) .quote { display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
      .fact .from { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 6px; font-size: 13px; color: var(--ink-soft); }
      .text { font: 400 16px/1.65 var(--serif); overflow-wrap: anywhere; }
      .text > * + * { margin-top: 12px; }
      .text .h { font-weight: 600; font-family: var(--serif); margin-top: 24px; }
      .text .h1 { font-size: 22px; } .text .h2 { font-size: 18.5px; } .text .h3 { font-size: 16.5px; }
      .text ul { list-style: none; display: grid; gap: 6px; }
      .text hr { border: 0; border-top: 1px solid var(--line); }
      .text .table { overflow-x: auto; }
      .text table { border-collapse: collapse; font: 400 14px/1.5 var(--sans); }
      .text th, .text td { border: 1px solid var(--line); padding: 6px 10px; text-align: left; vertical-align: top; }
      .text th { background: var(--paper); font-weight: 600; }
      .texttools { display: flex; justify-content: flex-end; margin-bottom: 10px; }
      dl { display: grid; grid-template-columns: 148px minmax(0, 1fr); gap: 10px 18px; font-size: 14.5px; }
      dt { color: var(--ink-soft); }
      dd { overflow-wrap: anywhere; }
      code { font: 12.5px/1.5 var(--mono); }
      .waiting { padding: 28px 0; color: var(--ink-soft); }
      @media (max-width: 899px) { .inner { padding: 14px 16px 40px; } }
      @media (max-width: 560px) { .fact, dl { grid-template-columns: minmax(0, 1fr); gap: 2px; } dd + dt { margin-top: 10px; } [role='tablist'] { gap: 18px; } }
    `,
  ];

  #known = '';
  #waiting = 0;

  constructor() {
    super();
    this._tab = 'brief';
    this._stamp = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    wide.addEventListener('change', this.#onWide);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    wide.removeEventListener('change', this.#onWide);
  }

  #onWide = () => this.requestUpdate();

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('document')) {
      this._brief = null;
      this._briefProblem = null;
      this._paper = [];
      this._markdown = null;
      this._missing = null;
      this._active = null;
      this._doubtful = null;
      this._pageProblems = null;
      this.#known = '';
      this.#fetch();
    }
    if (changed.has('document') || changed.has('page')) {
      this._target = { page: this.page ?? 1, stamp: ++this._stamp };
      this._sheet = this.page !== undefined;
    }
    const now = library.state.documents.get(this.document);
    // The brief comes after the reading: look for it whenever the document has moved on.
    const standingNow = now ? `${now.state}/${now.searchable}/${now.pagesRead > 0}/${now.pagesNeedingOcr}/${now.pagesDoubtful}/${now.version}` : '';
    if (standingNow && standingNow !== this.#known) {
      this.#known = standingNow;
      if (!this._brief || isBusy(now)) {
        // Read again, it may say more than before.
        if (isBusy(now)) this._brief = null;
        this.#fetchBrief();
      }
      this.#fetchPaper(now);
      this.#fetchDoubtful(now);
      this.#fetchPageProblems(now);
      this._markdown = null;
      if (this._tab === 'text') this.#fetchMarkdown();
      this.renderRoot?.querySelector?.('pin-viewer')?.refresh();
    }
  }

  async #fetch() {
    const { document } = this;
    try {
      keep(await api.document(document));
    } catch (error) {
      if (document === this.document) this._missing = error.message;
    }
  }

  async #fetchBrief() {
    const { document } = this;
    clearTimeout(this.#waiting);
    try {
      const brief = await api.brief(document);
      if (document !== this.document) return;
      this._briefProblem = null;
      if (brief.ready) {
        this._brief = brief;
        return;
      }
    } catch (error) {
      if (document === this.document) this._briefProblem = error.message;
      return;
    }
    const state = library.state.documents.get(document)?.state;
    if (state !== 'FAILED' && state !== 'CANCELLED') this.#waiting = setTimeout(() => this.isConnected && this.#fetchBrief(), state === 'INDEXED' ? 1500 : 3000);
  }

  /** The parts of a scientific paper, which answers no question about contracts. @param {any} now */
  async #fetchPaper(now) {
    if (!(now.pagesRead > 0) || isBusy(now)) return;
    try {
      const parts = await api.paper(now.id);
      if (now.id === this.document) this._paper = parts.map((part, index) => ({ ...part, id: `paper-${index}` }));
    } catch {
      // The page and its text are there all the same.
    }
  }

  /** The pages that somebody should look at. @param {any} now */
  async #fetchDoubtful(now) {
    if (!(now.pagesDoubtful > 0) || isBusy(now)) {
      this._doubtful = null;
      return;
    }
    try {
      const pages = await api.pages(now.id, now.version);
      if (now.id === this.document) this._doubtful = pages.filter((page) => !isSure(page)).map((page) => page.number);
    } catch {
      // The count is said all the same.
    }
  }

  /** What is the matter with the pages that could not be read. @param {any} now */
  async #fetchPageProblems(now) {
    if (!(now.pagesFailed > 0) || isBusy(now)) {
      this._pageProblems = null;
      return;
    }
    try {
      const problems = await api.pageProblems(now.id, now.version);
      if (now.id === this.document) this._pageProblems = problems;
    } catch {
      // The count is said all the same.
    }
  }

  async #fetchMarkdown() {
    const { document } = this;
    try {
      const text = await api.markdown(document);
      if (document === this.document) this._markdown = text;
    } catch (error) {
      if (document === this.document) this._markdown = { problem: error.message };
    }
  }

  #choose(tab) {
    this._tab = tab;
    if (tab === 'text' && !this._markdown) this.#fetchMarkdown();
  }

  /** @param {KeyboardEvent} event */
  #tabKey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.#choose(TABS[(TABS.indexOf(this._tab) + step + TABS.length) % TABS.length]);
    this.updateComplete.then(() => this.renderRoot.querySelector('[aria-selected=true]')?.focus());
  }

  get #entries() {
    const items = this._brief?.items ?? [];
    return this._paper?.length > 0 ? items.filter(({ citation }) => citation?.spans?.length > 0) : items;
  }

  #open(citation) {
    this._active = citation.id;
    this._target = { page: citation.spans[0]?.page ?? 1, stamp: ++this._stamp };
    this._sheet = true;
  }

  render() {
    const document = library.state.documents.get(this.document);
    if (!document) return html`<div class="inner"><a class="back" href=${links.library}>${icon('left')}${t('nav.library')}</a>${this._missing ? html`<div class="problem" role="alert">${icon('alert')}<span>${this._missing}</span></div>` : html`<p class="waiting" role="status">${t('state.loading')}</p>`}</div>`;
    const readable = document.pagesRead > 0 || document.pages > 0;
    const parts = (this._paper ?? []).map(({ part, text, spans, id }) => ({ key: id, marker: 0, title: `${word('paper', part)}: ${text}`, weak: false, spans }));
    const marks = this.#entries.filter((entry) => entry.citation?.spans?.length).map((entry) => ({ key: entry.citation.id, marker: 0, title: `${word('topic', entry.topic)}: ${entry.text}`, weak: strength(entry.citation) === 'weak', spans: entry.citation.spans }));
    return html`<pin-split ?open=${readable && (wide.matches || this._sheet)} .label=${t('viewer.pages')}>
      <div class="column">${this.#column(document, readable)}</div>
      ${readable ? html`<pin-viewer slot="second" ?closable=${!wide.matches} .document=${document.id} .version=${document.version} .name=${document.name} .marks=${[...parts, ...marks]} .active=${this._active} .target=${this._target}
        @viewer-close=${() => {
          this._sheet = false;
          if (this.page !== undefined) stand(links.document(document.id));
        }}
        @problem=${(event) => notify(event.detail, 'error')}
        @mark-chosen=${(event) => (this._active = event.detail)}></pin-viewer>` : nothing}
    </pin-split>`;
  }

  #column(document, readable) {
    const state = standing(document);
    const collection = library.state.collections.find((item) => item.id === document.collection);
    return html`<div class="inner">
      <a class="back" href=${links.library}>${icon('left')}${t('nav.library')}</a>
      <div class="title"><h1>${document.name}</h1><pin-menu .label=${t('document.actions', { name: document.name })} .items=${actionsFor(document, () => go(links.library))}></pin-menu></div>
      <p class="meta">${[pageCount(document), size(document.bytes), collection ? collectionName(collection) : '', state.text].filter(Boolean).map((part) => html`<span>${part}</span>`)}</p>
      <div class="actions">
        ${canAsk(document) ? html`<a class="button primary" href=${links.askDocument(document.id)}>${icon('ask')}${t('document.ask')}</a>` : nothing}
        ${readable && !wide.matches ? html`<button class="button" @click=${() => (this._sheet = true)}>${icon('page')}${t('document.pages')}</button>` : nothing}
        <a class="button" href=${api.fileUrl(document.id)} download>${icon('download')}${t('document.original')}</a>
      </div>
      ${state.kind === 'busy' ? html`<div class="progress" role="status"><span>${state.text}</span><div class="bar ${state.fraction === null ? 'unknown' : ''}"><i .style=${state.fraction === null ? '' : `width:${Math.round(state.fraction * 100)}%`}></i></div></div>` : nothing}
      ${document.problem ? html`<div class="problem" role="alert">${icon('alert')}<span title=${document.problem.detail ?? ''}>${said(document.problem)}</span></div>` : nothing}
      ${document.pagesNeedingOcr > 0 && !isBusy(document)
        ? html`<div class="note" role="note">${icon('alert')}<span>${many('document.needOcr', document.pagesNeedingOcr)}
            ${document.ocr === 'NEVER' ? t('document.ocrNever') : nothing}
            <button class="inline read" @click=${() => readAgain(document, document.ocr === 'NEVER' ? 'AUTO' : undefined).catch(complain)}>${t('document.readThem')}</button></span></div>`
        : nothing}
      ${document.pagesDoubtful > 0 && !isBusy(document)
        ? html`<div class="note doubtful" role="note">${icon('alert')}<span>${many('document.doubtful', document.pagesDoubtful)}
            ${(this._doubtful ?? []).slice(0, 12).map((page) => html`<a href=${links.page(document.id, page)}>${t('page.short', { page })}</a> `)}${this._doubtful?.length > 12 ? '…' : nothing}</span></div>`
        : nothing}
      ${document.pagesFailed > 0 ? html`<div class="note" role="note">${icon('alert')}<span>${many('library.pagesFailed', document.pagesFailed)}
            ${(this._pageProblems ?? []).slice(0, 12).map(({ page, problem }) => html`<br><a href=${links.page(document.id, page)}>${t('page.short', { page })}</a> <span title=${problem.detail}>${said(problem)}</span>`)}${this._pageProblems?.length > 12 ? '…' : nothing}</span></div>` : nothing}
      <div role="tablist" aria-label=${document.name} @keydown=${this.#tabKey}>${TABS.map((tab) => html`<button role="tab" id="tab-${tab}" aria-selected=${this._tab === tab ? 'true' : 'false'} aria-controls="panel" tabindex=${this._tab === tab ? 0 : -1} @click=${() => this.#choose(tab)}>${t(`document.tab.${tab}`)}</button>`)}</div>
      <div id="panel" role="tabpanel" aria-labelledby="tab-${this._tab}">${this._tab === 'brief' ? this.#brief(document) : this._tab === 'text' ? this.#text(document) : this.#details(document, collection)}</div>
    </div>`;
  }

  #brief(document) {
    if (document.pages > 0 && document.pagesNeedingOcr === document.pages && !isBusy(document)) return html`<p class="waiting">${t('brief.needsOcr')}</p>`;
    const parts = (this._paper ?? []).map((part) => html`<button class="fact ${this._active === part.id ? 'active' : ''}" data-topic=${part.part} @click=${() => this.#open(part)}>
        <span class="topic">${word('paper', part.part)}</span>
        <span><span class="${part.part === 'TITLE' || part.part === 'AUTHOR' ? 'value' : 'quote'}" lang="">${part.text}</span><span class="from"><span>${pagesOf(part)}</span></span></span>
      </button>`);
    if (!this._brief && parts.length > 0) return html`<div class="brief">${parts}</div>`;
    if (!this._brief) {
      if (this._briefProblem) return html`<div class="problem">${icon('alert')}<span>${this._briefProblem}</span></div>`;
      return html`<p class="waiting" role="status">${document.state === 'FAILED' || document.state === 'CANCELLED' ? t('brief.unread') : t('brief.waiting')}</p>`;
    }
    return html`<div class="brief">${parts}${this.#entries.map(({ topic, text, citation }) => {
      const found = text && citation?.spans?.length > 0;
      return found
        ? html`<button class="fact ${this._active === citation.id ? 'active' : ''}" data-topic=${topic} @click=${() => this.#open(citation)}>
            <span class="topic">${word('topic', topic)}</span>
            <span><span class="value">${text}</span><span class="quote" lang="">“${citation.quote}”</span><span class="from"><span>${pagesOf(citation)}</span>${stateBadge(citation)}</span></span>
          </button>`
        : html`<div class="fact" data-topic=${topic}><span class="topic">${word('topic', topic)}</span><span class="none">${t('brief.notFound')}</span></div>`;
    })}</div>`;
  }

  #text(document) {
    if (this._markdown === null || this._markdown === undefined) return html`<p class="waiting" role="status">${t('state.loading')}</p>`;
    if (typeof this._markdown !== 'string') return html`<div class="problem">${icon('alert')}<span>${this._markdown.problem}</span></div>`;
    if (!this._markdown.trim()) return html`<p class="waiting">${t('document.noText')}</p>`;
    return html`<div class="texttools"><a class="button small" href=${api.markdownUrl(document.id)} download="${document.name}.md">${icon('download')}Markdown</a></div>
      <div class="text" lang="">${markdown(this._markdown)}</div>`;
  }

  #details(document, collection) {
    const rows = [
      [t('document.name'), document.name],
      [t('document.state'), standing(document).text],
      [t('document.collection'), collection ? collectionName(collection) : ''],
      [t('document.pagesRead'), document.pages > 0 ? t('document.ofPages', { read: document.pagesRead, pages: document.pages }) : '–'],
      ...(document.pagesReadByOcr > 0 ? [[t('document.readByOcr'), number(document.pagesReadByOcr)]] : []),
      [t('document.ocr'), t(`ocr.${document.ocr ?? 'AUTO'}`)],
      [t('document.added'), exactly(document.createdAt)],
      [t('document.version'), document.version],
      [t('document.type'), document.mediaType],
      [t('document.size'), size(document.bytes)],
      ['SHA-256', html`<code>${document.sha256}</code>`],
      [t('document.id'), html`<code>${document.id}</code>`],
    ];
    return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  }
}

customElements.define('pin-document', PinDocument);
